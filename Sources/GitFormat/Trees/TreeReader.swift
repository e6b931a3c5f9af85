internal import Basics
internal import SystemIO

/// Reads trees along their deltas: new entries are parsed, the others are taken over from the base.
enum TreeReader {
  /// Where the entries of a tree begin, and at last where the tree ends.
  typealias EntryStarts = [UInt32]

  /// Reads a tree.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - format: The hash that names objects.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: Where entries begin in the base; empty when that is not known.
  ///   - keepsStarts: Whether it is to be told where entries begin.
  ///   - new: Is given each entry that was not copied whole, and where it begins.
  ///   - copied: Is given whole entries of the base that stand in the tree next, by their indices.
  /// - Returns: Where entries begin, if that is wanted.
  /// - Throws: Why the tree cannot be read.
  static func read(
    _ tree: Span<UInt8>, format: ObjectFormat, delta: Span<DeltaSegment>, base: EntryStarts,
    keepsStarts: Bool = true,
    new: (_ entry: TreeEntry, _ start: Int) -> Void, copied: (_ entries: Range<Int>) -> Void
  ) throws(ObjectError.Reason) -> EntryStarts {
    guard tree.count <= Int(Int32.max) else { throw .tooLarge(bytes: tree.count) }
    var starts: EntryStarts = []
    if keepsStarts { starts.reserveCapacity(max(16, base.count + 4)) }
    var entries = TreeEntries(format: format)
    var next = 0
    // Mostly, what comes next in the tree comes next in the base.
    var expected = 0
    while entries.offset < tree.count {
      let offset = entries.offset
      while next < delta.count, delta[next].end <= offset { next += 1 }
      if next < delta.count, let source = delta[next].copiedFrom {
        let shift = delta[next].start - source
        let place = offset - shift..<delta[next].end - shift
        if let range = wholeEntries(of: base, in: place, near: expected) {
          if keepsStarts {
            copy(range, of: base, movedBy: UInt32(truncatingIfNeeded: shift), to: &starts)
          }
          copied(range)
          expected = range.upperBound
          entries = TreeEntries(format: format, from: Int(base[range.upperBound]) + shift)
          continue
        }
      }
      if keepsStarts { starts.append(UInt32(offset)) }
      guard let entry = try entries.next(tree) else { break }
      new(entry, offset)
    }
    if keepsStarts { starts.append(UInt32(tree.count)) }
    return starts
  }

  private static func copy(
    _ entries: Range<Int>, of base: EntryStarts, movedBy shift: UInt32,
    to starts: inout EntryStarts
  ) {
    let first = starts.count
    starts.append(contentsOf: base[entries])
    guard shift != 0 else { return }
    var copied = starts.mutableSpan
    for index in first..<copied.count { copied[index] &+= shift }
  }

  /// The entries that fill the front of a range of a tree; nil when none begins or ends there.
  private static func wholeEntries(
    of starts: EntryStarts, in range: Range<Int>, near expected: Int
  ) -> Range<Int>? {
    var first = expected
    for _ in 0..<2 where first < starts.count && Int(starts[first]) < range.lowerBound {
      first += 1
    }
    if first >= starts.count || Int(starts[first]) != range.lowerBound {
      first = starts.partitionPoint { Int($0) < range.lowerBound }
      guard first < starts.count, Int(starts[first]) == range.lowerBound else { return nil }
    }
    let end = starts.partitionPoint { Int($0) <= range.upperBound } - 1
    return end > first ? first..<end : nil
  }
}
