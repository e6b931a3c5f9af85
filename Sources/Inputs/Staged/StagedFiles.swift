import Basics
import Engine
import GitFormat
import GitRepository

/// What the next commit would add, sorted out by what it is.
struct StagedFiles {
  /// A file that the commit would add or change.
  struct File {
    var path: String
    /// What is staged.
    var blob: ObjectID
    /// What the commit's parents have there.
    var oldBlobs: [ObjectID]
  }

  private(set) var files: [File] = []
  /// Paths of submodules that it would add or move.
  private(set) var submodules: [String] = []
  /// Paths with an unresolved merge.
  private(set) var unmerged: [String] = []

  init(_ staged: StagedChanges) {
    for change in staged.changes {
      let path = String(decoding: change.path, as: UTF8.self)
      if change.status == .unmerged {
        unmerged.append(path)
      } else if change.mode.isSubmodule {
        submodules.append(path)
      } else if let blob = change.new, !change.old.contains(blob) {
        // What equals one parent's version, as in a merge, is nothing new.
        files.append(File(path: path, blob: blob, oldBlobs: change.old.compactMap(\.self)))
      }
    }
  }

  /// Leaves out all but some paths; unresolved merges stay.
  mutating func keep(_ paths: Set<String>) {
    files.removeAll { !paths.contains($0.path) }
    submodules.removeAll { !paths.contains($0) }
  }

  /// Leaves out files, and returns their paths.
  mutating func leaveOut(_ excluded: ExcludedPaths) -> [String] {
    let paths = files.map(\.path).filter { excluded.glob(of: $0) != nil }
    let left = Set(paths)
    files.removeAll { left.contains($0.path) }
    return paths
  }
}
