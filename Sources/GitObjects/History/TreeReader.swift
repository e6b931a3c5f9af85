internal import Bytes
internal import SystemIO

/// Reads trees along their deltas: new entries are parsed, the others are taken over from the base.
package enum TreeReader {
  /// Where the entries of a tree begin, and at last where the tree ends.
  package typealias EntryStarts = [UInt32]

  /// Reads a tree.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - format: The hash that names objects.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: Where entries begin in the base; empty when that is not known.
  ///   - new: Is given each entry that was not copied whole, and where it begins.
  ///   - copied: Is given ranges of whole entries of the base, and how far they have moved.
  /// - Returns: Where entries begin.
  /// - Throws: Why the tree cannot be read.
  static func read(
    _ tree: Span<UInt8>, format: ObjectFormat, delta: Span<DeltaSegment>, base: EntryStarts,
    new: (_ entry: TreeEntry, _ start: Int) -> Void,
    copied: (_ range: Range<Int>, _ shift: Int) -> Void
  ) throws(ObjectError.Reason) -> EntryStarts {
    guard tree.count <= Int(Int32.max) else { throw .tooLarge(bytes: tree.count) }
    var starts: EntryStarts = []
    starts.reserveCapacity(max(16, base.count + 4))
    var entries = TreeEntries(format: format)
    var next = 0
    while entries.offset < tree.count {
      let offset = entries.offset
      while next < delta.count, delta[next].end <= offset { next += 1 }
      if next < delta.count, let source = delta[next].copiedFrom {
        let shift = delta[next].start - source
        if let range = wholeEntries(of: base, in: offset - shift..<delta[next].end - shift) {
          let moved = UInt32(truncatingIfNeeded: shift)
          for index in range { starts.append(base[index] &+ moved) }
          let (first, end) = (Int(base[range.lowerBound]), Int(base[range.upperBound]))
          copied(first..<end, shift)
          entries = TreeEntries(format: format, from: end + shift)
          continue
        }
      }
      starts.append(UInt32(offset))
      guard let entry = try entries.next(tree) else { break }
      new(entry, offset)
    }
    starts.append(UInt32(tree.count))
    return starts
  }

  /// The entries that fill the front of a range of a tree; nil when none begins or ends there.
  private static func wholeEntries(of starts: EntryStarts, in range: Range<Int>) -> Range<Int>? {
    let first = starts.partitionPoint { Int($0) < range.lowerBound }
    guard first < starts.count, Int(starts[first]) == range.lowerBound else { return nil }
    let end = starts.partitionPoint { Int($0) <= range.upperBound } - 1
    return end > first ? first..<end : nil
  }
}
