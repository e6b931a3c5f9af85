package import Basics
package import GitFormat
internal import SystemIO

extension MarkedTrees {
  /// Finds all trees of a store that lead to some blobs or names.
  ///
  /// - Parameters:
  ///   - blobs: The blobs.
  ///   - namingTrees: Trees with entries of which the name matters.
  ///   - matters: Whether a name does; all that lies under it is led to then.
  ///   - links: Which objects trees name, in parts that derive from nothing in another.
  ///   - store: The objects.
  ///   - missing: What trees name that the store does not have.
  package init(
    leadingTo blobs: Set<ObjectID>, namesIn namingTrees: some Sequence<ObjectID>,
    where matters: ([UInt8]) -> Bool, links: [TreeLinks], in store: any ObjectStore,
    _ missing: MissingObjects
  ) {
    self.init()
    var contents = TreeContents(store)
    var wanted = NumberSet(below: missing.numberLimit)
    func want(_ id: ObjectID) {
      if let number = store.number(of: id) { wanted.insert(number) }
    }
    for id in blobs { want(id) }
    for tree in namingTrees {
      for entry in contents.entries(of: tree) where matters(entry.name) {
        add(entry, of: tree)
        addAll(under: entry, &contents)
      }
      want(tree)
    }
    guard !wanted.isEmpty else { return }
    // One more round for each level of folders, in the worst case; it reads no object.
    var leading: [[Int: [TreeLinks.Link]]] = []
    var hasNew = true
    while hasNew {
      leading = []
      hasNew = false
      for part in links {
        var found: [Int: [TreeLinks.Link]] = [:]
        let foundNew = part.markTrees(naming: &wanted) { found[$0] = $1 }
        hasNew = hasNew || foundNew
        leading.append(found)
      }
    }
    for (part, found) in zip(links, leading) {
      for (tree, links) in found {
        let tree = store.id(of: tree)
        for link in links {
          let (mode, name) = part.label(link.label)
          add(Entry(name: name, mode: mode, id: store.id(of: Int(link.object))), of: tree)
        }
      }
    }
  }

  private mutating func addAll(under folder: Entry, _ contents: inout TreeContents) {
    var open = folder.mode.isFolder ? [folder.id] : []
    while let tree = open.popLast() {
      guard !contains(tree) else { continue }
      for entry in contents.entries(of: tree) {
        add(entry, of: tree)
        if entry.mode.isFolder { open.append(entry.id) }
      }
    }
  }
}

/// Reads single trees.
private struct TreeContents: ~Copyable {
  private let format: ObjectFormat
  private let reader: any SingleObjectReader
  private var buffer = ByteBuffer()

  /// Larger trees than this would be an attack, in bytes.
  private static let limit = 256 << 20

  init(_ store: any ObjectStore) {
    format = store.format
    reader = store.makeReader()
  }

  /// The entries of a tree; none of a tree that is missing or damaged, which is reported elsewhere.
  mutating func entries(of tree: ObjectID) -> [MarkedTrees.Entry] {
    guard (try? reader.read(tree, limit: Self.limit, into: &buffer)) == .tree else { return [] }
    let format = format
    return buffer.withBytes { content in
      var found: [MarkedTrees.Entry] = []
      var entries = TreeEntries(format: format)
      while let entry = try? entries.next(content) {
        let name = Array(copying: content.extracting(entry.name))
        found.append(MarkedTrees.Entry(name: name, mode: entry.mode, id: entry.id))
      }
      return found
    }
  }
}
