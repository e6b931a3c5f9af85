import Synchronization
import SystemIO

/// What all workers of one walk have in common.
final class WalkShared: Sendable {
  /// Something that a worker can take on.
  enum Item: Sendable {
    /// A folder to be read.
    case folder(parent: WalkFolder, name: [UInt8], holdsTrackedOnly: Bool)
    /// The start of the walk, already open.
    case start(FolderHandle, WalkFolder)
    /// Files of a folder, their names one behind the other.
    case files(WalkFolder, names: [UInt8], ends: [Int])
  }

  let options: TreeWalk.Options
  /// What stands before the relative path in reports.
  let displayPrefix: [UInt8]
  /// The user's own patterns.
  private let globalExcludes: IgnoreList?
  /// Why the user's own patterns could not be read.
  let globalExcludesError: SystemError?
  /// The file or folder that the walk starts from.
  private let start: String
  let openFolders = Atomic<Int>(0)
  private let serials = Atomic<Int>(0)
  private let plentiful: Int
  private let most: Int

  init(options: TreeWalk.Options, displayPrefix: [UInt8], start: String) {
    self.options = options
    self.displayPrefix = displayPrefix
    self.start = start
    let limit = options.openFolderLimit ?? Process.descriptorLimit / 2
    most = limit
    plentiful = limit / 2
    var excludes: IgnoreList?
    var failure: SystemError?
    if options.usesIgnoreFiles, let path = options.globalExcludes {
      do throws(SystemError) {
        excludes = IgnoreList(parsing: try FileSystem.read(path), foldsCase: options.foldsCase)
      } catch {
        if !error.isNotFound { failure = error }
      }
    }
    globalExcludes = excludes
    globalExcludesError = failure
  }

  func nextSerial() -> Int { serials.add(1, ordering: .relaxed).newValue }

  /// Whether a folder keeps its handle while its entries wait.
  ///
  /// Every one does while few are open. Later only each 64th level does, so that a folder is never
  /// more than 64 steps away from an open one.
  func keepsHandle(depth: Int) -> Bool {
    let open = openFolders.load(ordering: .relaxed)
    return open < plentiful || (depth % 64 == 0 && open < most)
  }

  /// The ignore files of a repository that hold for its whole work tree.
  func scope(of workTree: WorkTree, base: Int, note: (SystemError) -> Void) -> IgnoreScope {
    var scope = IgnoreScope()
    if let globalExcludes { scope.add(globalExcludes, base: base) }
    do throws(SystemError) {
      let text = try FileSystem.read(workTree.infoExclude)
      scope.add(IgnoreList(parsing: text, foldsCase: options.foldsCase), base: base)
    } catch {
      if !error.isNotFound { note(error) }
    }
    return scope
  }

  /// Adds the `.gitignore` files between a work tree's root and the start, whose own file is read
  /// when it is listed.
  func addParents(
    of way: [UInt8], under root: String, to scope: inout IgnoreScope, note: (SystemError) -> Void
  ) {
    guard !way.isEmpty else { return }
    var base = 0
    while true {
      let folder = String(decoding: way[..<base], as: UTF8.self)
      let file = FileSystem.join(FileSystem.join(root, folder), ".gitignore")
      do throws(SystemError) {
        // Git follows no symbolic link here, and no more does the walk below the start.
        if try FileSystem.linkStatus(file).kind == .file {
          let list = IgnoreList(parsing: try FileSystem.read(file), foldsCase: options.foldsCase)
          scope.add(list, base: base)
        }
      } catch {
        if !error.isNotFound { note(error) }
      }
      guard let next = way[base...].firstIndex(of: slash) else { return }
      base = next + 1
    }
  }

  /// The work tree of which a folder below the start is the root; nil when its `.git` is no
  /// repository.
  func workTree(at relativePath: String) -> WorkTree? {
    WorkTree(root: FileSystem.join(start, relativePath))
  }
}
