import PatternEngine

/// Where words begin and end in code: `deepgram` stands alone in `DEEPGRAM_KEY` and `deepgramKey`,
/// but not in `deepgrams`.
enum WordEdges {
  /// Returns whether a word that takes a range of a text is no part of a longer one.
  static func standsAlone(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    begins(at: range.lowerBound, in: text) && ends(at: range.upperBound, in: text)
  }

  /// A word begins after anything but a letter, at a hump: `deepgram` in `myDeepgramKey`, or behind an
  /// escape sequence that ends in a letter: `\ndeepgram` in a string.
  private static func begins(at start: Int, in text: Span<UInt8>) -> Bool {
    guard start > 0, ByteSet.letters.contains(text[start - 1]),
      ByteSet.letters.contains(text[start])
    else { return true }
    return ByteSet.lowercase.contains(text[start - 1])
      && ByteSet.uppercase.contains(text[start]) || Boundary.escapeEnds(at: start, in: text)
  }

  /// A word ends before anything but a letter, or at a hump: `deepgram` in `deepgramKey`.
  private static func ends(at end: Int, in text: Span<UInt8>) -> Bool {
    guard end < text.count, ByteSet.letters.contains(text[end]),
      ByteSet.letters.contains(text[end - 1])
    else { return true }
    return ByteSet.lowercase.contains(text[end - 1]) && ByteSet.uppercase.contains(text[end])
  }
}
