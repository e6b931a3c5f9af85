internal import Basics
internal import SystemIO

/// Reads the trees of a store along their deltas and keeps which objects they name; one per thread.
package struct TreeCheck {
  /// What is kept of the trees.
  package enum Keeping: Sendable {
    /// The differences between trees and those that they derive from: enough to find all trees that
    /// lead to some objects.
    case differences
    /// All entries of each tree, to compare it with any other.
    case entries
  }

  /// The differences, where they are kept.
  package private(set) var links = TreeLinks()
  /// The trees with all of their entries, where these are kept.
  package private(set) var trees: [(number: Int, entries: [TreeLinks.Link])] = []
  /// Whether any tree names a submodule.
  package private(set) var holdsSubmodule = false
  private let store: any ObjectStore
  private let format: ObjectFormat
  private let missing: MissingObjects
  private let keeping: Keeping
  /// The id that each mode and name stood for last, and its number.
  ///
  /// The next tree mostly has the same id there, and to look one up takes a wait for memory.
  private var lastNamed: [(id: ObjectID, number: UInt32)?] = []
  /// For how many modes and names that is kept: 2.6 MB.
  private let mostNamed: Int
  /// Working memory.
  private var added: [TreeLinks.Link] = []
  private var removed: [TreeLinks.Link] = []

  /// What is known of a tree, for those derived from it.
  package struct KnownTree: Sendable {
    /// Its place in the differences that are kept; nil when it is not there.
    var place: UInt32?
    var starts: TreeReader.EntryStarts = []
    var links: [TreeLinks.Link] = []

    /// Nothing is known.
    package init() {}
  }

  /// Begins without any tree; `missing` takes what trees name that the store does not have.
  package init(_ store: any ObjectStore, _ missing: MissingObjects, keeping: Keeping) {
    self.init(store, missing, keeping: keeping, mostNamed: 1 << 16)
  }

  /// The same; what modes and names stood for is remembered of so many.
  init(_ store: any ObjectStore, _ missing: MissingObjects, keeping: Keeping, mostNamed: Int) {
    self.store = store
    format = store.format
    self.missing = missing
    self.keeping = keeping
    self.mostNamed = mostNamed
  }

  /// Reads what is new in a tree; see ``TreeReader``.
  ///
  /// - Parameters:
  ///   - tree: The tree's content.
  ///   - number: Its number; nil for one that is only there as a base, of which nothing is kept.
  ///   - delta: The pieces of it, in order; empty when there is no base.
  ///   - base: What is known of the base.
  ///   - isBase: Whether others are derived from it.
  /// - Returns: What is now known of the tree, which is complete only of a base.
  /// - Throws: Why the tree cannot be read.
  package mutating func check(
    _ tree: Span<UInt8>, number: Int?, delta: Span<DeltaSegment>, base: KnownTree,
    isBase: Bool = true
  ) throws(ObjectError.Reason) -> KnownTree {
    let keepsEntries = if case .entries = keeping { true } else { false }
    var known = KnownTree()
    // Of a tree that is no base, the difference is all that is kept, if there is one.
    let isWhole = isBase || keepsEntries || base.place == nil
    let isDifference = try read(tree, delta, base, to: &known, isWhole)
    guard let number else { return known }
    if !keepsEntries, isDifference, let place = base.place {
      known.place = links.add(number, base: place, added: added, removed: removed)
      return known
    }
    if !isWhole { _ = try read(tree, delta, base, to: &known, true) }
    if keepsEntries {
      trees.append((number, known.links))
    } else {
      known.place = links.add(number, base: nil, added: known.links, removed: [])
    }
    return known
  }

  /// Reads a tree, and what it adds to its base and leaves out.
  ///
  /// - Returns: Whether that tells what it holds: it has some of its base's entries, in their order.
  private mutating func read(
    _ tree: Span<UInt8>, _ delta: Span<DeltaSegment>, _ base: KnownTree,
    to known: inout KnownTree, _ isWhole: Bool
  ) throws(ObjectError.Reason) -> Bool {
    added.removeAll(keepingCapacity: true)
    removed.removeAll(keepingCapacity: true)
    if isWhole { known.links.reserveCapacity(base.links.count + 4) }
    var (position, isInOrder) = (0, true)
    known.starts = try TreeReader.read(
      tree, format: format, delta: delta, base: base.starts, keepsStarts: isWhole
    ) { entry, start in
      let link = link(of: entry, labelled: tree.extracting(start..<entry.name.upperBound))
      if isWhole { known.links.append(link) }
      added.append(link)
    } copied: { entries in
      if isWhole { known.links.append(contentsOf: base.links[entries]) }
      isInOrder = isInOrder && entries.lowerBound >= position
      if isInOrder { removed += base.links[position..<entries.lowerBound] }
      position = entries.upperBound
    }
    guard isInOrder, position > 0 else { return false }
    removed += base.links[position...]
    return true
  }

  /// Hands over the trees that were kept with their entries, and begins anew.
  package mutating func takeTrees() -> [(number: Int, entries: [TreeLinks.Link])] {
    defer { trees = [] }
    return trees
  }

  /// Whether an entry is a folder.
  package func isFolder(_ entry: TreeLinks.Link) -> Bool { links.label(entry.label).mode.isFolder }

  private mutating func link(
    of entry: TreeEntry, labelled label: Span<UInt8>
  ) -> TreeLinks.Link {
    if entry.mode.isSubmodule { holdsSubmodule = true }
    let label = links.number(ofLabel: label)
    while lastNamed.count <= label, lastNamed.count < mostNamed { lastNamed.append(nil) }
    let isKept = label < lastNamed.count
    if isKept, let last = lastNamed[Int(label)], last.id == entry.id {
      return TreeLinks.Link(object: last.number, label: label)
    }
    let object = UInt32(
      store.number(of: entry.id)
        ?? missing.number(of: entry.id, isForeign: entry.mode.isSubmodule))
    if isKept { lastNamed[Int(label)] = (entry.id, object) }
    return TreeLinks.Link(object: object, label: label)
  }
}
