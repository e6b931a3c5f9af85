/// Text as man(7) and roff(7) take it, in ASCII.
enum RoffText {
  /// Longest line of filled text in bytes.
  private static let width = 80

  /// A text with everything escaped that would mean something to roff, wherever it stands in a
  /// line.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      // Plain, these would be typeset: as a hyphen, quotation marks, accents.
      case "-": result += "\\-"
      case "\"": result += "\\(dq"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      // Not every device has the character.
      case "…": result += "..."
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "\\[u\(hexadecimal(scalar))]"
      }
    }
    // A period at the start of a line begins a request.
    return result.hasPrefix(".") ? "\\&" + result : result
  }

  /// Bold text.
  static func bold(_ text: String) -> String { "\\fB\(escaped(text))\\fR" }

  /// Text in italics, for what stands for something else.
  static func italic(_ text: String) -> String { "\\fI\(escaped(text))\\fR" }

  /// The lines of a paragraph that roff is to fill: a sentence starts on a line of its own, which is
  /// how roff knows where one ends.
  static func filled(_ text: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      if !line.isEmpty, escaped("\(line) \(word)").utf8.count > width {
        lines.append(escaped(line))
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
      if let last = word.last, ".!?".contains(last) {
        lines.append(escaped(line))
        line = ""
      }
    }
    return line.isEmpty ? lines : lines + [escaped(line)]
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
