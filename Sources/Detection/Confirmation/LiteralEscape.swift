import PatternEngine

/// Escape sequences of string literals, in code, JSON and YAML, right beside names and values.
///
/// In a literal, `\n` ends a line and `\"` a string, so neither belongs to a value before it or to a
/// name behind it. A path of Windows, such as `C:\new`, has the same bytes: what no quote was opened
/// before is no literal.
enum LiteralEscape {
  /// So many backslashes stand before a letter at most: text in text in quotes doubles them.
  private static let mostBackslashes = 8
  private static let longestSequence = 6

  /// Where the first escape sequence in a value begins, if it ends the value; nil for none.
  ///
  /// - Parameters:
  ///   - value: The value, as far as it may go.
  ///   - name: Where the name before it begins.
  ///   - window: The text around.
  /// - Returns: The offset of its first backslash.
  static func end(of value: Range<Int>, from name: Int, in window: [UInt8]) -> Int? {
    guard let slash = window[value].firstIndex(of: backslash), endsValue(at: slash, in: window),
      isInside(window, at: name)
    else { return nil }
    return slash
  }

  /// Where the name begins that goes on at an offset: `\n` before it does not belong to it, nor does
  /// `%0A`.
  static func start(ofName place: Int, in window: [UInt8]) -> Int {
    var start = place
    while start > 0, nameBytes.contains(window[start - 1]) { start -= 1 }
    guard start > 0, start < place else { return start }
    let first: Int
    switch window[start - 1] {
    case backslash where lineEnds.contains(window[start]):
      return isInside(window, at: start) ? start + 1 : start
    // `\u000a`, `%0A`.
    case backslash, UInt8(ascii: "%"): first = start + 2
    // `ESC [K`; in `list[Key`, no control sequence ends.
    case UInt8(ascii: "[") where start < 2 || window[start - 2] != 0x1B: first = start + 2
    case UInt8(ascii: "["), UInt8(ascii: ";"): first = start + 1
    default: return start
    }
    var end = first
    while end <= min(place, start + longestSequence) {
      if Boundary.escapeEnds(at: end, in: window.span) { return end }
      end += 1
    }
    return start
  }

  /// Whether backslashes and what follows them stand for something that no value goes on with: a line
  /// end, a tab, a quote, a sign between parameters or tags, the start of a terminal's colour.
  private static func endsValue(at slash: Int, in window: [UInt8]) -> Bool {
    let letter = window[slash...].prefix(mostBackslashes).prefix { $0 == backslash }.endIndex
    guard letter < window.count else { return false }
    switch window[letter] {
    case let byte where lineEnds.contains(byte) || quotes.contains(byte): return true
    case UInt8(ascii: "x"): return isEnd(window[(letter + 1)...].prefix(2), of: 2)
    case UInt8(ascii: "u"): return isEnd(window[(letter + 1)...].prefix(4), of: 4)
    case UInt8(ascii: "e"): return window[letter...].starts(with: "e[".utf8)
    case UInt8(ascii: "0"): return window[letter...].starts(with: "033[".utf8)
    default: return false
    }
  }

  /// Whether hexadecimal digits are the number of a character that ends a value.
  private static func isEnd(_ digits: ArraySlice<UInt8>, of count: Int) -> Bool {
    guard digits.count == count,
      let number = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return false }
    return number <= 0x20 || "\"'`&<>;,".unicodeScalars.contains { Int($0.value) == number }
  }

  /// Whether a place may be in a string literal: a quote was opened before it on its line, or the line
  /// begins further away than one sees.
  private static func isInside(_ window: [UInt8], at place: Int) -> Bool {
    let line = window[..<place].reversed().prefix { $0 != UInt8(ascii: "\n") }
    return line.contains { quotes.contains($0) } || line.count == place && place >= longestLine
  }

  /// So far every rule looks back; lines of code are hardly longer, those of JSON are.
  private static let longestLine = 64
  private static let backslash = UInt8(ascii: "\\")
  private static let lineEnds = set("nrt")
  private static let quotes = set("\"'`")
  private static let nameBytes = ByteSet.word.union(set("-."))

  private static func set(_ text: String) -> ByteSet {
    var set = ByteSet()
    for byte in text.utf8 { set.insert(byte) }
    return set
  }
}
