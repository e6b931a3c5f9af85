import PatternEngine

/// Working memory for texts that share bytes with others: most of them are small, and arrays of their own
/// for each would take longer than the search.
struct IncrementalMemory {
  /// What the text at hand has from its base.
  var origin = TextOrigin()
  /// Its literals, by offset.
  var anchors: [LiteralPrefilter.Hit] = []
  /// Those that are not in the base, until they are sorted in.
  var new: [LiteralPrefilter.Hit] = []
  /// Those that are to be tried.
  var open: [LiteralPrefilter.Hit] = []

  /// Whether it takes less than about 2 MB.
  var isSmall: Bool { max(anchors.capacity, new.capacity, open.capacity) < 1 << 15 }

  /// Forgets the text.
  mutating func clear() {
    anchors.removeAll(keepingCapacity: true)
    new.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
  }

  /// Sorts the new literals, which are in order, in with the others.
  ///
  /// Behind the last of them nothing is moved.
  mutating func merge(by precedes: (LiteralPrefilter.Hit, LiteralPrefilter.Hit) -> Bool) {
    var (old, next) = (anchors.count, new.count)
    anchors.append(contentsOf: new)
    var place = anchors.count
    while next > 0 {
      place -= 1
      if old > 0, precedes(new[next - 1], anchors[old - 1]) {
        anchors[place] = anchors[old - 1]
        old -= 1
      } else {
        anchors[place] = new[next - 1]
        next -= 1
      }
    }
  }
}
