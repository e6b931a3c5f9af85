import FileTree

/// A pattern for paths, written as in `.gitignore`: it matches a file, or a folder and all in it.
///
/// Without a slash before its end, it matches the name of a file or folder anywhere; else the path
/// from the root. See gitignore(5), PATTERN FORMAT.
struct PathGlob: Sendable, Equatable {
  private let pattern: Wildmatch
  private let isName: Bool
  private let wantsFolder: Bool

  /// Reads a pattern; nil for an empty one and for a negated one.
  init?(_ text: String) {
    guard !text.hasPrefix("!") else { return nil }
    var bytes = Array(text.utf8)[...]
    let slash = UInt8(ascii: "/")
    wantsFolder = bytes.last == slash
    if wantsFolder { bytes = bytes.dropLast() }
    isName = !bytes.contains(slash)
    if bytes.first == slash { bytes = bytes.dropFirst() }
    guard !bytes.isEmpty else { return nil }
    pattern = Wildmatch(bytes)
  }

  /// Whether the pattern matches a path from the root, or a folder that the path lies in.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - isFolder: Whether it is that of a folder itself.
  /// - Returns: Whether it matches.
  func matches(_ path: String, isFolder: Bool = false) -> Bool {
    matches(path, behind: [], isFolder: isFolder)
  }

  /// Whether the pattern matches a file, or a member of it: an archive counts as a folder, and stands
  /// before `/` or `!`.
  func matches(_ path: String, members: [String]) -> Bool {
    if matches(path, isFolder: !members.isEmpty) { return true }
    // `a.zip!b.txt` without a slash is a name, too.
    let name = path.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
    var starts = [isName ? name : Array(path.utf8)]
    for (index, member) in members.enumerated() {
      let isLast = index == members.count - 1
      for separator in "!/".utf8
      where starts.contains(where: {
        matches(member, behind: $0 + [separator], isFolder: !isLast)
      }) {
        return true
      }
      starts = starts.flatMap { start in
        "!/".utf8.map { start + [$0] + Array(member.utf8) }
      }
      // Whoever nests deeper writes the one or the other.
      if starts.count > 4 { starts = [starts[0], starts[starts.count - 1]] }
    }
    return false
  }

  private func matches(_ path: String, behind start: [UInt8], isFolder: Bool) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    var whole = start
    for (index, part) in parts.enumerated() {
      if index > 0 { whole.append(UInt8(ascii: "/")) }
      whole += part
      if wantsFolder, !isFolder, index == parts.count - 1 { break }
      if isName, pattern.matches(Array(part).span) { return true }
      if !isName || !start.isEmpty, pattern.matches(whole.span) { return true }
    }
    return false
  }
}
