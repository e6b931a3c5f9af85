import Basics
import Findings

/// ASCII text in UTF-16, found by its pattern of zero bytes, wherever it stands in a buffer.
///
/// Only ASCII matters, since keys are ASCII: a run of it is decoded, and whatever else stands
/// between the runs bounds them. No byte order mark is needed.
enum WideText {
  /// Shortest run worth looking at, in characters.
  private static let shortest = 12

  /// A run of decoded characters.
  struct Run {
    /// The characters.
    let bytes: [UInt8]
    /// Offset in the source of the first character's first byte.
    let start: Int
    /// The byte order.
    let encoding: Encoding

    /// The bytes of the source that some characters take.
    func sourceRange(of range: Range<Int>) -> Range<Int> {
      start + 2 * range.lowerBound..<start + 2 * range.upperBound
    }
  }

  /// Calls `body` for every run in a buffer, which begins at an even offset of its text.
  static func forEachRun(in text: Span<UInt8>, _ body: (Run) -> Void) {
    var position = 0
    while let found = text.firstIndex(of: 0, from: position) {
      // Of neighbouring zeros, only the last can belong to a run: binary files are full of them.
      var first = found
      while first + 1 < text.count, text[first + 1] == 0 { first += 1 }
      var last = first
      while last + 2 < text.count, text[last + 2] == 0, isText(text[last + 1]) { last += 2 }
      position = last + 1
      guard last - first >= 2 * (shortest - 2) else { continue }
      if let run = run(zeros: first...last, in: text, isFirstAlone: first == found) { body(run) }
    }
  }

  /// The characters of a chain of zeros, every other byte, with text between them.
  ///
  /// A zero may be the second byte of a character (little-endian) or the first (big-endian); it
  /// makes a difference at both ends of the chain, where a neighbour from beyond ASCII can look
  /// like text as well.
  private static func run(
    zeros: ClosedRange<Int>, in text: Span<UInt8>, isFirstAlone: Bool
  ) -> Run? {
    let (first, last) = (zeros.lowerBound, zeros.upperBound)
    let followsText = first > 0 && isFirstAlone && isText(text[first - 1])
    let precedesText = last + 1 < text.count && isText(text[last + 1])
    // In a file of 16-bit units, the zero's place tells. Little-endian text stands at odd offsets
    // in binary files, too; there the characters at the ends tell.
    let isLittleEndian = first & 1 == 1 || followsText && !precedesText
    let start = isLittleEndian && followsText ? first - 1 : first + 1
    let end = isLittleEndian || !precedesText ? last : last + 2
    let characters = stride(from: start, to: end, by: 2).map { text[$0] }
    guard characters.count >= shortest else { return nil }
    return Run(
      bytes: characters, start: isLittleEndian ? start : first,
      encoding: isLittleEndian ? .utf16LittleEndian : .utf16BigEndian)
  }

  private static func isText(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (9...13).contains(byte)
  }
}
