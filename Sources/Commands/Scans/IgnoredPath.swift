import Reports

/// A path as an entry of `.kunciignore` names it.
enum IgnoredPath {
  /// A pattern that only a path itself matches, from the root of what is scanned.
  static func glob(_ path: String) -> String {
    var pattern = "/"
    for character in path.hasPrefix("./") ? path.dropFirst(2) : path[...] {
      let text = String(character)
      if TerminalText.visible(text) != text {
        // No line of the file holds a line break, and nobody can read or type the others.
        pattern.append(String(repeating: "?", count: text.utf8.count))
        continue
      }
      if "*?[\\ ".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return pattern
  }
}
