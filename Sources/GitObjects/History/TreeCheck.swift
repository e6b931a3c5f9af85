internal import Bytes
internal import SystemIO

/// Makes sure that a store has what its trees name; one per thread.
///
/// Most of a derived tree is its base's: of that only the places of the entries are taken over,
/// without a look at them.
package struct TreeCheck {
  /// Where the entries of a tree begin, and at last where the tree ends.
  package typealias EntryStarts = [UInt32]

  /// Objects that trees name, but that the store does not have.
  package private(set) var missing: Set<ObjectID> = []
  private let store: ObjectStore

  package init(_ store: ObjectStore) { self.store = store }

  /// Checks what is new in a tree.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: Where entries begin in the base; empty when that is not known.
  /// - Returns: Where entries begin; empty when the tree is too large for that.
  /// - Throws: Why the tree cannot be read.
  package mutating func check(
    _ tree: Span<UInt8>, delta: Span<DeltaSegment>, base: EntryStarts
  ) throws(ObjectError.Reason) -> EntryStarts {
    guard tree.count <= Int(Int32.max) else { throw .tooLarge(bytes: tree.count) }
    var starts: EntryStarts = []
    starts.reserveCapacity(max(16, base.count + 4))
    var entries = TreeEntries(format: store.format)
    var next = 0
    while entries.offset < tree.count {
      while next < delta.count, delta[next].end <= entries.offset { next += 1 }
      if next < delta.count, let source = delta[next].copiedFrom,
        let end = Self.take(
          delta[next], from: source, at: entries.offset, of: base, to: &starts)
      {
        entries = TreeEntries(format: store.format, from: end)
        continue
      }
      starts.append(UInt32(entries.offset))
      guard let entry = try entries.next(tree) else { break }
      if !entry.mode.isSubmodule, !store.contains(entry.id) { missing.insert(entry.id) }
    }
    starts.append(UInt32(tree.count))
    return starts
  }

  /// Takes over the entries that were copied whole.
  ///
  /// - Returns: Where the last of them ends; nil when no entry of the base begins at the offset, or
  ///   none ends within the copy.
  private static func take(
    _ copy: DeltaSegment, from source: Int, at offset: Int, of base: EntryStarts,
    to starts: inout EntryStarts
  ) -> Int? {
    let shift = copy.start - source
    let first = base.partitionPoint { Int($0) < offset - shift }
    guard first < base.count, Int(base[first]) == offset - shift else { return nil }
    let end = base.partitionPoint { Int($0) <= copy.end - shift } - 1
    guard end > first else { return nil }
    let moved = UInt32(truncatingIfNeeded: shift)
    for index in first..<end { starts.append(base[index] &+ moved) }
    return Int(base[end]) + shift
  }
}
