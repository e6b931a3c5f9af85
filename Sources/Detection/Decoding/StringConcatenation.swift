import Basics

/// The place where two string literals, or two lines of one, are joined.
///
/// From the closing quote of one to the opening quote of the next: `" + "` of most languages,
/// `' . '` of PHP, `".."` of Lua, `" & "` of Visual Basic, `" ++ "` of Haskell, `' || '` of SQL,
/// `" <> "` of Elixir, `" << "` of C++ and Ruby, `".concat("`, or nothing but white space (C, Python,
/// shells), over line ends too; a statement that appends, as in `";` and `key += "` on the next
/// line; and a backslash before a line end inside a literal. Which quotes open and which close is not known: what counts is that text without spaces
/// stands on both sides, and a good deal of it where no sign joins them: sentences in two literals
/// are far more common than keys. The characters allowed there are chosen so that no concatenation
/// can start inside another: it does not matter where reading began.
enum StringConcatenation {
  /// Finds the concatenation whose first quote, or whose backslash, stands at an offset.
  ///
  /// - Parameters:
  ///   - offset: Where it stands.
  ///   - limit: Nothing before this offset belongs to the concatenation.
  ///   - text: The text.
  /// - Returns: What has to be left out to join the pieces; nil where there is no concatenation.
  static func range(at offset: Int, after limit: Int, in text: Span<UInt8>) -> Range<Int>? {
    var start = offset
    // Source code in a string of another language has its quotes escaped.
    while start > limit, offset - start < 7, text[start - 1] == backslash { start -= 1 }
    guard start > 0, endsPiece(start, in: text) else { return nil }
    let bound = min(text.count, start + DecodingLimits.token)
    if text[offset] == backslash {
      guard let line = lineEnd(at: offset + 1, in: text) else { return nil }
      let end = skipBlanks(from: line, to: bound, in: text)
      return end < bound && holdsPiece(text[end]) && joinsLong(start..<end, in: text)
        ? start..<end : nil
    }
    if endsStatement(offset + 1, in: text), let appended = appended(from: offset + 1, in: text) {
      return joinsLong(start..<appended, in: text) ? start..<appended : nil
    }
    var end = skipSpace(from: offset + 1, to: bound, in: text)
    let spaced = end
    end = skipOperator(from: end, to: bound, in: text)
    let isSigned = end > spaced
    end = skipSpace(from: end, to: bound, in: text)
    let isTight = end == offset + 1
    let unprefixed = end
    while !isTight, end < bound, end - unprefixed < 2, mayPrefix(text[end]) { end += 1 }
    let isPrefixed = end > unprefixed
    while end < bound, text[end] == backslash { end += 1 }
    guard end + 1 < bound, isQuote(text[end]) else { return nil }
    let next = text[end + 1]
    guard holdsPiece(next) || !isPrefixed && mayBeginPiece(next) else {
      return nil
    }
    return isSigned || joinsLong(start..<end + 1, in: text) ? start..<end + 1 : nil
  }

  /// Returns whether a byte may stand between the two quotes of a concatenation, other than in
  /// front of the second.
  static func mayHold(_ byte: UInt8) -> Bool {
    isOperator(byte) || isDoubledOperator(byte) || byte == backslash || byte == UInt8(ascii: " ")
      || (9...13).contains(byte)
  }

  /// Returns whether a byte may stand in front of the second quote, as in `f"…"`.
  static func mayPrefix(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte == UInt8(ascii: "@") || byte == UInt8(ascii: "$")
  }

  /// Fewest characters that two pieces have together which no sign joins.
  private static let shortest = 16

  /// Returns whether the pieces on both sides of a concatenation are long enough together.
  private static func joinsLong(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    var length = 0
    var offset = range.lowerBound
    while offset > 0, length < shortest, isPiece(text[offset - 1]) {
      offset -= 1
      length += 1
    }
    offset = range.upperBound
    while offset < text.count, length < shortest, isPiece(text[offset]) {
      offset += 1
      length += 1
    }
    return length == shortest
  }

  private static func isPiece(_ byte: UInt8) -> Bool {
    holdsPiece(byte) || mayBeginPiece(byte) || mayEndPiece(byte)
  }

  private static let backslash = UInt8(ascii: "\\")

