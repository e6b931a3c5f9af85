import Findings

/// A line of source with the secret in it underlined, as compilers show it.
struct SnippetText {
  var location: Location
  var severity: Severity
  var palette: Palette

  /// The two lines; none when there is no text to show.
  var lines: [String] {
    let snippet = location.snippet
    guard !snippet.text.isEmpty else { return [] }
    // A file's or a branch's name has no line.
    let number: String
    switch location.provenance.kind {
    case .path, .refName, .author: number = ""
    case .content, .commitMessage, .tagMessage: number = String(location.region.line)
    }
    let margin = Self.repeated(" ", max(0, 5 - number.count))

    let parts = Self.parts(of: snippet)
    let before = TerminalText(parts.before)
    let marked = TerminalText(parts.marked)
    let after = TerminalText(parts.after)

    let underline = "^" + Self.repeated("~", max(0, marked.cells - 1))
    return [
      palette.faint("\(margin)\(number) | ") + before.text
        + palette.severity(marked.text, severity) + after.text,
      palette.faint("      | ") + Self.repeated(" ", before.cells)
        + palette.severity(underline, severity),
    ]
  }

  /// A sign so many times; `String` itself would go from character to character.
  private static func repeated(_ sign: Unicode.Scalar, _ count: Int) -> String {
    String(decoding: [UInt8](repeating: UInt8(ascii: sign), count: count), as: UTF8.self)
  }

  /// What stands before the secret, the secret, and what stands behind it.
  private static func parts(
    of snippet: Snippet
  ) -> (before: String, marked: String, after: String) {
    let bytes = Array(snippet.text.utf8)
    if let marked = byteRange(of: snippet.highlight, in: bytes) {
      return (
        String(decoding: bytes[..<marked.lowerBound], as: UTF8.self),
        String(decoding: bytes[marked], as: UTF8.self),
        String(decoding: bytes[marked.upperBound...], as: UTF8.self)
      )
    }
    let units = Array(snippet.text.utf16)
    let start = min(max(0, snippet.highlight.lowerBound), units.count)
    let end = min(max(start, snippet.highlight.upperBound), units.count)
    return (
      String(decoding: units[..<start], as: UTF16.self),
      String(decoding: units[start..<end], as: UTF16.self),
      String(decoding: units[end...], as: UTF16.self)
    )
  }

  /// The bytes of UTF-8 that a range of units of UTF-16 takes; nil where the range does not begin and end
  /// between characters of the text, as it mostly does.
  private static func byteRange(of range: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    var (start, end): (Int?, Int?)
    var unit = 0
    for (place, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
      if unit == range.lowerBound { start = place }
      if unit == range.upperBound { end = place }
      if unit >= range.upperBound { break }
      // What takes four bytes is a pair of units.
      unit += byte < 0xF0 ? 1 : 2
    }
    if unit == range.lowerBound, start == nil { start = bytes.count }
    if unit == range.upperBound, end == nil { end = bytes.count }
    guard let start, let end, start <= end else { return nil }
    return start..<end
  }
}
