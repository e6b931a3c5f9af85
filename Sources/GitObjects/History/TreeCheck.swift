package import Basics
internal import SystemIO

/// Makes sure that a store has what its trees name; one per thread.
package struct TreeCheck {
  /// Objects that trees name, but that the store does not have.
  package private(set) var missing: Set<ObjectID> = []
  /// Which objects trees name.
  package private(set) var links = TreeLinks()
  /// Whether any tree names a submodule.
  package private(set) var holdsSubmodule = false
  private let store: ObjectStore
  /// Working memory.
  private var added: [TreeLinks.Link] = []
  private var removed: [UInt32] = []

  /// What is known of a tree, for those derived from it.
  package struct KnownTree: Sendable {
    var number: Int?
    var starts: TreeReader.EntryStarts = []
    var links: [TreeLinks.Link] = []

    /// Nothing is known.
    package init() {}
  }

  package init(_ store: ObjectStore) { self.store = store }

  /// Checks what is new in a tree; see ``TreeReader``.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - number: Its number.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: What is known of the base.
  /// - Returns: What is now known of the tree.
  /// - Throws: Why the tree cannot be read.
  package mutating func check(
    _ tree: Span<UInt8>, number: Int, delta: Span<DeltaSegment>, base: KnownTree
  ) throws(ObjectError.Reason) -> KnownTree {
    added.removeAll(keepingCapacity: true)
    removed.removeAll(keepingCapacity: true)
    var known = KnownTree()
    known.number = number
    known.links.reserveCapacity(base.links.count + 4)
    var (position, isInOrder) = (0, true)
    known.starts = try TreeReader.read(
      tree, format: store.format, delta: delta, base: base.starts
    ) { entry, start in
      let link = link(of: entry, labelled: tree.extracting(start..<entry.name.upperBound))
      known.links.append(link)
      added.append(link)
    } copied: { entries in
      known.links.append(contentsOf: base.links[entries])
      isInOrder = isInOrder && entries.lowerBound >= position
      if isInOrder { leaveOut(base.links[position..<entries.lowerBound]) }
      position = entries.upperBound
    }
    if isInOrder, position > 0 {
      leaveOut(base.links[position...])
      links.add(number, base: base.number, added: added, removed: removed)
    } else {
      links.add(number, base: nil, added: known.links, removed: [])
    }
    return known
  }

  private mutating func leaveOut(_ entries: ArraySlice<TreeLinks.Link>) {
    for entry in entries { removed.append(entry.label) }
  }

  private mutating func link(
    of entry: TreeEntry, labelled label: Span<UInt8>
  ) -> TreeLinks.Link {
    if entry.mode.isSubmodule { holdsSubmodule = true }
    let object = store.number(of: entry.id)
    if object == nil, !entry.mode.isSubmodule { missing.insert(entry.id) }
    return TreeLinks.Link(
      object: object.map { UInt32($0) } ?? TreeLinks.nothing,
      label: links.number(ofLabel: label))
  }
}
