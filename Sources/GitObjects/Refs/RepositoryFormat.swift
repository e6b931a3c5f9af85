internal import SystemIO

/// What `extensions.*` in a repository's configuration says of its format.
///
/// See git's documentation "repository-version". Git itself has checked the version when it
/// found the repository; here only what concerns refs is looked at.
enum RepositoryFormat {
  /// Extensions that leave refs where they are.
  private static let harmless: Set<String> = [
    "noop", "noop-v1", "objectformat", "partialclone", "preciousobjects", "worktreeconfig",
    "relativeworktrees", "compatobjectformat",
  ]

  /// Whether refs stand in files of the format that git calls `files`.
  ///
  /// - Parameter folder: The folder that all work trees share.
  /// - Returns: False also when that cannot be told.
  static func usesFilesForRefs(_ folder: String) -> Bool {
    guard !FileSystem.exists("\(folder)/reftable"),
      let content = try? FileSystem.read("\(folder)/config")
    else { return false }
    var isExtensions = false
    for line in String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline) {
      var text = line.drop(while: \.isWhitespace)
      if text.first == "[" {
        guard let end = text.firstIndex(of: "]") else { return false }
        isExtensions = text[..<end].dropFirst().lowercased() == "extensions"
        text = text[text.index(after: end)...].drop(while: \.isWhitespace)
      }
      guard isExtensions, let first = text.first, first != "#", first != ";" else { continue }
      let parts = text.split(separator: "=", maxSplits: 1).map { part in
        String(part.filter { !$0.isWhitespace }).lowercased()
      }
      let isFiles = parts == ["refstorage", "files"]
      guard isFiles || parts.first.map(harmless.contains) == true else { return false }
    }
    return true
  }
}
