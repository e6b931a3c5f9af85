internal import SystemIO

extension MarkedTrees {
  /// Finds all trees of a store that lead to some blobs or names.
  ///
  /// One walk for each level of folders above them, over the trees that may be concerned.
  ///
  /// - Parameters:
  ///   - blobs: The blobs.
  ///   - namingTrees: Trees with entries of which the name matters.
  ///   - matters: Whether a name does; all that lies under it is led to then.
  ///   - links: Which objects trees name.
  ///   - store: The objects.
  ///   - walk: A walk over them.
  ///   - threads: How many threads may be used.
  package init(
    leadingTo blobs: Set<ObjectID>, namesIn namingTrees: some Sequence<ObjectID>,
    where matters: ([UInt8]) -> Bool, links: TreeLinks, in store: ObjectStore, _ walk: PackWalk,
    threads: Int
  ) {
    self.init()
    var contents = TreeContents(store)
    var wanted = blobs
    for tree in namingTrees {
      for entry in contents.entries(of: tree) where matters(entry.name) {
        add(entry, of: tree)
        addAll(under: entry, &contents)
      }
      wanted.insert(tree)
    }
    while true {
      var numbers = NumberSet(below: store.numberLimit)
      for id in wanted { if let number = store.number(of: id) { numbers.insert(number) } }
      guard let items = links.items(naming: numbers, of: walk.itemCount) else { return }
      let sought = TreeMarker.WantedObjects(wanted)
      let visitors = PerWorker(threads) { TreeMarker(sought) }
      walk.run(visitors, items: items)
      wanted = []
      visitors.forEach { visitor in
        for (tree, entry) in visitor.found {
          if !contains(tree) { wanted.insert(tree) }
          add(entry, of: tree)
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
  private var reader: ObjectReader
  private var buffer = ByteBuffer()

  /// Larger trees than this would be an attack, in bytes.
  private static let limit = 256 << 20

  init(_ store: ObjectStore) {
    format = store.format
    reader = ObjectReader(store)
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
