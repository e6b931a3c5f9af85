import Synchronization
import SystemIO

/// The repository that a part of the walk belongs to.
final class WalkRepository: Sendable {
  private enum Tracked {
    case unknown
    case known((any TrackedPaths)?)
  }

  /// How many bytes of an entry's path lead to the work tree's root, with the slash behind it.
  let base: Int
  private let workTree: WorkTree
  private let load: (@Sendable (WorkTree) -> (any TrackedPaths)?)?
  private let tracked = Mutex(Tracked.unknown)

  init(_ workTree: WorkTree, base: Int, load: (@Sendable (WorkTree) -> (any TrackedPaths)?)?) {
    self.workTree = workTree
    self.base = base
    self.load = load
  }

  /// Whether git tracks an entry, or something below it when it is a folder.
  ///
  /// The index is asked for when the first entry is met that it matters for, not before.
  func tracks(_ path: Span<UInt8>, isFolder: Bool) -> Bool {
    guard let paths = trackedPaths else { return false }
    let inTree = path.extracting(base...)
    return isFolder ? paths.holdsTracked(inTree) : paths.isTracked(inTree)
  }

  /// Whether a folder is one of the repository's submodules.
  func isSubmodule(_ path: Span<UInt8>) -> Bool {
    trackedPaths?.isSubmodule(path.extracting(base...)) ?? false
  }

  private var trackedPaths: (any TrackedPaths)? {
    guard let load else { return nil }
    return tracked.withLock { state in
      if case .known(let paths) = state { return paths }
      let paths = load(workTree)
      state = .known(paths)
      return paths
    }
  }
}
