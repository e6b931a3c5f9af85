internal import Basics
internal import GitFormat
internal import SystemIO

/// Where a repository is, with a work tree or without one, read from files alone, as git would find it.
///
/// Only the ordinary is told: for all else there is no value, and git has to be asked. That is
/// also so when somebody else owns the repository, which git must be told to trust.
struct RepositoryPlace {
  /// Resolved, like all paths here.
  let gitDirectory: String
  let commonDirectory: String
  /// Nil for one that has no work tree.
  let topLevel: String?
  let indexPath: String
  let isShallow: Bool
  let objectFormat: ObjectFormat

  /// Variables that say something of a repository's place that is not looked into here.
  private static let unusual = [
    "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_SHALLOW_FILE",
    "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  ]
  /// Looks in a folder and in those above it.
  init?(containing folder: String, environment: ProcessEnvironment) {
    guard !Self.unusual.contains(where: { environment[$0] != nil }),
      let start = try? FileSystem.realPath(folder)
    else { return nil }
    let top: String?
    let git: String
    if let named = environment["GIT_DIR"] {
      // Then the work tree begins where git was started, see git(1), and git trusts it.
      guard !named.isEmpty,
        let resolved = try? FileSystem.realPath(FileSystem.join(start, named)),
        start != resolved, !start.hasPrefix("\(resolved)/")
      else { return nil }
      (top, git) = (start, resolved)
    } else {
      guard let found = Self.search(from: start) else { return nil }
      (top, git) = found
    }
    guard let common = Self.commonDirectory(of: git), Self.isRepository(git, common),
      let format = try? RepositoryFormat(common: common, own: git), format.isBare == (top == nil),
      !format.namesWorkTree, Self.hasHead(git, format.objectFormat)
    else { return nil }
    gitDirectory = git
    commonDirectory = common
    topLevel = top
    objectFormat = format.objectFormat
    isShallow = FileSystem.exists("\(common)/shallow")
    if let index = environment["GIT_INDEX_FILE"] {
      // A relative path counts from the top, where hooks run.
      guard !index.isEmpty, index.hasPrefix("/") || start == top else { return nil }
      indexPath = FileSystem.join(top ?? git, index)
    } else {
      indexPath = "\(git)/index"
    }
  }

  /// The first folder upwards with a `.git`, if it is the user's own; and that folder, or none where
  /// the start is a repository itself.
  private static func search(from start: String) -> (top: String?, git: String)? {
    var folder = start
    var device: UInt64?
    while true {
      guard let status = try? FileSystem.status(folder), device ?? status.device == status.device
      else { return nil }
      device = status.device
      let entry = FileSystem.join(folder, ".git")
      do throws(SystemError) {
        let found = try FileSystem.linkStatus(entry)
        guard let git = target(of: entry, found, in: folder) else { return nil }
        let owners = [found.owner, status.owner, (try? FileSystem.linkStatus(git))?.owner]
        let user = Process.effectiveUser
        return owners.allSatisfy { $0 == user } ? (folder, git) : nil
      } catch {
        guard error.isNotFound else { return nil }
      }
      // A repository without a work tree, or `.git` itself.
      if FileSystem.exists(FileSystem.join(folder, "HEAD")) {
        return folder == start && status.owner == Process.effectiveUser ? (nil, start) : nil
      }
      guard let parent = FileSystem.parent(of: folder)
      else { return nil }
      folder = parent
    }
  }

  /// The folder that `.git` is or, as a file, names; see gitrepository-layout(5).
  private static func target(of entry: String, _ status: FileStatus, in folder: String) -> String? {
    switch status.kind {
    case .folder:
      return entry
    case .file:
      guard let line = FileSystem.line(of: entry), line.hasPrefix("gitdir: ") else { return nil }
      return try? FileSystem.realPath(FileSystem.join(folder, String(line.dropFirst(8))))
    default:
      return nil
    }
  }

  private static func commonDirectory(of git: String) -> String? {
    guard FileSystem.exists("\(git)/commondir") else { return git }
    guard let line = FileSystem.line(of: "\(git)/commondir"), !line.isEmpty else { return nil }
    return try? FileSystem.realPath(FileSystem.join(git, line))
  }

  private static func isRepository(_ git: String, _ common: String) -> Bool {
    (try? FileSystem.linkStatus("\(git)/HEAD"))?.kind == .file
      && FileSystem.isFolder("\(common)/objects") && FileSystem.isFolder("\(common)/refs")
  }

  /// Whether `HEAD` is such that git takes the folder for a repository.
  private static func hasHead(_ git: String, _ format: ObjectFormat) -> Bool {
    guard let content = try? FileSystem.read("\(git)/HEAD", limit: FileSystem.settingsLimit) else {
      return false
    }
    switch RefValue(content, format: format) {
    case .object: return true
    case .symbolic(let name): return name.starts(with: "refs/".utf8)
    case .broken: return false
    }
  }
}
