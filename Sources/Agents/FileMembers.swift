import Basics

/// The files that a part of a payload names: what stands below members whose names mean paths, and
/// every `file:` URL.
///
/// Agents call such members differently, and from one version to the next: `file_path`, `filePath`,
/// `paths`, `attachments`. A name too many does no harm, as most that is no path names nothing.
enum FileMembers {
  /// Names that mean paths, in lower case and without signs.
  private static let names: Set<String> = [
    "absolutefilepath", "absolutepath", "attachments", "documentpath", "file", "filename",
    "filenames", "filepath", "filepaths", "files", "fspath", "imagepath", "imagepaths", "include",
    "inputfile", "inputpath", "notebookpath", "operations", "path", "paths", "relativepath",
    "relativeworkspacepath", "resource", "source", "sourcefile", "sourcepath", "targetfile",
    "targetpath", "uri", "uris",
  ]
  /// Agents that put JSON into strings do so a few times.
  private static let mostDepth = 8

  /// Finds the names of files.
  ///
  /// - Parameters:
  ///   - part: A part of a payload.
  ///   - name: The name of the member that it is.
  /// - Returns: The names of files, in order.
  static func files(in part: JSONTree.Node, named name: String) -> [String] {
    var files: [String] = []
    // What stands in attachments is about files, whatever it is called there.
    collect(part, isPath: means(name), holdsOnlyFiles: name == "attachments", depth: 0, &files)
    return files
  }

  private static func means(_ name: String) -> Bool {
    names.contains(name.lowercased().filter { $0 != "_" && $0 != "-" })
  }

  private static func collect(
    _ node: JSONTree.Node, isPath: Bool, holdsOnlyFiles all: Bool, depth: Int,
    _ files: inout [String]
  ) {
    for element in node.elements {
      collect(element, isPath: isPath, holdsOnlyFiles: all, depth: depth, &files)
    }
    for member in node.members {
      collect(
        member.value, isPath: all || means(member.name), holdsOnlyFiles: all, depth: depth, &files)
    }
    guard let text = node.string, !text.isEmpty else { return }
    if depth < mostDepth, let first = text.utf8.first, "{[".utf8.contains(first),
      let inner = try? JSONTree(Array(text.utf8)).root
    {
      collect(inner, isPath: isPath, holdsOnlyFiles: all, depth: depth + 1, &files)
    }
    // The content of a file that is beside its name is none.
    guard isPath && !text.utf8.contains(10) || FileURL.isOne(text) else { return }
    files.append(text)
  }
}
