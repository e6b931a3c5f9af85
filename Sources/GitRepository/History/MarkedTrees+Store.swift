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
    self.init(store, missing)
    var contents = TreeContents(store)
    var wanted = NumberSet(below: missing.numberLimit)
    for id in blobs {
      if let number = store.number(of: id) { wanted.insert(number) }
    }
    // Trees below a name that matters: all their entries lead there.
    var whole = NumberSet(below: missing.numberLimit)
    for id in namingTrees {
      guard let tree = store.number(of: id) else { continue }
      let named = contents.entries(of: id).filter { matters($0.name) }
      add(named, of: tree)
      for entry in named { addAll(under: entry, &whole, &contents) }
      wanted.insert(tree)
    }
    guard !wanted.isEmpty else { return }
    let marks = TreeLinks.marks(leadingTo: wanted, in: links)
    for (part, found) in zip(links, marks) { add(found, of: part) }
  }

  private mutating func add(_ marks: TreeLinks.Marks, of part: TreeLinks) {
    var labels = [(name: UInt32, mode: FileMode)?](repeating: nil, count: Int(part.labelCount))
    for link in marks.links where labels[Int(link.label)] == nil {
      let (mode, name) = part.label(link.label)
      labels[Int(link.label)] = (names.number(of: name.span), mode)
    }
    // The first entry of each range of links, by the range's start.
    var firsts = [Int32](repeating: -1, count: marks.links.count)
    for (tree, links) in marks.trees {
      let known = Int(firsts[links.lowerBound])
      if known >= 0, share(known, with: tree) { continue }
      let first = add(
        marks.links[links].lazy.compactMap { link in
          labels[Int(link.label)].map {
            Entry(name: $0.name, mode: $0.mode, object: Int(link.object))
          }
        }, of: tree)
      if let first { firsts[links.lowerBound] = Int32(first) }
    }
  }

  private mutating func add(_ found: [TreeContents.Entry], of tree: Int) {
    let entries = found.map { entry in
      Entry(
        name: names.number(of: entry.name.span), mode: entry.mode,
        object: store.number(of: entry.id)
          ?? missing.number(of: entry.id, isForeign: entry.mode.isSubmodule))
    }
    add(entries, of: tree)
  }

  private mutating func addAll(
    under folder: TreeContents.Entry, _ whole: inout NumberSet, _ contents: inout TreeContents
  ) {
    var open = folder.mode.isFolder ? [folder.id] : []
    while let id = open.popLast() {
      guard let tree = store.number(of: id), whole.insert(tree) else { continue }
      let found = contents.entries(of: id)
      add(found, of: tree)
      open += found.filter(\.mode.isFolder).map(\.id)
    }
  }
}

/// Reads single trees.
private struct TreeContents: ~Copyable {
  /// An entry as a tree has it.
  struct Entry {
    var name: [UInt8]
    var mode: FileMode
    var id: ObjectID
  }

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
  mutating func entries(of tree: ObjectID) -> [Entry] {
    guard (try? reader.read(tree, limit: Self.limit, into: &buffer)) == .tree else { return [] }
    let format = format
    return buffer.withBytes { content in
      var found: [Entry] = []
      var entries = TreeEntries(format: format)
      while let entry = try? entries.next(content) {
        let name = Array(copying: content.extracting(entry.name))
        found.append(Entry(name: name, mode: entry.mode, id: entry.id))
      }
      return found
    }
  }
}
