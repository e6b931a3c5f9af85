import FileTree
import SystemIO

/// A file of settings that comes with what is scanned.
enum RepositoryFile {
  /// Looks at the root of what is scanned: the work tree of a path, else the folder itself.
  ///
  /// - Parameters:
  ///   - names: Names of files; the first that is there counts.
  ///   - named: A path in what is scanned.
  ///   - option: The option that names such a file.
  /// - Returns: The path, as the user would name it where that is easy; nil when there is none.
  /// - Throws: ``UsageError`` when it is no plain file.
  static func find(
    _ names: [String], from named: String, option: String
  ) throws(UsageError) -> String? {
    guard let start = try? FileSystem.realPath(named) else { return nil }
    let isFolder = FileSystem.isFolder(start)
    guard
      let root = WorkTree.containing(start)?.root
        ?? (isFolder ? start : FileSystem.parent(of: start))
    else { return nil }
    for name in names {
      let path = "\(root)/\(name)"
      guard !FileSystem.isAbsent(path) else { continue }
      // A link could lead out of the repository.
      guard (try? FileSystem.linkStatus(path))?.kind == .file else {
        throw UsageError(
          "\(path): a repository's own file must be a plain file; give it with \(option), or"
            + " go without it: --no-repo-config")
      }
      guard start == root else { return path }
      return named == "." ? name : "\(named)/\(name)"
    }
    return nil
  }
}
