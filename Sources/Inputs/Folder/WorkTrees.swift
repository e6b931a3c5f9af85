import Engine
import FileTree
import Findings
import GitRepository
import Synchronization
import SystemIO

/// What git's configuration and indexes say of the files of a scan: which to leave out, which git has.
final class WorkTrees: SecretFileCollection, Sendable {
  private let failures = Mutex<[ScanReport.ScanError]>([])
  /// What was read already, by the root of its work tree.
  private let indexes = Mutex<[String: Tracked?]>([:])
  private let files = Mutex<[SecretFileSuspect]>([])
  private let tracked: TrackedFiles

  /// Begins without any; ignore files stand at the root, if there is one.
  init(root: String?) { tracked = TrackedFiles(root: root) }

  /// What could not be asked for: files may have been left out that should not.
  var errors: [ScanReport.ScanError] { failures.withLock { $0 } }

  // MARK: Walks

  /// Returns the options of a walk as git would set them for a start.
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

  /// Returns what git tracks in a work tree; nil when its index cannot be read, which becomes an
  /// error.
  ///
  /// A walk asks only when something is ignored, as git never ignores what it tracks, or may be a
  /// submodule.
  private func trackedPaths(in tree: WorkTree) -> Tracked? {
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
      return Tracked(paths: try GitRepository.TrackedPaths(in: repository))
    } catch {
      let message =
        "cannot read the index, so tracked files that patterns ignore are left out and submodules "
        + "are entered: \(error)"
      failures.withLock { $0.append(ScanReport.ScanError(path: tree.root, message: message)) }
      return nil
    }
  }

  private struct Tracked: FileTree.TrackedPaths {
    let paths: GitRepository.TrackedPaths

    func isTracked(_ path: Span<UInt8>) -> Bool { paths.isTracked(path) }

    func holdsTracked(_ folder: Span<UInt8>) -> Bool {
      paths.holdsTracked(folder) || paths.isSubmodule(folder)
    }

    func isSubmodule(_ folder: Span<UInt8>) -> Bool { paths.isSubmodule(folder) }
  }

  // MARK: Files of secrets

  var suspects: [SecretFileSuspect] {
    get { files.withLock { $0 } }
    set { files.withLock { $0 = newValue } }
  }

  func state(of suspect: SecretFileSuspect) -> String? {
    guard let (tree, name) = Self.place(of: suspect.path) else { return nil }
    let bytes = Array(name.utf8)
    return trackedPaths(in: tree)?.isTracked(bytes.span) == true ? "git tracks the file" : nil
  }

  func addable(_ suspects: [SecretFileSuspect]) -> Set<Int> {
    var places: [String: [(name: String, index: Int)]] = [:]
    for (index, suspect) in suspects.enumerated() {
      guard let (tree, name) = Self.place(of: suspect.path) else { continue }
      places[tree.root, default: []].append((name, index))
    }
    var addable: Set<Int> = []
    for (root, files) in places {
      let names = Self.addable(files.map(\.name), in: root)
      addable.formUnion(files.filter { names.contains($0.name) }.map(\.index))
    }
    return addable
  }

  func tracks(where isOne: ([UInt8]) -> Bool) -> Bool { tracked.tracks(where: isOne) }

  /// The work tree of a file, and the file's path in it.
  private static func place(of path: String) -> (WorkTree, String)? {
    guard let name = path.split(separator: "/").last, let parent = FileSystem.parent(of: path),
      let folder = try? FileSystem.realPath(parent), let tree = WorkTree.containing(folder)
    else { return nil }
    let below = folder.utf8.count > tree.root.utf8.count
    let way = below ? folder.dropFirst(tree.root == "/" ? 1 : tree.root.count + 1) + "/" : ""
    return (tree, way + name)
  }

  /// Those of some untracked files that git does not ignore; none when git cannot say.
  private static func addable(_ names: [String], in root: String) -> Set<String> {
    guard let repository = try? Repository(at: root, usesEnvironment: false),
      let output = try? repository.program.output(
        ["ls-files", "--others", "--exclude-standard", "-z", "--"] + names, in: root)
    else { return [] }
    return Set(output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
  }
}
