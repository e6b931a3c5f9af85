import SystemIO

/// A git work tree: where its files stand and where git keeps its own.
///
/// See gitrepository-layout(5) and gitignore(5).
package struct WorkTree: Sendable, Equatable {
  /// The folder that holds `.git`.
  package let root: String
  /// Git's folder of this work tree, with its `HEAD` and `index`.
  package let gitFolder: String
  /// Git's folder that all work trees share, with `info/exclude`; often the same.
  package let commonFolder: String

  /// Looks for `.git` in a folder and in those above it.
  ///
  /// - Parameter path: An absolute path without symbolic links.
  /// - Returns: The innermost work tree, or nil when there is none.
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
    let entry = Self.join(root, ".git")
    guard let kind = (try? FileSystem.status(entry))?.kind else { return nil }
    var gitFolder = entry
    if kind == .file {
      guard let target = Self.line(of: entry, after: "gitdir: ") else { return nil }
      gitFolder = Self.join(root, target)
    } else if kind != .folder {
      return nil
    }
    let common = Self.line(of: Self.join(gitFolder, "commondir"), after: "")
    let commonFolder = common.map { Self.join(gitFolder, $0) } ?? gitFolder
    guard (try? FileSystem.linkStatus(Self.join(gitFolder, "HEAD"))) != nil,
      FileSystem.isFolder(Self.join(commonFolder, "objects")),
      FileSystem.isFolder(Self.join(commonFolder, "refs"))
    else { return nil }
    self.root = root
    self.gitFolder = gitFolder
    self.commonFolder = commonFolder
  }

  /// The file of patterns that are not shared with others.
  package var infoExclude: String { Self.join(commonFolder, "info/exclude") }

  /// Where git looks for a user's own patterns when `core.excludesFile` is not set.
  package static var defaultGlobalExcludes: String? {
    if let folder = Environment.value(of: "XDG_CONFIG_HOME"), !folder.isEmpty {
      return join(folder, "git/ignore")
    }
    return Environment.value(of: "HOME").map { join($0, ".config/git/ignore") }
  }

  /// The path, from a folder unless it is absolute.
  static func join(_ folder: String, _ path: String) -> String {
    if path.utf8.first == slash { return path }
    return folder.utf8.last == slash ? folder + path : "\(folder)/\(path)"
  }

  /// The content of a small file behind a mark, without the line ends that follow it.
  private static func line(of path: String, after mark: String) -> String? {
    guard let bytes = try? FileSystem.read(path), bytes.starts(with: mark.utf8) else { return nil }
    var text = bytes.dropFirst(mark.utf8.count)
    while let last = text.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      text = text.dropLast()
    }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
