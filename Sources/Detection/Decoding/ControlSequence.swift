import Basics

/// What a terminal is told by a text and does not show: colours, and where links begin and end.
///
/// Programs put it around words, and within a key where they mark what they searched for. The forms
/// are those of ECMA-48, 5.4 (`ESC [ 1;31 m`), of links (`ESC ] 8 ; ; address`, ended by BEL or
/// `ESC \`), and what ncurses writes before the end of a colour (`ESC ( B`). What moves the cursor is
/// none: what stands behind it is shown elsewhere. Of a link whose address does not end, what stands before
/// the address is one.
enum ControlSequence {
  /// What each begins with.
  static let escape: UInt8 = 0x1B
  /// Most bytes of one, with what stands before it.
  private static let longest = DecodingLimits.token - 8
  /// Most bytes of some whose escapes are spelled in a string, from the first one's backslash on.
  private static let longestSpelled = 30
  private static let bell: UInt8 = 7
  private static let backslash = UInt8(ascii: "\\")
  private static let toASCII: [UInt8] = [escape, UInt8(ascii: "("), UInt8(ascii: "B")]

  /// The sequence whose escape stands at an offset.
  ///
  /// - Parameters:
  ///   - offset: Where the escape stands.
  ///   - limit: Nothing before this offset belongs to it.
  ///   - text: The text.
  /// - Returns: Nil where there is none.
  static func range(at offset: Int, after limit: Int, in text: Span<UInt8>) -> Range<Int>? {
    guard let end = end(behind: offset + 1, in: text, upTo: offset + longest) else { return nil }
    let start = offset - toASCII.count
    let isBehind = start >= limit && text.starts(with: toASCII, at: start)
    return (isBehind ? start : offset)..<end
  }

  /// Where sequences end that stand in a string, with their escapes spelled, as in `\x1b[0m`.
  ///
  /// In JSON, where the escape is `\u001b`, texts of terminals are kept. Elsewhere a program mostly
  /// writes them: they count only within a word, all that stand there in a row.
  ///
  /// - Parameters:
  ///   - escape: The first one's escape, from its last backslash on.
  ///   - start: Where the first of its backslashes stands.
  ///   - text: The text.
  /// - Returns: Nil where none stands there.
  static func spelledEnd(
    behind escape: Range<Int>, from start: Int, in text: Span<UInt8>
  ) -> Int? {
    let limit = escape.lowerBound + longestSpelled
    guard var end = end(behind: escape.upperBound, in: text, upTo: limit) else { return nil }
    if text[escape.lowerBound + 1] == UInt8(ascii: "u") { return end }
    guard start > 0, isWord(text[start - 1]) else { return nil }
    while end < text.count, text[end] == backslash {
      var place = end
      while place < text.count, text[place] == backslash { place += 1 }
      let spelling = spelledEscapes.first { text.starts(with: $0, at: place) }
      guard let spelling,
        let next = Self.end(behind: place + spelling.count, in: text, upTo: limit)
      else { return nil }
      end = next
    }
    return end < text.count && isWord(text[end]) ? end : nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  /// Where a sequence ends whose bracket stands at an offset.
  ///
  /// - Parameters:
  ///   - offset: Where what follows the escape stands.
  ///   - text: The text.
  ///   - limit: Where it has to end.
  /// - Returns: Nil for anything else.
  static func end(behind offset: Int, in text: Span<UInt8>, upTo limit: Int) -> Int? {
    let limit = min(limit, text.count)
    guard offset < limit else { return nil }
    switch text[offset] {
    case UInt8(ascii: "["):
      var place = offset + 1
      while place < limit, (0x30...0x3F).contains(text[place]) { place += 1 }
      guard place < limit else { return nil }
      // Colours, what erases a line, and modes such as that of pasting.
      switch text[place] {
      case UInt8(ascii: "m"), UInt8(ascii: "K"), UInt8(ascii: "h"), UInt8(ascii: "l"):
        return place + 1
      default: return nil
      }
    case UInt8(ascii: "]"): return linkEnd(from: offset + 1, in: text, upTo: limit)
    default: return nil
    }
  }

  /// Where `8;;address` ends, behind what ends it; before the address, if that does not end.
  private static func linkEnd(from offset: Int, in text: Span<UInt8>, upTo limit: Int) -> Int? {
    guard offset + 1 < limit, text[offset] == UInt8(ascii: "8"),
      text[offset + 1] == UInt8(ascii: ";")
    else { return nil }
    var place = offset + 2
    // Parameters end in a semicolon.
    var address: Int?
    scan: while place < limit {
      switch text[place] {
      case bell: return place + 1
      case escape:
        guard place + 1 < limit, text[place + 1] == backslash else { break scan }
        return place + 2
      case backslash:
        if let end = spelledEnd(from: place, in: text), end <= limit { return end }
        place += 1
      case UInt8(ascii: ";"):
        place += 1
        address = address ?? place
      case 0x20, 0x21, 0x23...0x7E: place += 1
      default: break scan
      }
    }
    return address
  }

  /// Where `\u0007`, or `\u001b\\`, ends in a string, and the like in other languages.
  private static func spelledEnd(from offset: Int, in text: Span<UInt8>) -> Int? {
    var place = offset
    while place < text.count, text[place] == backslash { place += 1 }
    for spelling in spelledBells where text.starts(with: spelling, at: place) {
      return place + spelling.count
    }
    for spelling in spelledEscapes where text.starts(with: spelling, at: place) {
      // As many backslashes as stand for one there.
      let first = place + spelling.count
      let count = 2 * (place - offset)
      guard first + count <= text.count,
        (first..<first + count).allSatisfy({ text[$0] == backslash })
      else { return nil }
      return first + count
    }
    return nil
  }

  private static let spelledBells = ["u0007", "x07", "007", "a"].map { Array($0.utf8) }
  private static let spelledEscapes = ["u001b", "u001B", "x1b", "x1B", "033"].map {
    Array($0.utf8)
  }
}
