internal import Basics
package import GitFormat

/// The part of a history's trees that leads to some blobs, and nothing else of them.
///
/// Made from the bottom up: first the trees that hold a blob itself, then those that hold such a
/// tree, up to the roots. Two trees can then be compared without reading either. Trees and blobs are
/// meant by their numbers.
package struct MarkedTrees: Sendable {
  /// An entry of a tree that leads to a marked blob.
  struct Entry: Sendable {
    /// The number of its name.
    var name: UInt32
    var mode: FileMode
    var object: Int
    /// The next entry of the tree, as an index; negative behind the last.
    fileprivate var next = -1

    init(name: UInt32, mode: FileMode, object: Int) {
      self.name = name
      self.mode = mode
      self.object = object
    }

    fileprivate func isEqual(to other: Entry) -> Bool {
      name == other.name && mode == other.mode && object == other.object
    }
  }

  let store: any ObjectStore
  let missing: MissingObjects
  var names = LabelTable()
  private var entries: [Entry] = []
  /// The index of each tree's first entry, by the tree's number; negative where there is none.
  private var firsts: [Int]

  /// Begins without any tree; `missing` is what trees name that the store does not have.
  init(_ store: any ObjectStore, _ missing: MissingObjects) {
    self.store = store
    self.missing = missing
    firsts = Array(repeating: -1, count: store.numberLimit)
  }

  /// Takes entries of a tree; those that are known already are left out.
  ///
  /// - Returns: The index of the first entry, if these are all that the tree has.
  @discardableResult
  mutating func add(_ more: some Sequence<Entry>, of tree: Int) -> Int? {
    let known = Array(entries(of: tree))
    guard !known.isEmpty else {
      firsts[tree] = append(more)
      return firsts[tree] < 0 ? nil : firsts[tree]
    }
    let new = more.filter { entry in !known.contains(where: entry.isEqual) }
    // Other trees may share the entries as they are.
    if !new.isEmpty { firsts[tree] = append(known + new) }
    return nil
  }

  /// Lets a tree of which nothing is known have the same entries as another.
  ///
  /// - Parameters:
  ///   - first: The index of the first of them.
  ///   - tree: The tree.
  /// - Returns: Whether nothing was known.
  mutating func share(_ first: Int, with tree: Int) -> Bool {
    guard firsts[tree] < 0 else { return false }
    firsts[tree] = first
    return true
  }

  /// Appends the entries of one tree.
  ///
  /// - Returns: The index of the first; -1 when there is none.
  private mutating func append(_ more: some Sequence<Entry>) -> Int {
    let first = entries.count
    for var entry in more {
      entry.next = entries.count + 1
      entries.append(entry)
    }
    guard entries.count > first else { return -1 }
    entries[entries.count - 1].next = -1
    return first
  }

  /// The entries of a tree, in the order in which they were taken.
  private func entries(of tree: Int?) -> EntryList {
    // Objects that the store does not have are numbered behind the others.
    EntryList(all: entries, index: tree.map { $0 < firsts.count ? firsts[$0] : -1 } ?? -1)
  }

  /// The entries of one tree among those of all.
  private struct EntryList: Sequence, IteratorProtocol {
    let all: [Entry]
    /// The index of the next one; negative behind the last.
    var index: Int

    mutating func next() -> Entry? {
      guard index >= 0 else { return nil }
      let entry = all[index]
      index = entry.next
      return entry
    }
  }

  /// Whether a tree, which the store must have, leads to a marked blob.
  package func contains(_ tree: Int) -> Bool { firsts[tree] >= 0 }

  /// What some trees and their subtrees hold: marked blobs, and the trees that lead to them.
  ///
  /// - Parameter roots: The numbers of the trees, which the store must have; they count themselves.
  /// - Returns: The numbers of both.
  package func reachable(from roots: some Sequence<Int>) -> NumberSet {
    var reached = NumberSet(below: firsts.count)
    var open: [Int] = []
    for root in roots where reached.insert(root) { open.append(root) }
    while let tree = open.popLast() {
      for entry in entries(of: tree)
      where entry.object < firsts.count && reached.insert(entry.object) && entry.mode.isFolder {
        open.append(entry.object)
      }
    }
    return reached
  }

  /// The paths at which a tree has a marked blob that none of some other trees has there.
  ///
  /// - Parameters:
  ///   - tree: The number of the tree of a commit.
  ///   - parents: The numbers of the trees of its parents.
  ///   - listing: Lists them; it is for trees of these alone.
  /// - Returns: The changes by path; of what a parent has at a path only marked blobs are told.
  package func changes(
    in tree: Int, from parents: [Int?], _ listing: inout PathListing
  ) -> [PathChange] {
    // Most commits bring in nothing that is marked.
    guard !parents.contains(tree), hasNewEntry(tree, parents) else { return [] }
    var pairs = [Pair(tree: tree, parents: parents)]
    var folders: [PathListing.Folder?] = [nil]
    var numbers: [Pair: Int] = [:]
    listing.forgetFolders()
    return listing.changes(below: 0) { number in
      if let known = folders[number] { return known }
      let folder = compare(pairs[number]) { pair in
        if let known = numbers[pair] { return known }
        pairs.append(pair)
        folders.append(nil)
        numbers[pair] = pairs.count - 1
        return pairs.count - 1
      }
      folders[number] = folder
      return folder
    }
  }

  /// A tree beside those at the same path in the parents; nil for a parent without one.
  private struct Pair: Hashable {
    var tree: Int
    var parents: [Int?]
  }

  private func hasNewEntry(_ tree: Int, _ parents: [Int?]) -> Bool {
    guard !parents.contains(where: { startsLike(tree, $0) }) else { return false }
    let parents = parents.map { NamedEntries(entries(of: $0)) }
    return entries(of: tree).contains { entry in
      !parents.contains { $0[entry.name]?.object == entry.object }
    }
  }

  /// Whether a tree's entries are the first ones of another, too, which shows most trees to be equal
  /// in all that is marked.
  private func startsLike(_ tree: Int, _ other: Int?) -> Bool {
    guard let other, other < firsts.count else { return firsts[tree] < 0 }
    var (next, otherNext) = (firsts[tree], firsts[other])
    // Most trees share what their base has.
    while next != otherNext, next >= 0, otherNext >= 0 {
      guard entries[next].isEqual(to: entries[otherNext]) else { return false }
      (next, otherNext) = (entries[next].next, entries[otherNext].next)
    }
    return next < 0 || next == otherNext
  }

  /// The entries of one tree by their names; of several with one name, the first.
  private struct NamedEntries {
    private var list: EntryList
    private var byName: [UInt32: Entry] = [:]

    /// Most entries that are quicker gone through than put into a dictionary.
    private static let few = 16

    init(_ list: EntryList) {
      self.list = list
      guard list.dropFirst(Self.few).contains(where: { _ in true }) else { return }
      byName = Dictionary(list.lazy.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(name: UInt32) -> Entry? {
      byName.isEmpty ? list.first { $0.name == name } : byName[name]
    }
  }

  private func compare(_ pair: Pair, _ number: (Pair) -> Int) -> PathListing.Folder {
    var folder = PathListing.Folder()
    let parents = pair.parents.map { NamedEntries(entries(of: $0)) }
    for entry in entries(of: pair.tree) {
      let isOld = parents.contains { $0[entry.name]?.object == entry.object }
      guard !isOld else { continue }
      let before = parents.map { $0[entry.name] }
      let name = Array(names[entry.name])
      if entry.mode.isFolder {
        let trees = before.map { $0.flatMap { $0.mode.isFolder ? $0.object : nil } }
        folder.folders.append((name, number(Pair(tree: entry.object, parents: trees))))
      } else {
        let blobs = before.map { $0.flatMap { $0.mode.isFolder ? nil : id(of: $0.object) } }
        folder.changes.append(
          PathChange(
            path: name, status: blobs.allSatisfy { $0 == nil } ? .added : .modified,
            mode: entry.mode, new: id(of: entry.object), old: blobs))
      }
    }
    return folder
  }

  private func id(of object: Int) -> ObjectID { missing.id(of: object) ?? store.id(of: object) }
}
