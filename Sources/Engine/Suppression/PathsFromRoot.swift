import FileTree
import SystemIO

/// The folder that ignore files stand in, and where reported paths lie below it.
package struct PathsFromRoot: Sendable {
  /// A path that a scan was started with.
  private struct Start: Sendable {
    /// As the user named it, with a slash behind a folder.
    var prefix: String
    /// The path from the root, empty for the root itself.
    var path: String
    var isFolder: Bool
  }

  /// The folder, absolute; nil when there is none.
  package let root: String?
  private let starts: [Start]?
  /// Whether the root is that of a repository.
  private let isOfRepository: Bool
  /// Whether everything below the root is looked at.
  package let coversRoot: Bool

  /// A repository, whose paths are reported from its root on.
  package init(repository root: String?) {
    self.root = root
    starts = nil
    isOfRepository = root != nil
    coversRoot = root != nil
  }

  /// A scan of files and folders: the work tree that the first lies in, or else that folder.
  package init(of paths: [String]) {
    let resolved = paths.map { try? FileSystem.realPath($0) }
    var root: String?
    var workTree: WorkTree?
    if let first = resolved.first ?? nil {
      workTree = WorkTree.containing(first)
      root = workTree?.root ?? (FileSystem.isFolder(first) ? first : nil)
    }
    isOfRepository = workTree != nil
    var starts: [Start] = []
    for (named, resolved) in zip(paths, resolved) {
      guard let root, let resolved, let path = Self.path(of: resolved, below: root) else {
        continue
      }
      let isHere = named == "." || named == "./"
      let isFolder = FileSystem.isFolder(resolved)
      let isOpen = isFolder && named.last != "/"
      starts.append(
        Start(
          prefix: isHere ? "" : isOpen ? named + "/" : named, path: path, isFolder: isFolder))
    }
    self.root = root
    self.starts = starts
    coversRoot = starts.contains { $0.path.isEmpty }
  }

  /// The work tree that the current folder lies in, for what has no path.
  package init(ofCurrentFolder: Void) {
    let folder = try? FileSystem.currentDirectory()
    self.init(repository: folder.flatMap { WorkTree.containing($0)?.root })
  }

  /// The path from the root of a path that is reported; nil for one that is not below the root.
  package func path(of reported: String) -> String? {
    guard let starts else { return reported }
    for start in starts {
      if reported == start.prefix || start.isFolder && start.prefix.dropLast() == reported {
        return start.path
      }
      guard start.isFolder, reported.hasPrefix(start.prefix) else { continue }
      let rest = reported.dropFirst(start.prefix.count)
      return start.path.isEmpty ? String(rest) : "\(start.path)/\(rest)"
    }
    return nil
  }

  /// The path that a configuration's patterns are asked of: the same wherever a scan of a repository
  /// starts, and as the user named it where there is none.
  package func configuredPath(of reported: String) -> String {
    isOfRepository ? path(of: reported) ?? reported : reported
  }

  /// The path that says what kind of file it is: from the root, or else the name alone.
  func fileKindPath(of reported: String) -> String {
    path(of: reported) ?? reported.split(separator: "/").last.map(String.init) ?? ""
  }

  private static func path(of resolved: String, below root: String) -> String? {
    if resolved == root { return "" }
    let folder = root == "/" ? root : root + "/"
    return resolved.hasPrefix(folder) ? String(resolved.dropFirst(folder.count)) : nil
  }
}
