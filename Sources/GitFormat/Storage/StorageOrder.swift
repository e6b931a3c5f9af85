internal import Basics

/// The order in which a pack stores its objects: git puts commits together, the newest first.
package struct StorageOrder: Sendable {
  private let pack: Pack
  private let entries: PackEntries
  /// The number of the first object of the pack.
  private let start: Int

  init(of pack: Pack, start: Int) {
    self.pack = pack
    self.start = start
    entries = PackEntries(of: pack)
  }

  /// Returns the numbers of an object and of those that are stored behind it.
  ///
  /// - Parameters:
  ///   - number: The object.
  ///   - count: How many at most.
  /// - Returns: Numbers in the order of the pack; none when it does not have the object.
  package func numbers(from number: Int, count: Int) -> [Int] {
    guard (start..<start + pack.index.count).contains(number),
      let offset = pack.index.offset(at: number - start), let first = entries.entry(at: offset)
    else { return [] }
    return entries.positions[first..<min(first + count, entries.count)].map { start + Int($0) }
  }
}