  // Written out, since a set behind a global costs more than the test.

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  @inline(__always)
  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
  }

  @inline(__always)
  private static func isOperator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "&")
  }

  /// Returns whether a byte can begin an operator of two characters that no other is a part of.
  @inline(__always)
  private static func isDoubledOperator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "|") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
  }

  /// Returns whether a byte can stand in a piece of a key, or of what is nested in a text, and at
  /// its ends.
  @inline(__always)
  private static func holdsPiece(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "%"):
      return true
    default: return false
    }
  }

  @inline(__always)
  private static func mayBeginPiece(_ byte: UInt8) -> Bool { isOperator(byte) || byte == backslash }

  @inline(__always)
  private static func mayEndPiece(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ";") || byte == UInt8(ascii: "}")
  }

  /// Returns whether a piece ends before an offset; an operator ends one only where no quote or
  /// space stands before it.
  private static func endsPiece(_ offset: Int, in text: Span<UInt8>) -> Bool {
    let last = text[offset - 1]
    if holdsPiece(last) || mayEndPiece(last) { return true }
    return isOperator(last) && offset > 1 && holdsPiece(text[offset - 2])
  }

  private static let call = Array(".concat(".utf8)

  // MARK: Statements that append

  /// Most bytes between two quotes with a name between them: all of them count when one changes.
  private static let longestAppending = 30

  /// Returns whether a statement may end at an offset, or what stands there may begin the next line.
  @inline(__always)
  private static func endsStatement(_ offset: Int, in text: Span<UInt8>) -> Bool {
    guard offset < text.count else { return false }
    return text[offset] == UInt8(ascii: ";") || text[offset] == 10 || text[offset] == 13
  }

  /// Finds the quote after the sign in a statement such as `key += "`, on a line of its own, that
  /// begins behind a closing quote.
  ///
  /// - Returns: Where the literal begins; nil where there is no such statement.
  private static func appended(from offset: Int, in text: Span<UInt8>) -> Int? {
    guard EscapeFilter.mayAppend(in: text, from: offset) else { return nil }
    let bound = min(text.count, offset + longestAppending)
    var end = offset
    if end < bound, text[end] == UInt8(ascii: ";") { end += 1 }
    guard end < bound, text[end] == 10 || text[end] == 13 else { return nil }
    while end < bound, text[end] == UInt8(ascii: " ") || (9...13).contains(text[end]) { end += 1 }
    let name = end
    while end < bound, isName(text[end]) { end += 1 }
    guard end > name, end + 4 < bound, text[end] == UInt8(ascii: " ") else { return nil }
    switch (text[end + 1], text[end + 2]) {
    case (UInt8(ascii: "+"), UInt8(ascii: "=")), (UInt8(ascii: "."), UInt8(ascii: "=")),
      (UInt8(ascii: "<"), UInt8(ascii: "<")):
      break
    default: return nil
    }
    // Without a space, the quote might begin the next concatenation.
    guard text[end + 3] == UInt8(ascii: " "), isQuote(text[end + 4]), end + 5 < text.count,
      holdsPiece(text[end + 5])
    else { return nil }
    return end + 5
  }

  @inline(__always)
  private static func isName(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "$") || byte == UInt8(ascii: ".")
  }

  /// Returns where the next line starts, if a line ends at an offset.
  private static func lineEnd(at offset: Int, in text: Span<UInt8>) -> Int? {
    guard offset < text.count else { return nil }
    if text[offset] == 10 { return offset + 1 }
    guard text[offset] == 13, offset + 1 < text.count, text[offset + 1] == 10 else { return nil }
    return offset + 2
  }

  private static func skipBlanks(from offset: Int, to bound: Int, in text: Span<UInt8>) -> Int {
    var end = offset
    while end < bound, text[end] == UInt8(ascii: " ") || text[end] == 9 { end += 1 }
    return end
  }

  /// Skips white space and line ends, with or without a backslash.
  @inline(__always)
  private static func skipSpace(from offset: Int, to bound: Int, in text: Span<UInt8>) -> Int {
    var end = offset
    while end < bound {
      switch text[end] {
      case 9, 10, 13, UInt8(ascii: " "): end += 1
      case backslash:
        guard let line = lineEnd(at: end + 1, in: text) else { return end }
        end = min(line, bound)
      default: return end
      }
    }
    return end
  }

  /// Skips `+`, `++`, `.`, `..`, `&`, `||`, `<>`, `<<` or `.concat(`.
  @inline(__always)
  private static func skipOperator(from offset: Int, to bound: Int, in text: Span<UInt8>) -> Int {
    guard offset < bound, isOperator(text[offset]) || isDoubledOperator(text[offset]) else {
      return offset
    }
    return operatorEnd(from: offset, to: bound, in: text)
  }

  private static func operatorEnd(from offset: Int, to bound: Int, in text: Span<UInt8>) -> Int {
    if offset + 1 < bound {
      switch (text[offset], text[offset + 1]) {
      case (UInt8(ascii: "|"), UInt8(ascii: "|")), (UInt8(ascii: "<"), UInt8(ascii: ">")),
        (UInt8(ascii: "<"), UInt8(ascii: "<")):
        return offset + 2
      case (UInt8(ascii: "."), UInt8(ascii: "c")):
        let end = offset + call.count
        return end <= bound && text.starts(with: call, at: offset) ? end : offset
      default: break
      }
    }
    guard isOperator(text[offset]) else { return offset }
    let isDouble =
      offset + 1 < bound && text[offset + 1] == text[offset] && text[offset] != UInt8(ascii: "&")
    return offset + (isDouble ? 2 : 1)
  }
}
