import Basics
import Synchronization
import SystemIO

/// How much of a folder is read at most, for who must answer in time.
package struct FolderBound: Sendable {
  /// So many files.
  package var files: Int
  /// So many bytes of all files together.
  package var bytes: Int
  /// Whether the folders in it are entered.
  package var entersFolders: Bool

  package init(files: Int, bytes: Int, entersFolders: Bool = true) {
    self.files = files
    self.bytes = bytes
    self.entersFolders = entersFolders
  }

  /// Why not all of a folder was read.
  package var reason: String {
    "it holds more than \(files) files, or than \(Quantity.bytes(bytes))"
  }

  /// Counts what a walk comes upon.
  final class Count: Sendable {
    private let bound: FolderBound
    private let left: Mutex<(files: Int, bytes: Int)>

    init(_ bound: FolderBound) {
      self.bound = bound
      left = Mutex((bound.files, bound.bytes))
    }

    /// Whether there was more than the bound.
    var isOver: Bool { left.withLock { Self.isOver($0) } }

    private static func isOver(_ left: (files: Int, bytes: Int)) -> Bool {
      left.files < 0 || left.bytes < 0
    }

    /// Counts a file or a folder by its path, and says whether it is left out.
    func leavesOut(_ path: String, isFolder: Bool) -> Bool {
      guard !isFolder else { return !bound.entersFolders || isOver }
      let size = (try? FileSystem.linkStatus(path))?.size ?? 0
      return left.withLock { left in
        left.files -= 1
        left.bytes -= size
        return Self.isOver(left)
      }
    }
  }
}
