import Basics

/// One byte of a text as it is written where the text is quoted or encoded.
///
/// Private keys are put into strings, URLs, HTML and logs, so a line end between two lines of one is
/// written in many ways, and so are `+`, `/` and `=`.
struct DressedCharacter {
  /// The byte that is meant; nil for what stands for none of its own, such as a tag of HTML.
  let byte: UInt8?
  /// How many bytes it takes; one at least.
  let length: Int

  /// Reads what stands at an offset.
  ///
  /// - Parameters:
  ///   - offset: Where it begins.
  ///   - end: Nothing from here on belongs to it.
  ///   - text: The text.
  init(at offset: Int, before end: Int, in text: Span<UInt8>) {
    let found: (byte: UInt8?, length: Int)? =
      switch text[offset] {
      case UInt8(ascii: "\\"): Self.backslash(at: offset, before: end, in: text)
      case UInt8(ascii: "%"): Self.percent(at: offset, before: end, in: text)
      case UInt8(ascii: "&"): Self.entity(at: offset, before: end, in: text)
      case UInt8(ascii: "<"): Self.tag(at: offset, before: end, in: text)
      case 0x1B: Self.colour(at: offset, before: end, in: text)
      default: nil
      }
    byte = found.map(\.byte) ?? text[offset]
    length = found?.length ?? 1
  }

  /// `\n`, `\\n`, `\r`, `\t`, `\/`, `\u002B`, `\x2b`, `\012`, and backslashes alone.
  private static func backslash(
    at offset: Int, before end: Int, in text: Span<UInt8>
  ) -> (UInt8?, Int) {
    var next = offset + 1
    while next < end, text[next] == UInt8(ascii: "\\") { next += 1 }
    let alone = (nil as UInt8?, next - offset)
    guard next < end else { return alone }
    switch text[next] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return (10, next + 1 - offset)
    case UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "="):
      return (text[next], next + 1 - offset)
    case UInt8(ascii: "u"):
      guard let value = number(next + 1..<next + 5, radix: 16, before: end, in: text) else {
        return alone
      }
      return (value, next + 5 - offset)
    case UInt8(ascii: "x"):
      guard let value = number(next + 1..<next + 3, radix: 16, before: end, in: text) else {
        return alone
      }
      return (value, next + 3 - offset)
    case UInt8(ascii: "0"):
      guard let value = number(next..<next + 3, radix: 8, before: end, in: text) else {
        return alone
      }
      return (value, next + 3 - offset)
    default: return alone
    }
  }

  /// `%0A`, and `%250A` of what is encoded more than once.
  private static func percent(
    at offset: Int, before end: Int, in text: Span<UInt8>
  ) -> (UInt8?, Int)? {
    var next = offset + 1
    while next + 2 <= end, text[next] == UInt8(ascii: "2"), text[next + 1] == UInt8(ascii: "5") {
      next += 2
    }
    return number(next..<next + 2, radix: 16, before: end, in: text).map { ($0, next + 2 - offset) }
  }

  /// `&#10;`, `&#x2B;`, and `&quot;`, whose letters must not be taken for base64.
  private static func entity(
    at offset: Int, before end: Int, in text: Span<UInt8>
  ) -> (UInt8?, Int)? {
    let bound = min(end, offset + 10)
    var close = offset + 1
    while close < bound, text[close] != UInt8(ascii: ";") { close += 1 }
    guard close < bound, close > offset + 2 else { return nil }
    let length = close + 1 - offset
    guard text[offset + 1] == UInt8(ascii: "#") else {
      let isName = (offset + 1..<close).allSatisfy { isLetter(text[$0]) }
      return isName ? (nil, length) : nil
    }
    let isHex = text[offset + 2] | 0x20 == UInt8(ascii: "x")
    let digits = offset + (isHex ? 3 : 2)..<close
    return number(digits, radix: isHex ? 16 : 10, before: end, in: text).map { ($0, length) }
  }

  /// `<br>`, `</p>`, `<br />`.
  private static func tag(
    at offset: Int, before end: Int, in text: Span<UInt8>
  ) -> (UInt8?, Int)? {
    var next = offset + 1
    if next < end, text[next] == UInt8(ascii: "/") { next += 1 }
    guard next < end, isLetter(text[next]) else { return nil }
    let bound = min(end, offset + 40)
    while next < bound, text[next] != UInt8(ascii: ">") {
      guard text[next] >= 0x20, text[next] != UInt8(ascii: "<") else { return nil }
      next += 1
    }
    return next < bound ? (nil, next + 1 - offset) : nil
  }

  /// `ESC [1;32m` of a terminal.
  private static func colour(
    at offset: Int, before end: Int, in text: Span<UInt8>
  ) -> (UInt8?, Int)? {
    var next = offset + 1
    guard next < end, text[next] == UInt8(ascii: "[") else { return nil }
    next += 1
    let bound = min(end, offset + 16)
    while next < bound, !isLetter(text[next]) { next += 1 }
    return next < bound ? (nil, next + 1 - offset) : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  /// The value of some digits; nil for anything else, and for what is no single byte.
  private static func number(
    _ digits: Range<Int>, radix: Int, before end: Int, in text: Span<UInt8>
  ) -> UInt8? {
    guard digits.upperBound <= end, !digits.isEmpty else { return nil }
    var value = 0
    for offset in digits {
      guard let digit = Character(UnicodeScalar(text[offset])).hexDigitValue, digit < radix else {
        return nil
      }
      value = value * radix + digit
      guard value < 256 else { return nil }
    }
    return UInt8(value)
  }
}
