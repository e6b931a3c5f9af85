/// A table of a TOML document: keys and their values, in the document's order.
package struct TOMLTable: Sendable, Equatable {
  /// The keys and their values, in the order in which they first occur.
  package internal(set) var entries: [Entry] = []
  /// Where a key stands in `entries`; filled only for tables too large to look through.
  private var index: [[UInt8]: Int] = [:]

  private static let largestUnindexed = 32

  /// A key with its value.
  package struct Entry: Sendable, Equatable {
    package var key: String
    /// Where the key is first written.
    package var position: TOMLPosition
    package var value: TOMLValue
  }

  /// The value of a key, or nil when the table has no such key.
  package subscript(key: String) -> TOMLValue? {
    entries.isEmpty ? nil : offset(of: key).map { entries[$0].value }
  }

  /// Returns where a key stands in `entries`.
  ///
  /// Keys are told apart by their bytes: TOML, unlike `String`, does not normalise.
  package func offset(of key: String) -> Int? {
    if entries.count <= Self.largestUnindexed {
      return entries.firstIndex {
        $0.key.utf8.count == key.utf8.count && $0.key.utf8.elementsEqual(key.utf8)
      }
    }
    return index[Array(key.utf8)]
  }

  /// Adds a key that the table does not hold yet.
  mutating func append(_ entry: Entry) {
    if entries.count == Self.largestUnindexed {
      for (offset, earlier) in entries.enumerated() { index[Array(earlier.key.utf8)] = offset }
    }
    if entries.count >= Self.largestUnindexed { index[Array(entry.key.utf8)] = entries.count }
    entries.append(entry)
  }
}
