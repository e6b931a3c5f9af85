internal import SystemIO

/// Makes sure that a store has what its trees name; one per thread.
package struct TreeCheck {
  /// Objects that trees name, but that the store does not have.
  package private(set) var missing: Set<ObjectID> = []
  /// Objects that trees name.
  package private(set) var named: NumberSet
  private let store: ObjectStore

  package init(_ store: ObjectStore) {
    self.store = store
    named = NumberSet(below: store.numberLimit)
  }

  /// Checks what is new in a tree; see ``TreeReader``.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: Where entries begin in the base; empty when that is not known.
  /// - Returns: Where entries begin.
  /// - Throws: Why the tree cannot be read.
  package mutating func check(
    _ tree: Span<UInt8>, delta: Span<DeltaSegment>, base: TreeReader.EntryStarts
  ) throws(ObjectError.Reason) -> TreeReader.EntryStarts {
    try TreeReader.read(tree, format: store.format, delta: delta, base: base) { entry, _ in
      if let number = store.number(of: entry.id) {
        named.insert(number)
      } else if !entry.mode.isSubmodule {
        missing.insert(entry.id)
      }
    } copied: { _, _ in
    }
  }
}

/// A set of numbers of objects: a bit for each number that there may be.
package struct NumberSet: Sendable {
  private var words: [UInt64]

  /// An empty set of numbers below a limit.
  package init(below limit: Int) { words = Array(repeating: 0, count: limit / 64 + 1) }

  package mutating func insert(_ number: Int) {
    words[number / 64] |= 1 << UInt64(number % 64)
  }

  package func contains(_ number: Int) -> Bool {
    words[number / 64] & 1 << UInt64(number % 64) != 0
  }

  /// Adds the numbers of another set with the same limit.
  package mutating func formUnion(_ other: NumberSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}
