import Synchronization
import SystemIO

/// A walk over the regular files of a folder, by several threads at once.
///
/// Inside a git work tree, what git ignores is left out, with git's own rules: see gitignore(5).
/// Symbolic links are not followed, save the start itself, and `.git` is never entered. Whatever
/// cannot be read is listed in the outcome; nothing is left out in silence.
package struct TreeWalk: Sendable {
  /// How a walk names files and what it leaves out.
  package struct Options: Sendable {
    /// What the paths of visits and reports start with.
    package enum PathStyle: Sendable {
      /// They start below the start; a start that is a file is told by its own name.
      case relativeToStart
      /// They start with the start as it was given, unless that is `.`.
      case withStart
    }

    /// Whether git's ignore files count.
    package var usesIgnoreFiles = true
    /// Whether the work trees of submodules are entered, which git knows of by its index; without
    /// ignore files they always are.
    package var entersSubmodules = true
    /// Whether patterns match ASCII letters without regard to case (`core.ignoreCase`).
    package var foldsCase = false
    /// The user's own ignore file (`core.excludesFile`); one that does not exist is fine.
    package var globalExcludes: String?
    /// Gives what the index of a work tree holds, asked once for each work tree that needs it.
    package var trackedPaths: (@Sendable (WorkTree) -> (any TrackedPaths)?)?
    /// Says of a file or folder, by its path as in reports, whether it is left out and listed; nil for
    /// none.
    package var leavesOut: (@Sendable (_ path: String, _ isFolder: Bool) -> Bool)?
    /// What the paths of visits and reports start with.
    package var pathStyle = PathStyle.relativeToStart
    /// How many folders may be open at once; nil takes half of what the system allows.
    package var openFolderLimit: Int?

    /// Makes the usual options: ignore files count, no user's own file, no index.
    package init() {}
  }

  /// The file or folder that the walk starts from.
  package let start: String
  /// How files are named and what is left out.
  package let options: Options

  /// Prepares a walk of a folder or a file, which is visited even when it is ignored or reached
  /// through a symbolic link: it was named outright.
  ///
  /// Ignore rules still hold for what is in the folder.
  package init(start: String, options: Options = Options()) {
    self.start = start
    self.options = options
  }

  /// Visits every file, in no order, on so many threads, the calling one included, and returns when
  /// all visits are done.
  package func walk(
    workers: Int, _ visit: @escaping @Sendable (borrowing FileVisit) -> Void
  ) -> WalkOutcome {
    var outcome = WalkOutcome()
    do throws(SystemError) {
      switch try FileSystem.status(start).kind {
      case .folder:
        // The folder that a process runs in may be gone, and still opens.
        do throws(SystemError) {
          _ = try FileSystem.realPath(start)
        } catch  where error.isNotFound {
          throw SystemError(code: error.code, operation: "open", path: start)
        }
        let walked = try walkFolder(workers: workers, notes: &outcome, visit)
        outcome.merge(walked)
      // A pipe or a device may never end.
      case .special: throw SystemError.notRegular(start)
      case .file, .symbolicLink: outcome.merge(visitFile(visit))
      }
    } catch {
      outcome.errors.append(error)
    }
    outcome.sort()
    return outcome
  }

  private func visitFile(_ visit: (borrowing FileVisit) -> Void) -> WalkOutcome {
    let name = start.utf8.count - (start.split(separator: "/").last?.utf8.count ?? 0)
    let prefix = options.pathStyle == .withStart ? Array(start.utf8.prefix(name)) : []
    let shared = WalkShared(options: options, displayPrefix: prefix, start: start)
    let worker = WalkWorker(
      number: 0, shared: shared, stack: WorkStack([]), startLength: 0)
    worker.visitNamed(start, visit)
    return worker.outcome
  }

  private func walkFolder(
    workers: Int, notes: inout WalkOutcome,
    _ visit: @escaping @Sendable (borrowing FileVisit) -> Void
  ) throws(SystemError) -> WalkOutcome {
    let directory = try DirectoryHandle(path: start)
    let shared = WalkShared(options: options, displayPrefix: displayPrefix, start: start)
    var way: [UInt8] = []
    var scope = IgnoreScope()
    var repository: WalkRepository?
    if options.usesIgnoreFiles, let resolved = try? FileSystem.realPath(start),
      let tree = WorkTree.containing(resolved)
    {
      let root = tree.root == "/" ? "" : tree.root
      way = Array(resolved.utf8.dropFirst(root.utf8.count + 1))
      var errors: [SystemError] = []
      scope = shared.scope(of: tree, base: 0) { errors.append($0) }
      shared.addParents(of: way, under: tree.root, to: &scope) { errors.append($0) }
      notes.errors += errors
      repository = WalkRepository(tree, base: 0, load: options.trackedPaths)
    }
    if let error = shared.globalExcludesError { notes.errors.append(error) }
    let handle = FolderHandle(directory, shared)
    let folder = WalkFolder(
      serial: shared.nextSerial(), parent: nil, name: way, scope: scope, repository: repository,
      holdsTrackedOnly: false, handle: handle)
    let stack = WorkStack<WalkShared.Item>([.start(handle, folder)])
    let startLength = way.isEmpty ? 0 : way.count + 1
    let merged = MergedOutcome()
    Threads.run(max(1, workers)) { number in
      let worker = WalkWorker(
        number: number, shared: shared, stack: stack, startLength: startLength)
      worker.run(visit)
      merged.add(worker.outcome)
    }
    return merged.value
  }

  /// The start with a slash, when paths are to begin with it.
  private var displayPrefix: [UInt8] {
    guard options.pathStyle == .withStart, start != ".", start != "./" else { return [] }
    let bytes = Array(start.utf8)
    return bytes.last == slash ? bytes : bytes + [slash]
  }
}

/// Where the workers put what they met.
private final class MergedOutcome: Sendable {
  private let outcome = Mutex(WalkOutcome())

  var value: WalkOutcome { outcome.withLock { $0 } }

  func add(_ part: WalkOutcome) { outcome.withLock { $0.merge(part) } }
}
