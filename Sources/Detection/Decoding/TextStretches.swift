/// Where groups of encoded characters in a row give text, in a run that is read in one alignment.
///
/// A look at one group of every few finds each stretch that is long enough.
enum TextStretches {
  /// Calls `body` for each stretch, in order.
  ///
  /// - Parameters:
  ///   - count: Number of groups in the run.
  ///   - shortest: Fewest groups in a row that are worth a look.
  ///   - isText: Whether the group with a number gives text.
  ///   - body: Takes the numbers of the groups.
  @inline(__always)
  static func forEach(
    of count: Int, shortest: Int, where isText: (Int) -> Bool, _ body: (Range<Int>) -> Void
  ) {
    var probe = shortest - 1
    var low = 0
    while probe < count {
      guard isText(probe) else {
        low = probe + 1
        probe += shortest
        continue
      }
      var start = probe
      while start > low, isText(start - 1) { start -= 1 }
      var end = probe + 1
      while end < count, isText(end) { end += 1 }
      if end - start >= shortest { body(start..<end) }
      low = end
      probe = end + shortest
    }
  }
}
