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
    let margin = String(repeating: " ", count: max(0, 5 - number.count))

    let parts = Self.parts(of: snippet)
    let before = TerminalText(parts.before)
    let marked = TerminalText(parts.marked)
    let after = TerminalText(parts.after)

    let underline = "^" + String(repeating: "~", count: max(0, marked.cells - 1))
    return [
      palette.faint("\(margin)\(number) | ") + before.text
        + palette.severity(marked.text, severity) + after.text,
      palette.faint("      | ") + String(repeating: " ", count: before.cells)
        + palette.severity(underline, severity),
    ]
  }

  /// What stands before the secret, the secret, and what stands behind it.
  private static func parts(
    of snippet: Snippet
  ) -> (before: String, marked: String, after: String) {
    // In text of ASCII, which is nearly all, a unit of UTF-16 is a byte.
    if snippet.text.utf8.count == snippet.text.utf16.count {
      let bytes = Array(snippet.text.utf8)
      let (start, end) = bounds(snippet, bytes.count)
      return (
        String(decoding: bytes[..<start], as: UTF8.self),
        String(decoding: bytes[start..<end], as: UTF8.self),
        String(decoding: bytes[end...], as: UTF8.self)
      )
    }
    let units = Array(snippet.text.utf16)
    let (start, end) = bounds(snippet, units.count)
    return (
      String(decoding: units[..<start], as: UTF16.self),
      String(decoding: units[start..<end], as: UTF16.self),
      String(decoding: units[end...], as: UTF16.self)
    )
  }

  /// Where the secret begins and ends in so many units.
  private static func bounds(_ snippet: Snippet, _ count: Int) -> (start: Int, end: Int) {
    let start = min(max(0, snippet.highlight.lowerBound), count)
    return (start, min(max(start, snippet.highlight.upperBound), count))
  }
}
