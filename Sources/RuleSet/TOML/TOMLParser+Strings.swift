internal import Basics

extension TOMLParser {
  /// The text of a string, and where it begins if every byte of it stands there as it is.
  struct StringText {
    var text: String
    var verbatimFrom: TOMLPosition?
  }

  /// Reads a string of one line in quotes or apostrophes, of which only the former know escapes.
  mutating func parseLineString(_ delimiter: UInt8) throws(TOMLError) -> StringText {
    index += 1
    let start = position
    let first = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter {
        index += 1
        return StringText(text: text(first..<index - 1), verbatimFrom: start)
      }
      if byte == .backslash, delimiter == .quote { return try parseEscapedRest(from: first) }
      try checkInLine(byte)
      index += 1
    }
    throw error("the string is not closed")
  }

  /// Reads a basic string on from its first escape.
  private mutating func parseEscapedRest(from first: Int) throws(TOMLError) -> StringText {
    var unescaped = Array(bytes[first..<index])
    while index < bytes.count {
      let byte = bytes[index]
      if byte == .quote {
        index += 1
        return StringText(text: String(decoding: unescaped, as: UTF8.self))
      }
      if byte == .backslash {
        try parseEscape(into: &unescaped)
      } else {
        try checkInLine(byte)
        unescaped.append(byte)
        index += 1
      }
    }
    throw error("the string is not closed")
  }

  private func checkInLine(_ byte: UInt8) throws(TOMLError) {
    guard byte.isForbiddenControl else { return }
    if byte == .lineFeed || byte == .carriageReturn {
      throw error("the string is not closed on its line")
    }
    throw error("a string must not hold control characters: write an escape")
  }

  /// Reads a string in three quotes or apostrophes; line ends become line feeds.
  mutating func parseMultilineString(_ delimiter: UInt8) throws(TOMLError) -> StringText {
    let opening = position
    index += 3
    _ = skipNewline()
    let start = position
    var isVerbatim = true
    var content: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter, isAhead(delimiter, count: 3) {
        index += 3
        // Up to two more delimiters belong to the text.
        for _ in 0..<2 where peek() == delimiter {
          content.append(delimiter)
          index += 1
        }
        return StringText(
          text: String(decoding: content, as: UTF8.self), verbatimFrom: isVerbatim ? start : nil)
      }
      if byte == .backslash, delimiter == .quote {
        isVerbatim = false
        if try !skipEscapedNewline() { try parseEscape(into: &content) }
      } else if byte == .lineFeed || byte == .carriageReturn {
        if byte == .carriageReturn { isVerbatim = false }
        guard skipNewline() else { throw error("a carriage return stands without a line feed") }
        content.append(.lineFeed)
      } else if byte.isForbiddenControl {
        throw error("a string must not hold control characters: write an escape")
      } else {
        content.append(byte)
        index += 1
      }
    }
    throw TOMLError(at: opening, "the string is not closed")
  }

  /// Skips a backslash at a line's end with all blanks up to the next text, if there is one.
  private mutating func skipEscapedNewline() throws(TOMLError) -> Bool {
    let backslash = index
    index += 1
    skipSpaces()
    guard skipNewline() else {
      index = backslash
      return false
    }
    repeat { skipSpaces() } while skipNewline()
    return true
  }

  /// Reads an escape at the index.
  private mutating func parseEscape(into content: inout [UInt8]) throws(TOMLError) {
    let start = position
    index += 1
    guard let byte = peek() else { throw error("the string is not closed") }
    index += 1
    switch byte {
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "t"): content.append(.tab)
    case UInt8(ascii: "n"): content.append(.lineFeed)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "r"): content.append(.carriageReturn)
    case .quote, .backslash: content.append(byte)
    case UInt8(ascii: "u"): try parseScalar(digits: 4, start, into: &content)
    case UInt8(ascii: "U"): try parseScalar(digits: 8, start, into: &content)
    default:
      throw TOMLError(
        at: start, "unknown escape: write `\\\\` for a backslash, or use a literal '…' string")
    }
  }

  /// Reads the digits of `\u` or `\U`.
  private mutating func parseScalar(
    digits: Int, _ start: TOMLPosition, into content: inout [UInt8]
  ) throws(TOMLError) {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = peek()?.hexadecimalValue else {
        throw error("expected \(digits) hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    guard let scalar = UnicodeScalar(value) else {
      throw TOMLError(at: start, "the escape names no Unicode scalar")
    }
    content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
