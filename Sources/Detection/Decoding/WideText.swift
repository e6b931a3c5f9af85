import Bytes

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
    /// `utf-16le` or `utf-16be`.
    let encoding: String

    /// The bytes of the source that some characters take.
    func sourceRange(of range: Range<Int>) -> Range<Int> {
      start + 2 * range.lowerBound..<start + 2 * range.upperBound
    }
  }

  /// Calls `body` for every run in a buffer.
  static func forEachRun(in text: Span<UInt8>, _ body: (Run) -> Void) {
    var position = 0
    while let zero = text.firstIndex(of: 0, from: position) {
      // The zero is the second byte of a character (little-endian) or the first (big-endian).
      let isAfterCharacter = zero > position && isText(text[zero - 1])
      let first = isAfterCharacter ? zero - 1 : zero + 1
      var characters: [UInt8] = []
      var offset = first
      while offset < text.count, isText(text[offset]) {
        let zeroOffset = isAfterCharacter ? offset + 1 : offset - 1
        guard zeroOffset < text.count, text[zeroOffset] == 0 else { break }
        characters.append(text[offset])
        offset += 2
      }
      if characters.count >= shortest {
        body(
          Run(
            bytes: characters, start: isAfterCharacter ? first : first - 1,
            encoding: encoding(first: first)))
      }
      position = max(zero + 1, offset - 1)
    }
  }

  /// In a file of 16-bit units, the character comes first in the little-endian form.
  private static func encoding(first: Int) -> String {
    first & 1 == 0 ? "utf-16le" : "utf-16be"
  }

  private static func isText(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || (9...13).contains(byte)
  }
}
