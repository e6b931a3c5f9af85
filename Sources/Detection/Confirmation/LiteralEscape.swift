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
    let slash = window[value].firstIndex(of: backslash)
    if let slash, beginsColour(at: slash, in: window) { return slash }
    if let slash, endsValue(at: slash, in: window), isInside(window, at: name) { return slash }
    // What stands nearer to its start is a part of it, as nothing would be left.
    let start = min(value.upperBound, value.lowerBound + shortestValue)
    return window[start..<value.upperBound].indices.lazy
      .filter { window[$0] == bracket }
      .compactMap { lostColour(at: $0, in: window) }
      .first { $0 >= start }
  }

  /// Where a colour begins whose bracket stands at an offset and whose escape byte is lost, or shown as
  /// `^[`; nil if there is none.
  private static func lostColour(at bracket: Int, in window: [UInt8]) -> Int? {
    let numbers = window[(bracket + 1)...].prefix(longestColour).prefix {
      (0x30...0x3B).contains($0) && $0 != UInt8(ascii: ":")
    }
    let last = numbers.endIndex
    let isShown =
      bracket >= 2 && window[bracket - 1] == Self.bracket
      && window[bracket - 2] == UInt8(ascii: "^")
    guard isShown || !numbers.isEmpty, last < window.count,
      window[last] == UInt8(ascii: "m") || isShown && window[last] == UInt8(ascii: "K")
    else {
      // The bracket of `^[` itself.
      let next = bracket + 1
      return next < window.count && window[next] == Self.bracket && bracket > 0
        && window[bracket - 1] == UInt8(ascii: "^") ? lostColour(at: next, in: window) : nil
    }
    if isShown { return bracket - 2 }
    let shown = shownEscapes.first { window[..<bracket].reversed().starts(with: $0.reversed()) }
    return bracket - (shown?.count ?? 0)
  }

  private static let shownEscapes = ["<ESC>", "ESC", "%1B", "%1b"].map { Array($0.utf8) }
  /// Fewest bytes of a value.
  private static let shortestValue = 5

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
    // `ESC [K`, `[31m[K`, `^[[K`; in `list[Key`, no control sequence ends.
    case bracket where start < 2 || !beforeBrackets.contains(window[start - 2]): first = start + 2
    case bracket, UInt8(ascii: ";"): first = start + 1
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

  /// Whether backslashes and what follows them spell a colour, which a path has not.
  private static func beginsColour(at slash: Int, in window: [UInt8]) -> Bool {
    let letter = window[slash...].prefix(mostBackslashes).prefix { $0 == backslash }.endIndex
    let spelling = spelledColours.first { window[letter...].starts(with: $0) }
    guard let spelling else { return false }
    let numbers = window[(letter + spelling.count)...].prefix(longestColour).prefix {
      (0x30...0x3B).contains($0)
    }
    return numbers.endIndex < window.count
      && (window[numbers.endIndex] == UInt8(ascii: "m")
        || window[numbers.endIndex] == UInt8(ascii: "K"))
  }

  private static let spelledColours = [
    "e[", "E[", "033[", "33[", "27[", "x1b[", "x1B[", "u001b[", "u001B[", "u{1b}[", "u{1B}[",
  ].map { Array($0.utf8) }

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
  /// The numbers of a colour, in bytes.
  private static let longestColour = 20
  private static let backslash = UInt8(ascii: "\\")
  private static let bracket = UInt8(ascii: "[")
  private static let beforeBrackets = set("\u{1B}m[")
  private static let lineEnds = set("nrt")
  private static let quotes = set("\"'`")
  private static let nameBytes = ByteSet.word.union(set("-."))

  private static func set(_ text: String) -> ByteSet {
    var set = ByteSet()
    for byte in text.utf8 { set.insert(byte) }
    return set
  }
}
