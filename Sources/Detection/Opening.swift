import PatternEngine

/// What some bytes in a row can be, byte by byte: at most places they do not stand, and this tells at
/// once.
///
/// It takes little memory: a scan of a text full of words asks for many openings in turn.
struct Opening: Sendable {
  /// Most bytes that count.
  private static let longest = 64

  /// Equal sets that follow each other.
  private struct Run {
    let set: ByteTable
    /// The place behind the last byte.
    let end: Int
  }

  private let count: Int
  private let runs: [Run]
  /// What any of the bytes can be.
  private let any: ByteTable
  /// Whether the bytes stand in ``KeyRuns``, wherever they stand.
  let isInKeyRun: Bool

  /// Takes a set for each of the bytes; those beyond the 64th are left out.
  init(_ sets: [ByteSet]) {
    count = min(sets.count, Self.longest)
    var runs: [Run] = []
    var union = ByteSet()
    for (place, set) in sets.prefix(Self.longest).enumerated() {
      if place > 0, set == sets[place - 1] { runs.removeLast() }
      runs.append(Run(set: ByteTable(set), end: place + 1))
      union = union.union(set)
    }
    self.runs = runs
    any = ByteTable(union)
    isInKeyRun = count >= KeyRuns.shortest && union.subtracting(KeyRuns.bytes).isEmpty
  }

  /// Whether the bytes may stand at an offset of a text.
  @inline(__always)
  func mayStand(at offset: Int, in text: Span<UInt8>) -> Bool {
    guard count > 0 else { return true }
    // Nearly always the first byte decides.
    guard offset + count <= text.count, runs[0].set.contains(text[offset]) else { return false }
    return goesOn(behind: offset, in: text)
  }

  @inline(never)
  private func goesOn(behind offset: Int, in text: Span<UInt8>) -> Bool {
    var place = 1
    let runs = runs.span
    for index in runs.indices {
      let run = runs[index]
      while place < run.end {
        guard run.set.contains(text[offset &+ place]) else { return false }
        place &+= 1
      }
    }
    return true
  }

  /// The first offset of a range at which the bytes may stand; nil where there is none.
  ///
  /// Of as many bytes as count, the last are looked at first: mostly one of them belongs to none of the
  /// sets, and all places up to it are ruled out at once. No byte is looked at twice, but those of
  /// places where all belong to one of the sets.
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    guard count > 0 else { return range.isEmpty ? nil : range.lowerBound }
    guard range.count > count / 2 else {
      // Of a few places, the first bytes are less to look at.
      var offset = range.lowerBound
      while offset < range.upperBound, !mayStand(at: offset, in: text) { offset += 1 }
      return offset < range.upperBound ? offset : nil
    }
    let (any, count) = (any, count)
    let end = min(range.upperBound, text.count &- count &+ 1)
    var offset = range.lowerBound
    // The bytes from the offset up to here belong to one of the sets.
    var known = offset
    search: while offset < end {
      var next = offset &+ count
      let last = next
      while next > known {
        next &-= 1
        if !any.contains(text[next]) {
          offset = next &+ 1
          known = last
          continue search
        }
      }
      if runs.count == 1 || mayStand(at: offset, in: text) { return offset }
      known = last
      offset &+= 1
    }
    return nil
  }
}
