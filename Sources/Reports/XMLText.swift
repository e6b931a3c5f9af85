/// Text of XML 1.0 documents.
enum XMLText {
  /// Returns a tag that opens an element, or stands for an empty one.
  static func tag(
    _ name: String, _ attributes: [(String, String)], isEmpty: Bool = false
  ) -> String {
    let list = attributes.map { " \($0)=\"\(escape($1))\"" }.joined()
    return "<\(name)\(list)\(isEmpty ? "/" : "")>"
  }

  /// Returns a text for an element or an attribute, on one line.
  ///
  /// What XML cannot hold at all is shown as on a terminal: control characters as their pictures.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in TerminalText.visible(text).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "\u{fffe}", "\u{ffff}": escaped += "\u{fffd}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
