/// Breaks sentences at the width of a terminal.
///
/// Commands are never broken, as half of one would be pasted: what stands between backticks stays on
/// one line, however long that is.
package struct LineWrap {
  /// Cells of a line; nil to break nothing.
  private let width: Int?

  package init(width: Int?) { self.width = width }

  /// Returns the lines of a text.
  ///
  /// - Parameters:
  ///   - text: A sentence without line ends, possibly with colours.
  ///   - margin: Cells that stand before each line.
  /// - Returns: At least one line.
  package func lines(_ text: String, after margin: Int) -> [String] {
    guard let width else { return [text] }
    // In a very narrow window, lines of a few words are worse than those that the terminal breaks.
    let room = max(20, width - margin)
    guard Self.cells(text) > room else { return [text] }
    var lines: [String] = []
    var (line, cells) = ("", 0)
    for word in Self.words(text) {
      let more = Self.cells(word)
      if !line.isEmpty, cells + 1 + more > room {
        lines.append(line)
        (line, cells) = ("", 0)
      }
      if !line.isEmpty { cells += 1 }
      line += (line.isEmpty ? "" : " ") + word
      cells += more
    }
    return lines + [line]
  }

  /// The words of a text; what stands between backticks is a part of one.
  private static func words(_ text: String) -> [String] {
    var words = [""]
    var isCommand = false
    for character in text {
      if character == "`" { isCommand.toggle() }
      if character == " ", !isCommand {
        words.append("")
      } else {
        words[words.count - 1].append(character)
      }
    }
    return words
  }

  /// The cells that a text takes, without what sets its colour.
  private static func cells(_ text: String) -> Int {
    var shown = String.UnicodeScalarView()
    var isSequence = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1b}" { isSequence = true }
      if !isSequence { shown.append(scalar) }
      if scalar == "m" { isSequence = false }
    }
    return TerminalText(String(shown)).cells
  }
}
