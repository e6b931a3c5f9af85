/// A path as an entry of `.kunciignore` names it.
enum IgnoredPath {
  /// A pattern that only a path itself matches, from the root of what is scanned.
  static func glob(_ path: String) -> String {
    var pattern = "/"
    for character in path.hasPrefix("./") ? path.dropFirst(2) : path[...] {
      if "*?[\\ ".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return pattern
  }
}
