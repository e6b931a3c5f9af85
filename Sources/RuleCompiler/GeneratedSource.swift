/// The Swift file that brings the rules into `BuiltInRules`.
enum GeneratedSource {
  /// Writes tables as the source of constants of `BuiltInRules`.
  ///
  /// A `String` literal is compiled to its bytes: nothing is allocated or checked at the start.
  static func text(of tables: KeyValuePairs<String, String>) -> String {
    """
    // Made of Rules/*.toml by RuleCompiler.

    extension BuiltInRules {
    \(tables.map(constant).joined(separator: "\n"))
    }

    """
  }

  private static func constant(named name: String, _ table: String) -> String {
    var literal = ""
    // As many number signs as keep the text from ending the literal or being read as an escape.
    let signs = String(repeating: "#", count: longestRunOfSigns(in: table) + 1)
    for (place, scalar) in table.unicodeScalars.enumerated() {
      // A backslash at a line's end joins it with the next.
      if place > 0, place.isMultiple(of: 100) { literal += "\\\(signs)\n    " }
      if scalar.value < 0x20 || scalar.value == 0x7F {
        literal += "\\\(signs)u{\(String(scalar.value, radix: 16))}"
      } else {
        literal.unicodeScalars.append(scalar)
      }
    }
    return """
        static let \(name) = \(signs)\"\"\"
          \(literal)
          \"\"\"\(signs)
      """
  }

  private static func longestRunOfSigns(in text: String) -> Int {
    var longest = 0
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "#") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
