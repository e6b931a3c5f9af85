package import Basics
internal import SystemIO

/// Where a whole history begins: what refs, `HEAD`s and reflogs name, tags followed to their ends.
package struct HistoryTips: Sendable {
  /// Commits, in the order of the refs.
  package private(set) var commits: [ObjectID] = []
  /// Annotated tags on the way.
  package private(set) var tags: Set<ObjectID> = []
  /// Trees that are named directly.
  package private(set) var trees: [ObjectID] = []
  /// Blobs that are named directly.
  package private(set) var blobs: Set<ObjectID> = []

  /// Larger tags than this are taken for blobs, in bytes.
  private static let largestTag = 64 << 20

  /// Follows tips.
  ///
  /// - Parameters:
  ///   - tips: What is named; what the store does not have is left out.
  ///   - store: The objects.
  package init(_ tips: [ObjectID], in store: ObjectStore) {
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    var seen: Set<ObjectID> = []
    for tip in tips {
      var next: ObjectID? = tip
      while let id = next, seen.insert(id).inserted {
        next = nil
        switch try? reader.kind(of: id) {
        case .commit: commits.append(id)
        case .tree: trees.append(id)
        case .blob: blobs.insert(id)
        case .tag:
          tags.insert(id)
          guard (try? reader.read(id, limit: Self.largestTag, into: &buffer)) != nil else { break }
          next = buffer.withBytes { try? TagObject($0) }?.target
        case nil: break
        }
      }
    }
  }
}

extension Repository {
  /// The refs, and what a whole history begins with: their targets, `HEAD` of every work tree, and
  /// what reflogs name.
  ///
  /// - Returns: The refs, and ids of any objects, with duplicates; what a reflog names may be gone.
  /// - Throws: `GitError`.
  package func beginnings() throws(GitError) -> (refs: Refs, tips: [ObjectID]) {
    if let files = RefFiles(in: self) {
      let named = (files.refs.all + files.otherWorkTrees).map(\.target)
      return (files.refs, named + [files.refs.head].compactMap(\.self) + files.logged)
    }
    let refs = try Refs(in: self)
    var tips = refs.all.map(\.target)
    if let head = refs.head { tips.append(head) }
    var command = try start(["rev-list", "--no-walk=unsorted", "--all", "--reflog"])
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      if let id = command.withRecord({ ObjectID(hex: $0) }) { tips.append(id) }
    }
    _ = try command.finish()
    return (refs, tips)
  }
}
