import SystemIO

/// A git work tree: where its files stand and where git keeps its own.
///
/// See gitrepository-layout(5) and gitignore(5).
package struct WorkTree: Sendable, Equatable {
  /// The folder that holds `.git`.
  package let root: String
  /// Git's folder that all work trees share, with `info/exclude`; often the same.
  package let commonFolder: String

  /// The innermost work tree that an absolute path without symbolic links lies in.
  package static func containing(_ path: String) -> WorkTree? {
    var folder: String? = path
    while let candidate = folder {
      if let tree = WorkTree(root: candidate) { return tree }
      folder = FileSystem.parent(of: candidate)
      if folder == "." { return nil }
    }
    return nil
  }

  /// Takes a folder for a work tree if its `.git` is a repository, or a file that names one.
  package init?(root: String) {
    let entry = FileSystem.join(root, ".git")
    guard let kind = (try? FileSystem.status(entry))?.kind else { return nil }
    var gitFolder = entry
    if kind == .file {
      let mark = "gitdir: "
      guard let line = FileSystem.line(of: entry), line.hasPrefix(mark), line != mark else {
        return nil
      }
      gitFolder = FileSystem.join(root, String(line.dropFirst(mark.count)))
    } else if kind != .folder {
      return nil
    }
    let common = FileSystem.line(of: FileSystem.join(gitFolder, "commondir")) ?? ""
    let commonFolder = common.isEmpty ? gitFolder : FileSystem.join(gitFolder, common)
    guard (try? FileSystem.linkStatus(FileSystem.join(gitFolder, "HEAD"))) != nil,
      FileSystem.isFolder(FileSystem.join(commonFolder, "objects")),
      FileSystem.isFolder(FileSystem.join(commonFolder, "refs"))
    else { return nil }
    self.root = root
    self.commonFolder = commonFolder
  }

  /// The file of patterns that are not shared with others.
  package var infoExclude: String { FileSystem.join(commonFolder, "info/exclude") }

  /// Where git looks for a user's own patterns when `core.excludesFile` is not set.
  package static var defaultGlobalExcludes: String? {
    if let folder = Environment.value(of: "XDG_CONFIG_HOME"), !folder.isEmpty {
      return FileSystem.join(folder, "git/ignore")
    }
    return Environment.value(of: "HOME").map { FileSystem.join($0, ".config/git/ignore") }
  }
}
