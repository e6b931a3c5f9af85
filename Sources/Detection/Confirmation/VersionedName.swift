import PatternEngine

/// Names of models, packages and releases, such as `anthropic.claude-3-5-sonnet-20240620-v1:0`: words
/// and numbers between signs.
enum VersionedName {
  /// The longest part of letters and digits that is taken for a version, such as `v1` or `90b`.
  private static let longestMark = 7

  /// Returns whether a text is such a name.
  static func matches(_ text: [UInt8]) -> Bool {
    guard !text.contains(where: ByteSet.uppercase.contains) else { return false }
    let parts = text.split { !ByteSet.alphanumerics.contains($0) }
    guard parts.count >= 4 else { return false }
    let words = parts.filter { part in
      part.count >= 4 && part.allSatisfy(ByteSet.lowercase.contains)
        && part.contains { "aeiouy".utf8.contains($0) }
    }
    return words.count >= 2
      && parts.allSatisfy { part in
        part.allSatisfy(ByteSet.lowercase.contains) || part.allSatisfy(ByteSet.digits.contains)
          || part.count <= longestMark
      }
  }
}
