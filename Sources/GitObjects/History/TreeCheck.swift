internal import SystemIO

/// Makes sure that a store has what its trees name; one per thread.
package struct TreeCheck {
  /// Objects that trees name, but that the store does not have.
  package private(set) var missing: Set<ObjectID> = []
  /// Which objects trees name.
  package private(set) var links = TreeLinks()
  /// The item of the walk's work that is being done.
  package var item = 0
  /// Whether any tree names a submodule.
  package private(set) var holdsSubmodule = false
  private let store: ObjectStore

  package init(_ store: ObjectStore) { self.store = store }

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
      if entry.mode.isSubmodule { holdsSubmodule = true }
      if let number = store.number(of: entry.id) {
        links.add(number, item: item)
      } else if !entry.mode.isSubmodule {
        missing.insert(entry.id)
      }
    } copied: { _, _ in
    }
  }
}
