/// A line break of quoted-printable that is none of the text: an `=` at the end of a line (RFC 2045).
///
/// Lines of mail are broken after some 75 characters wherever that is. An `=` at the end of a line of
/// source code or of settings stands near the line's beginning, or a space follows.
enum SoftLineBreak {
  /// Fewest characters before it on its line.
  private static let shortestLine = 28

  /// The break whose `=` stands at an offset.
  ///
  /// - Parameters:
  ///   - offset: Where it stands.
  ///   - limit: Nothing before this offset belongs to it.
  ///   - text: The text.
  /// - Returns: What has to be left out to join the lines; nil where there is no break.
  static func range(at offset: Int, after limit: Int, in text: Span<UInt8>) -> Range<Int>? {
    guard text[offset] == UInt8(ascii: "="), offset >= limit, offset >= shortestLine else {
      return nil
    }
    var end = offset + 1
    if end < text.count, text[end] == 13 { end += 1 }
    guard end + 1 < text.count, text[end] == 10 else { return nil }
    end += 1
    // Padding of base64 ends its line, as all of `go.sum` does; what follows does not go on with it.
    guard isVisible(text[end]), text[end] != UInt8(ascii: "-"),
      text[offset - 1] != UInt8(ascii: "="),
      (offset - shortestLine..<offset).allSatisfy({ text[$0] >= 0x20 }),
      !isBase64(offset - shortestLine..<offset, in: text)
    else { return nil }
    return offset..<end
  }

  /// Whether all of some bytes are characters of base64, and there are capitals, small letters and
  /// digits among them, which hexadecimal keys do not have.
  private static func isBase64(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    var kinds: UInt8 = 0
    for offset in range {
      switch text[offset] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): kinds |= 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): kinds |= 2
      case UInt8(ascii: "0")...UInt8(ascii: "9"): kinds |= 4
      case UInt8(ascii: "+"), UInt8(ascii: "/"): break
      default: return false
      }
    }
    return kinds == 7
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }
}
