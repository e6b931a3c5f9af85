import Basics
import Findings

/// ASCII text in UTF-16, found by its pattern of zero bytes, wherever it stands in a buffer.
///
/// Only ASCII matters, since keys are ASCII: a run of it is decoded, and whatever else stands
/// between the runs bounds them. No byte order mark is needed.
struct UTF16Decoder: Decoder {
  static let unitWidth = 2
  /// Shortest run worth looking at, in characters.
  private static let shortest = 12
  /// The ends of longer chains are too far apart to decide, in bytes.
  private static let longest = DecodingLimits.after

  func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    // A chain that is long enough lies in it, whichever of its bytes has changed.
    let margin = 2 * Self.shortest + 2
    return max(0, range.lowerBound - margin)..<min(text.count, range.upperBound + margin)
  }

  func forEachCandidate(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    forEachChain(in: text, range) { zeros, _ in
      body(max(0, zeros.lowerBound - 1)..<min(text.count, zeros.upperBound + 2))
    }
  }

  func forEachText(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    forEachChain(in: text, range) { zeros, isFirstAlone in
      if let run = run(zeros: zeros, in: text, isFirstAlone: isFirstAlone) { body(run) }
    }
  }

  /// Calls `body` for every chain of zeros, every other byte, with text between them, and with
  /// whether no zero stands before it.
  private func forEachChain(
    in text: Span<UInt8>, _ range: Range<Int>,
    _ body: (_ zeros: ClosedRange<Int>, _ isFirstAlone: Bool) -> Void
  ) {
    let end = range.upperBound
    var position = range.lowerBound
    while let found = text.firstIndex(of: 0, from: position), found < end {
      // Of neighbouring zeros, only the last can belong to a run: binary files are full of them.
      var first = found
      while first + 1 < end, text[first + 1] == 0 { first += 1 }
      var last = first
      while last + 2 < end, text[last + 2] == 0, Self.isText(text[last + 1]) { last += 2 }
      position = last + 1
      guard last - first >= 2 * (Self.shortest - 2) else { continue }
      body(first...last, first == found)
    }
  }

  /// The characters of a chain of zeros.
  ///
  /// A zero may be the second byte of a character (little-endian) or the first (big-endian); it
  /// makes a difference at both ends of the chain, where a neighbour from beyond ASCII can look
  /// like text as well.
  private func run(
    zeros: ClosedRange<Int>, in text: Span<UInt8>, isFirstAlone: Bool
  ) -> DecodedText? {
    let (first, last) = (zeros.lowerBound, zeros.upperBound)
    let followsText = first > 0 && isFirstAlone && Self.isText(text[first - 1])
    let precedesText = last + 1 < text.count && Self.isText(text[last + 1])
    // In a file of 16-bit units, the zero's place decides. Little-endian text stands at odd offsets
    // in binary files, too; there the characters at the ends decide.
    let isLittleEndian =
      first & 1 == 1 || last - first <= Self.longest && followsText && !precedesText
    let start = isLittleEndian && followsText ? first - 1 : first + 1
    let end = isLittleEndian || !precedesText ? last : last + 2
    let characters = stride(from: start, to: end, by: 2).map { text[$0] }
    guard characters.count >= Self.shortest else { return nil }
    return DecodedText(
      characters, inUnitsFrom: isLittleEndian ? start : first,
      isLittleEndian ? .utf16LittleEndian : .utf16BigEndian)
  }

  private static func isText(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (9...13).contains(byte)
  }
}
