import Findings
import PatternEngine

/// One character written as an escape sequence of a URL, a programming language, HTML, or mail.
///
/// Only visible ASCII characters matter: keys consist of them, and so does whatever may be nested.
/// Every sequence begins with its own mark, so it is recognised wherever reading began.
enum EscapeSequence {
  /// What stands at an offset.
  struct Match {
    var range: Range<Int>
    /// Nil for what is shown as nothing, such as a colour.
    var character: UInt8?
    var encoding: Encoding
  }

  /// The sequence at an offset, if there is one.
  ///
  /// - Parameters:
  ///   - offset: Where its `%`, its `&`, its `=`, or its last backslash stands.
  ///   - limit: Backslashes before this offset belong to something else.
  ///   - text: The text.
  /// - Returns: The sequence; all backslashes before it are part of it, since text in text in
  ///   quotes doubles them.
  static func match(at offset: Int, after limit: Int, in text: Span<UInt8>) -> Match? {
    guard offset + 2 < text.count else { return nil }
    switch text[offset] {
    case UInt8(ascii: "%"):
      guard let value = number(in: offset + 1..<offset + 3, radix: 16, of: text) else { return nil }
      return match(offset..<offset + 3, value, .percentEncoding)
    case UInt8(ascii: "&"): return entity(at: offset, in: text)
    case UInt8(ascii: "="):
      // Of visible characters, quoted-printable has to escape this one alone (RFC 2045).
      guard text[offset + 1] == UInt8(ascii: "3"), text[offset + 2] == UInt8(ascii: "D") else {
        return nil
      }
      return match(offset..<offset + 3, 0x3D, .quotedPrintable)
    case UInt8(ascii: "\\"):
      guard var found = backslash(at: offset, in: text) else { return nil }
      var start = offset
      while start > limit, offset - start < 7, text[start - 1] == UInt8(ascii: "\\") { start -= 1 }
      if found.character == ControlSequence.escape {
        // In a string, a terminal's control sequence begins with an escaped escape.
        guard let end = ControlSequence.spelledEnd(behind: found.range, from: start, in: text)
        else {
          return nil
        }
        return Match(range: start..<end, character: nil, encoding: .ansiEscape)
      }
      found.range = start..<found.range.upperBound
      return found
    default: return nil
    }
  }

  private static func match(
    _ range: Range<Int>, _ value: Int, _ encoding: Encoding
  ) -> Match? {
    guard (0x21...0x7E).contains(value) || value == Int(ControlSequence.escape) else { return nil }
    return Match(range: range, character: UInt8(value), encoding: encoding)
  }

  // MARK: Backslashes

  /// `\_` and `\-`, as Markdown has them and regular expressions; `\x73`, `\u0073`, `\U00000073`, `\u{73}`, `\x{73}`, and `\163` with three octal digits.
  private static func backslash(at offset: Int, in text: Span<UInt8>) -> Match? {
    let digits = offset + 2
    switch text[offset + 1] {
    case UInt8(ascii: "x"):
      return braced(from: offset, in: text, .hexEscape)
        ?? fixed(digits..<digits + 2, from: offset, in: text, .hexEscape)
    case UInt8(ascii: "u"):
      return braced(from: offset, in: text, .unicodeEscape)
        ?? fixed(digits..<digits + 4, from: offset, in: text, .unicodeEscape)
    case UInt8(ascii: "U"):
      return fixed(digits..<digits + 8, from: offset, in: text, .unicodeEscape)
        ?? fixed(digits..<digits + 4, from: offset, in: text, .unicodeEscape)
    case UInt8(ascii: "0"), UInt8(ascii: "1"):
      let range = offset + 1..<offset + 4
      return number(in: range, radix: 8, of: text).flatMap {
        match(offset..<range.upperBound, $0, .octalEscape)
      }
    case UInt8(ascii: "_"), UInt8(ascii: "-"):
      return match(offset..<offset + 2, Int(text[offset + 1]), .backslashEscape)
    default: return nil
    }
  }

  private static func fixed(
    _ digits: Range<Int>, from offset: Int, in text: Span<UInt8>,
    _ encoding: Encoding
  ) -> Match? {
    number(in: digits, radix: 16, of: text).flatMap {
      match(offset..<digits.upperBound, $0, encoding)
    }
  }

  private static func braced(
    from offset: Int, in text: Span<UInt8>, _ encoding: Encoding
  ) -> Match? {
    guard text[offset + 2] == UInt8(ascii: "{") else { return nil }
    let first = offset + 3
    guard let end = end(ofDigitsFrom: first, atMost: 6, closedBy: UInt8(ascii: "}"), in: text),
      let value = number(in: first..<end, radix: 16, of: text)
    else { return nil }
    return match(offset..<end + 1, value, encoding)
  }

  // MARK: HTML

  /// Names of the characters that occur in keys, or around text that is nested.
  private static let names: [(name: [UInt8], character: UInt8)] = [
    ("quot", UInt8(ascii: "\"")), ("amp", UInt8(ascii: "&")), ("apos", UInt8(ascii: "'")),
  ].map { (Array($0.0.utf8), $0.1) }

  /// `&#115;`, `&#x73;`, `&quot;`, `&amp;`, `&apos;`.
  private static func entity(at offset: Int, in text: Span<UInt8>) -> Match? {
    let semicolon = UInt8(ascii: ";")
    guard text[offset + 1] == UInt8(ascii: "#") else {
      for (name, character) in names {
        let end = offset + 1 + name.count
        guard end < text.count, text[end] == semicolon,
          name.indices.allSatisfy({ text[offset + 1 + $0] == name[$0] })
        else { continue }
        return Match(range: offset..<end + 1, character: character, encoding: .htmlEntities)
      }
      return nil
    }
    let isHex = text[offset + 2] | 0x20 == UInt8(ascii: "x")
    let first = offset + (isHex ? 3 : 2)
    guard let end = end(ofDigitsFrom: first, atMost: 8, closedBy: semicolon, in: text),
      let value = number(in: first..<end, radix: isHex ? 16 : 10, of: text)
    else { return nil }
    return match(offset..<end + 1, value, .htmlEntities)
  }

  // MARK: Digits

  private static func end(
    ofDigitsFrom first: Int, atMost limit: Int, closedBy closing: UInt8, in text: Span<UInt8>
  ) -> Int? {
    var end = first
    while end < text.count, end - first <= limit {
      if text[end] == closing { return end > first ? end : nil }
      end += 1
    }
    return nil
  }

  private static func number(in range: Range<Int>, radix: Int, of text: Span<UInt8>) -> Int? {
    guard range.upperBound <= text.count else { return nil }
    var value = 0
    for offset in range {
      let digit: Int
      switch text[offset] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(text[offset] - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = Int(text[offset] - UInt8(ascii: "a")) + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = Int(text[offset] - UInt8(ascii: "A")) + 10
      default: return nil
      }
      guard digit < radix else { return nil }
      value = value * radix + digit
    }
    return value
  }
}
