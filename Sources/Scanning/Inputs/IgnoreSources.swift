import FileTree
import Findings
import GitObjects
import Synchronization
import SystemIO

/// What git's own configuration and index say about files to leave out.
final class IgnoreSources: Sendable {
  private let failures = Mutex<[ScanReport.ScanError]>([])

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

  /// Asked only when something is ignored, as git never ignores what it tracks, or may be a
  /// submodule.
  private func trackedPaths(in tree: WorkTree) -> (any FileTree.TrackedPaths)? {
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
