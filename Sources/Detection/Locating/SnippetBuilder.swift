import Bytes
package import Findings

/// Cuts the line around a match out of a buffer, with every secret in it redacted.
package enum SnippetBuilder {
  /// How much of a long line is shown around a match, in bytes.
  private static let contextBefore = 80
  private static let contextAfter = 60

  /// The line of a match.
  ///
  /// - Parameters:
  ///   - match: The match to point at.
  ///   - matches: All matches of the buffer, sorted, those of low confidence too.
  ///   - text: The buffer.
  /// - Returns: The line, or the part of a long one around the match.
  package static func snippet(
    for match: SecretMatch, among matches: [SecretMatch], in text: Span<UInt8>
  ) -> Snippet {
    let isWide = match.decodedFrom.first?.hasPrefix("utf-16") ?? false
    let reach = isWide ? 2 : 1
    var start = max(0, match.range.lowerBound - contextBefore * reach)
    let isCutBefore = start > 0
    var end = min(text.count, match.range.upperBound + contextAfter * reach)
    let isCutAfter = end < text.count
    var beginsLine = false
    if let newline = text.lastIndex(of: UInt8(ascii: "\n"), in: start..<match.range.lowerBound) {
      start =
        newline + (isWide && newline + 1 < match.range.lowerBound && text[newline + 1] == 0 ? 2 : 1)
      beginsLine = true
    } else {
      start = characterStart(start, in: text, wide: isWide, match: match)
    }
    var endsLine = false
    if let newline = text.firstIndex(of: UInt8(ascii: "\n"), from: match.range.upperBound),
      newline < end
    {
      end = newline
      endsLine = true
    } else if !isWide {
      while end < text.count, end > match.range.upperBound, text[end] & 0xC0 == 0x80 { end -= 1 }
    }
    // A neighbouring secret that the cut goes through is left out: none is shown in part.
    for other in matches where other.range.contains(start) {
      start = min(match.range.lowerBound, other.range.upperBound)
    }

    var pieces = Pieces()
    if isCutBefore, !beginsLine { pieces.append("…") }
    var position = start
    for other in matches
    where other.range.overlaps(start..<end) && other.range.lowerBound >= position {
      pieces.append(decode(text, position..<other.range.lowerBound, wide: isWide))
      pieces.append(other.redacted, highlighted: other.range == match.range)
      position = min(other.range.upperBound, max(end, match.range.upperBound))
    }
    if position < end { pieces.append(decode(text, position..<end, wide: isWide)) }
    pieces.dropTrailingReturn()
    if isCutAfter, !endsLine { pieces.append("…") }
    return Snippet(text: pieces.text, highlight: pieces.highlight)
  }

  private struct Pieces {
    var text = ""
    var highlight = 0..<0

    mutating func append(_ piece: String, highlighted: Bool = false) {
      let start = text.utf16.count
      text += piece
      if highlighted { highlight = start..<text.utf16.count }
    }

    mutating func dropTrailingReturn() {
      if text.unicodeScalars.last == "\r" { text.unicodeScalars.removeLast() }
    }
  }

  private static func characterStart(
    _ start: Int, in text: Span<UInt8>, wide: Bool, match: SecretMatch
  ) -> Int {
    var start = start
    if wide {
      return (match.range.lowerBound - start) & 1 == 0 ? start : start + 1
    }
    while start < match.range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    return start
  }

  private static func decode(_ text: Span<UInt8>, _ range: Range<Int>, wide: Bool) -> String {
    guard !range.isEmpty else { return "" }
    let bytes = range.map { text[$0] }
    // Of wide text only the ASCII part is kept: it is what a reader recognises.
    return String(decoding: wide ? bytes.filter { $0 != 0 && $0 < 0x7F } : bytes, as: UTF8.self)
  }
}
