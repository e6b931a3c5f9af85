import Findings

/// Colours of a terminal, or none.
struct Palette {
  var useColor: Bool

  /// Makes a text stand out.
  func strong(_ text: String) -> String { paint(text, "1") }

  /// Makes a text stand back.
  func faint(_ text: String) -> String { paint(text, "2") }

  /// Gives a text the colour of good news.
  func good(_ text: String) -> String { paint(text, "32") }

  /// Gives a text the colour of a severity.
  func severity(_ text: String, _ severity: Severity) -> String {
    switch severity {
    case .critical: paint(text, "1;35")
    case .high: paint(text, "1;31")
    case .medium: paint(text, "1;33")
    case .low: paint(text, "1;36")
    }
  }

  /// Gives a text the colour of something that went wrong.
  func bad(_ text: String) -> String { paint(text, "1;31") }

  /// SGR sequences of ECMA-48, 8.3.117.
  private func paint(_ text: String, _ code: String) -> String {
    useColor ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
