package import Basics
internal import SystemIO

/// The blobs, folders and submodules of the commit that HEAD names.
package struct HeadTree: Sendable {
  /// Ids of all blobs, submodules left out; empty before the first commit.
  package let blobs: Set<ObjectID>
  /// Ids of all trees, the root's among them; empty before the first commit.
  package let trees: Set<ObjectID>
  /// Paths of its submodules, in the tree's order.
  package let submodules: [[UInt8]]

  /// Lists them, the whole tree wherever one stands in it.
  package init(in repository: Repository) throws(GitError) {
    var blobs: Set<ObjectID> = []
    guard let head = try repository.resolve("HEAD^{tree}") else {
      self.blobs = []
      trees = []
      submodules = []
      return
    }
    var trees: Set<ObjectID> = [head]
    var submodules: [[UInt8]] = []
    var command = try repository.start(["ls-tree", "-r", "-t", "-z", "--full-tree", head.hex])
    while try command.nextRecord(endedBy: 0) {
      // <mode> SP <kind> SP <id> TAB <path>
      let entry = command.withRecord { bytes -> (kind: ObjectKind?, id: ObjectID)? in
        guard let tab = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "\t") }) else {
          return nil
        }
        let words = String(decoding: bytes.extracting(..<tab)).split(separator: " ")
        guard words.count == 3, let id = ObjectID(hex: String(words[2])) else { return nil }
        return (ObjectKind(rawValue: String(words[1])), id)
      }
      guard let entry else {
        _ = try command.finish()
        throw command.unexpected("a tree entry of another form")
      }
      if entry.kind == .blob { blobs.insert(entry.id) }
      if entry.kind == .tree { trees.insert(entry.id) }
      if entry.kind == .commit {
        let record = command.record
        let path = record.firstIndex(of: UInt8(ascii: "\t")).map { record[($0 + 1)...] }
        submodules.append(Array(path ?? []))
      }
    }
    _ = try command.finish()
    self.blobs = blobs
    self.trees = trees
    self.submodules = submodules
  }
}
