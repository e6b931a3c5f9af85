import FileTree
import Findings
import GitObjects
import Synchronization
import SystemIO

/// What git's own configuration and index say about files to leave out.
final class IgnoreSources: Sendable {
  private let failures = Mutex<[ScanReport.ScanError]>([])
  /// What was read already, by the root of its work tree.
  private let indexes = Mutex<[String: Tracked?]>([:])

  /// What could not be asked for: files may have been left out that should not.
  var errors: [ScanReport.ScanError] { failures.withLock { $0 } }

  /// The options of a walk as git would set them for a start.
  func options(for start: String) -> TreeWalk.Options {
    var options = TreeWalk.Options()
    options.pathStyle = .withStart
    options.globalExcludes = WorkTree.defaultGlobalExcludes
    if FileSystem.isFolder(start), let resolved = try? FileSystem.realPath(start),
      let tree = WorkTree.containing(resolved),
      let repository = try? Repository(at: tree.root, usesEnvironment: false)
    {
      options.globalExcludes =
        repository.configuredPath("core.excludesFile") ?? options.globalExcludes
      options.foldsCase = repository.configuredFlag("core.ignoreCase") ?? false
    }
    options.trackedPaths = { [self] tree in trackedPaths(in: tree) }
    return options
  }

  /// What git tracks in a work tree; nil when its index cannot be read, which becomes an error.
  ///
  /// A walk asks only when something is ignored, as git never ignores what it tracks, or may be a
  /// submodule.
  func trackedPaths(in tree: WorkTree) -> (any FileTree.TrackedPaths)? {
    indexes.withLock { indexes in
      if let known = indexes[tree.root] { return known }
      let tracked = readIndex(of: tree)
      indexes[tree.root] = .some(tracked)
      return tracked
    }
  }

  private func readIndex(of tree: WorkTree) -> Tracked? {
    do throws(GitError) {
      let repository = try Repository(at: tree.root, usesEnvironment: false)
      return Tracked(paths: try GitObjects.TrackedPaths(in: repository))
    } catch {
      let message =
        "cannot read the index, so tracked files that patterns ignore are left out and submodules "
        + "are entered: \(error)"
      failures.withLock { $0.append(ScanReport.ScanError(path: tree.root, message: message)) }
      return nil
    }
  }

  private struct Tracked: FileTree.TrackedPaths {
    let paths: GitObjects.TrackedPaths

    func isTracked(_ path: Span<UInt8>) -> Bool { paths.isTracked(path) }

    func holdsTracked(_ folder: Span<UInt8>) -> Bool {
      paths.holdsTracked(folder) || paths.isSubmodule(folder)
    }

    func isSubmodule(_ folder: Span<UInt8>) -> Bool { paths.isSubmodule(folder) }
  }
}
