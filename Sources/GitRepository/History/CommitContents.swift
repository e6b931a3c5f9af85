package import Basics
package import GitFormat
internal import SystemIO

/// The blobs, folders and submodules of commits, such as the one that HEAD names.
package struct CommitContents: Sendable {
  /// Ids of all blobs.
  package private(set) var blobs: Set<ObjectID> = []
  /// Ids of all trees, the roots among them.
  package private(set) var trees: Set<ObjectID> = []
  /// Paths of their submodules, in the order of their bytes.
  package private(set) var submodules: [[UInt8]] = []

  /// Larger trees than this would be an attack, in bytes.
  private static let limit = 256 << 20

  /// Lists them.
  ///
  /// What cannot be read is left out: whoever scans the commits reports it.
  ///
  /// - Parameters:
  ///   - commits: The commits.
  ///   - store: The objects.
  package init(of commits: some Sequence<ObjectID>, in store: any ObjectStore) {
    let reader = store.makeReader()
    var buffer = ByteBuffer()
    var open: [(tree: ObjectID, folder: [UInt8])] = []
    for commit in commits {
      guard (try? reader.read(commit, limit: Self.limit, into: &buffer)) == .commit,
        let root = buffer.withBytes({ try? CommitObject($0) })?.tree,
        trees.insert(root).inserted
      else { continue }
      open.append((root, []))
    }
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
