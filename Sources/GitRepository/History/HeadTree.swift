package import Basics
package import GitFormat
internal import SystemIO

/// The blobs, folders and submodules of a commit, usually the one that HEAD names.
package struct HeadTree: Sendable {
  /// Ids of all blobs.
  package private(set) var blobs: Set<ObjectID> = []
  /// Ids of all trees, the root's among them.
  package private(set) var trees: Set<ObjectID> = []
  /// Paths of its submodules, in the order of their bytes.
  package private(set) var submodules: [[UInt8]] = []

  /// Larger trees than this would be an attack, in bytes.
  private static let limit = 256 << 20

  /// Lists them.
  ///
  /// What cannot be read is left out: whoever scans the commit reports it.
  ///
  /// - Parameters:
  ///   - commit: The commit; nil before the first, which has nothing.
  ///   - store: The objects.
  package init(of commit: ObjectID?, in store: any ObjectStore) {
    let reader = store.makeReader()
    var buffer = ByteBuffer()
    guard let commit, (try? reader.read(commit, limit: Self.limit, into: &buffer)) == .commit,
      let root = buffer.withBytes({ try? CommitObject($0) })?.tree
    else { return }
    var open: [(tree: ObjectID, folder: [UInt8])] = [(root, [])]
    trees = [root]
    while let (tree, folder) = open.popLast() {
      guard (try? reader.read(tree, limit: Self.limit, into: &buffer)) == .tree else { continue }
      buffer.withBytes { content in
        var entries = TreeEntries(format: store.format)
        while let entry = try? entries.next(content) {
          if entry.mode.isSubmodule {
            submodules.append(folder + Array(copying: content.extracting(entry.name)))
          } else if !entry.mode.isFolder {
            blobs.insert(entry.id)
          } else if trees.insert(entry.id).inserted {
            let name = Array(copying: content.extracting(entry.name))
            open.append((entry.id, folder + name + [UInt8(ascii: "/")]))
          }
        }
      }
    }
    submodules.sort { $0.lexicographicallyPrecedes($1) }
  }
}
