/// Where a change can make a difference to what is read as an escape sequence or a joint.
extension EscapedText {
  /// How far around its mark an escape sequence is looked at, and a joint apart from its own length:
  /// the characters of both pieces that count, backslashes before it, and its marks.
  private static let margin = 32

  /// The part of a text in which escape sequences and joints may begin that some bytes decide about.
  ///
  /// - Parameters:
  ///   - range: The bytes; when there are none, the place between two of them.
  ///   - text: The text.
  /// - Returns: Those bytes and some on either side.
  static func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let end = min(text.count, range.upperBound + margin)
    var start = max(0, range.lowerBound - margin)
    // A joint that begins before may go on up to here: then what is in between is all its own.
    let first = max(0, start - DecodingLimits.token)
    var letters = 0
    while start > first {
      start -= 1
      guard StringJoint.mayHold(text[start]) else {
        letters += 1
        // Two may stand before a quote, as in `u8"…"`; digits are no part of it.
        guard letters <= 2, StringJoint.mayPrefix(text[start]) else { break }
        continue
      }
    }
    return start..<end
  }
}
