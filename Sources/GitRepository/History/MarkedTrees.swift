package import Basics
package import GitFormat

/// The part of a history's trees that leads to some blobs, and nothing else of them.
///
/// Made from the bottom up: first the trees that hold a blob itself, then those that hold such a
/// tree, up to the roots. Two trees can then be compared without reading either.
package struct MarkedTrees: Sendable {
  /// An entry of a tree that leads to a marked blob.
  package struct Entry: Sendable, Equatable {
    package var name: [UInt8]
    package var mode: FileMode
    package var id: ObjectID

    package init(name: [UInt8], mode: FileMode, id: ObjectID) {
      self.name = name
      self.mode = mode
      self.id = id
    }
  }

  private var entries: [ObjectID: [Entry]] = [:]

  package init() {}

  /// Takes an entry of a tree; an entry that is known already is left out.
  package mutating func add(_ entry: Entry, of tree: ObjectID) {
    if entries[tree]?.contains(entry) ?? false { return }
    entries[tree, default: []].append(entry)
  }

  /// Whether a tree leads to a marked blob.
  package func contains(_ tree: ObjectID) -> Bool { entries[tree] != nil }

  /// What a tree and its subtrees hold: marked blobs, and the trees that lead to them.
  ///
  /// - Parameter tree: The root; it counts as a tree itself.
  /// - Returns: Both without duplicates.
  package func reachable(from tree: ObjectID) -> (blobs: Set<ObjectID>, trees: Set<ObjectID>) {
    var blobs: Set<ObjectID> = []
    var trees: Set<ObjectID> = [tree]
    var open = [tree]
    while let next = open.popLast() {
      for entry in entries[next] ?? [] {
        if !entry.mode.isFolder {
          blobs.insert(entry.id)
        } else if trees.insert(entry.id).inserted {
          open.append(entry.id)
        }
      }
    }
    return (blobs, trees)
  }

  /// The paths at which a tree has a marked blob that none of some other trees has there.
  ///
  /// - Parameters:
  ///   - tree: The tree of a commit.
  ///   - parents: The trees of its parents.
  ///   - listing: Lists them; it is for trees of these alone.
  /// - Returns: The changes by path; of what a parent has at a path only marked blobs are told.
  package func changes(
    in tree: ObjectID, from parents: [ObjectID?], _ listing: inout PathListing
  ) -> [PathChange] {
    guard !parents.contains(tree) else { return [] }
    var pairs = [Pair(tree: tree, parents: parents)]
    var numbers: [Pair: Int] = [:]
    listing.forgetFolders()
    return listing.changes(below: 0) { number in
      compare(pairs[number]) { pair in
        if let known = numbers[pair] { return known }
        pairs.append(pair)
        numbers[pair] = pairs.count - 1
        return pairs.count - 1
      }
    }
  }

  /// A tree beside those at the same path in the parents; nil for a parent without one.
  private struct Pair: Hashable {
    var tree: ObjectID
    var parents: [ObjectID?]
  }

  private func compare(_ pair: Pair, _ number: (Pair) -> Int) -> PathListing.Folder {
    var folder = PathListing.Folder()
    for entry in entries[pair.tree] ?? [] {
      let before = pair.parents.map { parent in
        parent.flatMap { entries[$0] }?.first { $0.name == entry.name }
      }
      guard !before.contains(where: { $0?.id == entry.id }) else { continue }
      if entry.mode.isFolder {
        let trees = before.map { $0.flatMap { $0.mode.isFolder ? $0.id : nil } }
        folder.folders.append((entry.name, number(Pair(tree: entry.id, parents: trees))))
      } else {
        let blobs = before.map { $0.flatMap { $0.mode.isFolder ? nil : $0.id } }
        folder.changes.append(
          PathChange(
            path: entry.name, status: blobs.allSatisfy { $0 == nil } ? .added : .modified,
            mode: entry.mode, new: entry.id, old: blobs))
      }
    }
    return folder
  }
}
