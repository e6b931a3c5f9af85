package import Basics
package import GitFormat
internal import SystemIO

/// Compares the trees of commits with those of their parents, to find what each commit brings in.
///
/// Trees are read level by level, many at a time. Equal comparisons are made once, however many commits
/// ask for them.
package struct TreeComparison {
  /// A tree beside those at the same path in the parents.
  private struct Pair: Hashable {
    var tree: UInt32
    /// ``TreeLinks/nothing`` for a parent without a folder there.
    var parents: [UInt32]
  }

  /// What differs between a tree and those of the parents.
  private struct Node {
    var tree: UInt32 = TreeLinks.nothing
    /// Whether other names stand in the tree than in those of the parents.
    var hasNewNames = false
    var changes: [Change] = []
    var folders: [(name: UInt32, node: Int)] = []
  }

  private struct Change {
    var name: UInt32
    var mode: FileMode
    var new: UInt32
    var old: [UInt32]
  }

  /// An entry of a tree, with numbers that all trees share.
  private struct Entry {
    var name: UInt32
    var mode: FileMode
    var object: UInt32
  }

  private let store: any ObjectStore
  private let missing: MissingObjects
  private var nodes: [Node] = []
  private var nodeOfPair: [Pair: Int] = [:]
  /// Pairs that wait for their trees to be read.
  private var waiting: [(pair: Pair, node: Int)] = []
  private var nodeOfCommit: [Int: Int] = [:]
  private var entries: [UInt32: [Entry]] = [:]
  private var names = LabelTable()
  /// Blobs that a commit brings in, by number.
  package private(set) var newBlobs: NumberSet
  /// Trees in which other names stand than in those of the parents, by number.
  package private(set) var treesWithNewNames: NumberSet
  /// What a commit brings in by name, but the store does not have, by number.
  private var missingNumbers: Set<Int> = []
  /// Trees that could not be read, and why.
  package private(set) var failures: [ObjectError] = []

  /// Begins without any commit.
  package init(_ store: any ObjectStore, _ missing: MissingObjects) {
    self.store = store
    self.missing = missing
    newBlobs = NumberSet(below: store.numberLimit)
    treesWithNewNames = newBlobs
  }

  // MARK: Reading

  /// Adds a commit that is to be compared.
  ///
  /// - Parameters:
  ///   - commit: The number of the commit.
  ///   - tree: The number of its tree.
  ///   - parents: The numbers of the trees of its parents; nil for one that is missing.
  package mutating func add(_ commit: Int, tree: Int, parents: [Int?]) {
    let tree = UInt32(tree)
    let parents = parents.map { $0.map { UInt32($0) } ?? TreeLinks.nothing }
    guard !parents.contains(tree) else { return }
    nodeOfCommit[commit] = node(of: Pair(tree: tree, parents: parents))
  }

  private mutating func node(of pair: Pair) -> Int {
    if let known = nodeOfPair[pair] { return known }
    nodes.append(Node())
    nodeOfPair[pair] = nodes.count - 1
    waiting.append((pair, nodes.count - 1))
    return nodes.count - 1
  }

  /// Reads the trees of what was added, and compares them; then forgets their entries.
  ///
  /// - Parameters:
  ///   - threads: Number of threads.
  ///   - isCancelled: Ends the work early when it says so.
  ///   - fallback: Reads a tree that the store has but cannot read.
  package mutating func run(
    threads: Int, isCancelled: @escaping @Sendable () -> Bool,
    fallback: (ObjectID, ObjectError) -> (ObjectKind, [UInt8])?
  ) {
    while !waiting.isEmpty, !isCancelled() {
      var wanted = NumberSet(below: store.numberLimit)
      for (pair, _) in waiting {
        for tree in [pair.tree] + pair.parents
        where tree < store.numberLimit && entries[tree] == nil {
          wanted.insert(Int(tree))
        }
      }
      let (store, missing) = (store, missing)
      let readers = PerWorker(threads) { TreeEntriesReader(store, missing) }
      if !wanted.isEmpty { store.walk(wanted, readers, isCancelled: isCancelled) }
      var second = TreeEntriesReader(store, missing)
      readers.forEach { reader in
        take(reader.check)
        for (id, error) in reader.failures {
          if let id, let number = store.number(of: id), let (kind, content) = fallback(id, error) {
            second.read(content.span, kind, id, number)
          } else {
            failures.append(error)
          }
        }
      }
      take(second.check)
      failures += second.failures.map(\.error)
      let ready = waiting
      waiting = []
      for (pair, node) in ready { nodes[node] = compare(pair) }
    }
    entries = [:]
  }

  private mutating func take(_ check: TreeCheck) {
    // Each thread has numbers of its own for modes and names.
    let labels = (0..<check.links.labelCount).map { label in
      let (mode, name) = check.links.label(label)
      return (name: names.number(of: name.span), mode: mode)
    }
    for (number, links) in check.trees {
      entries[UInt32(number)] = links.map { link in
        let label = labels[Int(link.label)]
        return Entry(name: label.name, mode: label.mode, object: link.object)
      }
    }
  }

  // MARK: Comparing

  private mutating func compare(_ pair: Pair) -> Node {
    var node = Node(tree: pair.tree)
    let own = entries[pair.tree] ?? []
    let others = pair.parents.map { entries[$0] ?? [] }
    if !others.contains(where: { Self.haveEqualNames($0, own) }) {
      treesWithNewNames.insert(Int(pair.tree))
      node.hasNewNames = true
    }
    var tables: [[UInt32: Entry]?] = Array(repeating: nil, count: others.count)
    for (place, entry) in own.enumerated() {
      // Mostly, an entry stands where it stood, and is what it was.
      let isKept = others.contains { other in
        place < other.count && other[place].object == entry.object
          && other[place].name == entry.name
      }
      if isKept { continue }
      var old: [Entry?] = []
      old.reserveCapacity(others.count)
      for (parent, entries) in others.enumerated() {
        if place < entries.count, entries[place].name == entry.name {
          old.append(entries[place])
        } else {
          let table = tables[parent] ?? Self.table(of: entries)
          tables[parent] = table
          old.append(table[entry.name])
        }
      }
      guard !old.contains(where: { $0?.object == entry.object }) else { continue }
      if entry.mode.isFolder {
        let trees = old.map {
          $0.flatMap { $0.mode.isFolder ? $0.object : nil } ?? TreeLinks.nothing
        }
        guard note(entry.object) else { continue }
        node.folders.append((entry.name, self.node(of: Pair(tree: entry.object, parents: trees))))
      } else {
        let blobs = old.map {
          $0.flatMap { $0.mode.isFolder ? nil : $0.object } ?? TreeLinks.nothing
        }
        node.changes.append(
          Change(name: entry.name, mode: entry.mode, new: entry.object, old: blobs))
        if !entry.mode.isSubmodule, note(entry.object) { newBlobs.insert(Int(entry.object)) }
      }
    }
    return node
  }

  private static func haveEqualNames(_ left: [Entry], _ right: [Entry]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0.name == $1.name }
  }

  private static func table(of entries: [Entry]) -> [UInt32: Entry] {
    Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Notes an object that a commit brings in; false when the store does not have it.
  private mutating func note(_ object: UInt32) -> Bool {
    guard object >= store.numberLimit else { return true }
    missingNumbers.insert(Int(object))
    return false
  }

  // MARK: Results

  /// Returns the paths that a commit brings in, in the order of their bytes.
  ///
  /// - Parameters:
  ///   - commit: The number of a commit that was added.
  ///   - listing: Lists them; it is for this comparison alone.
  /// - Returns: Paths that differ from every parent, with what each parent has there.
  package func changes(of commit: Int, in listing: inout PathListing) -> [PathChange] {
    guard let root = nodeOfCommit[commit] else { return [] }
    return listing.changes(below: root) { number in
      PathListing.Folder(
        changes: nodes[number].changes.map { change in
          let old = change.old.map(id)
          return PathChange(
            path: Array(names[change.name]),
            status: old.allSatisfy { $0 == nil } ? .added : .modified, mode: change.mode,
            new: id(change.new), old: old)
        },
        folders: nodes[number].folders.map { (Array(names[$0.name]), $0.node) })
    }
  }

  /// The names of folders below which other names stand than in the parents, and the trees in which each
  /// of them does: a new path begins with what was there before.
  package func foldersOfNewNames() -> [(name: [UInt8], trees: [Int])] {
    var parents: [[Int]] = Array(repeating: [], count: nodes.count)
    for (number, node) in nodes.enumerated() {
      for folder in node.folders { parents[folder.node].append(number) }
    }
    var leads = nodes.map(\.hasNewNames)
    var open = nodes.indices.filter { leads[$0] }
    while let number = open.popLast() {
      for parent in parents[number] where !leads[parent] {
        leads[parent] = true
        open.append(parent)
      }
    }
    var trees: [UInt32: Set<Int>] = [:]
    for node in nodes {
      for folder in node.folders where leads[folder.node] {
        trees[folder.name, default: []].insert(Int(node.tree))
      }
    }
    return trees.map { (Array(names[$0.key]), $0.value.sorted()) }
  }

  /// What was brought in by name, but the store does not have.
  package var missingObjects: [ObjectID] { missingNumbers.compactMap { missing.id(of: $0) } }

  private func id(_ number: UInt32) -> ObjectID? {
    guard number != TreeLinks.nothing else { return nil }
    return missing.id(of: Int(number)) ?? store.id(of: Int(number))
  }
}
