import PatternEngine

/// What a secret is glued to without a sign between, such as another key of which no rule can say
/// where it ends.
enum GluedWord {
  /// Fewest characters of a key; shorter words say what is beside a secret.
  private static let shortest = 20
  /// Most bytes that are looked at; no snippet shows more of a line.
  private static let longest = 512

  /// The words right before a match and right behind it that may be keys.
  static func beside(_ match: SecretMatch, in text: Span<UInt8>) -> [Range<Int>] {
    // Beside what is encoded, more of the same text stands.
    guard match.decodedFrom.isEmpty else { return [] }
    var words: [Range<Int>] = []
    var start = match.range.lowerBound
    while start > 0, match.range.lowerBound - start < longest, isWord(text[start - 1]) {
      start -= 1
    }
    words.append(start..<match.range.lowerBound)
    var end = match.range.upperBound
    while end < text.count, end - match.range.upperBound < longest, isWord(text[end]) { end += 1 }
    words.append(match.range.upperBound..<end)
    return words.filter { word in
      word.count >= shortest && word.contains { ByteSet.digits.contains(text[$0]) }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    ByteSet.word.contains(byte) || byte == UInt8(ascii: "-")
  }
}
