import Basics

/// Where a change can make a difference to what is read as base64.
extension Base64Text {
  /// How much of a run is looked at on either side of a change, in bytes.
  private static let margin = 160

  /// The part of a text in which base64 may stand that some bytes decide about.
  ///
  /// - Parameters:
  ///   - range: The bytes; when there are none, the place between two of them.
  ///   - text: The text.
  /// - Returns: Those bytes, with the run that they are in or beside as far as the margin goes.
  static func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let low = max(0, range.lowerBound - margin)
    var start = startOfRun(before: range.lowerBound, downTo: low, in: text)
    if start > low, endsLongLine(before: start, in: text) { start = low }
    let high = min(text.count, range.upperBound + margin)
    var end = range.upperBound
    while end < high, isCharacter(text[end]) { end += 1 }
    if end < high, endsLongLine(before: end + 1, in: text) { end = high }
    return start..<end
  }

  /// Where the characters in a row begin that stand before an offset.
  private static func startOfRun(
    before offset: Int, downTo low: Int, in text: Span<UInt8>
  ) -> Int {
    var start = offset
    while start > low, isCharacter(text[start - 1]) { start -= 1 }
    return start
  }

  /// Whether a line end and white space stand before an offset, and before these a line that is long
  /// enough to go on in the next.
  private static func endsLongLine(before offset: Int, in text: Span<UInt8>) -> Bool {
    let low = max(0, offset - Base64Run.longestIndent - 2)
    var end = offset
    while end > low, isSpace(text[end - 1]) { end -= 1 }
    let first = end - Base64Run.shortestLine
    // Hardly any line of source code gets beyond the first of these.
    guard end < offset, first >= 0, isCharacter(text[first]), isCharacter(text[end - 30]) else {
      return false
    }
    return startOfRun(before: end, downTo: first, in: text) == first
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == 9 || byte == 10 || byte == 13
  }

  private static func isCharacter(_ byte: UInt8) -> Bool {
    Base64.isCharacter(byte) || byte == UInt8(ascii: "=")
  }
}
