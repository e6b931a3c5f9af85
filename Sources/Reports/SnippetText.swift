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

    let units = Array(snippet.text.utf16)
    let start = min(max(0, snippet.highlight.lowerBound), units.count)
    let end = min(max(start, snippet.highlight.upperBound), units.count)
    let before = TerminalText(String(decoding: units[..<start], as: UTF16.self))
    let marked = TerminalText(String(decoding: units[start..<end], as: UTF16.self))
    let after = TerminalText(String(decoding: units[end...], as: UTF16.self))

    let underline = "^" + String(repeating: "~", count: max(0, marked.cells - 1))
    return [
      palette.faint("\(margin)\(number) | ") + before.text
        + palette.severity(marked.text, severity) + after.text,
      palette.faint("      | ") + String(repeating: " ", count: before.cells)
        + palette.severity(underline, severity),
    ]
  }
}
