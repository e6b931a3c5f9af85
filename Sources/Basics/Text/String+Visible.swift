extension String {
  /// Whether all its characters are visible ASCII: letters, digits, punctuation, spaces.
  package var isVisibleASCII: Bool {
    var text = self
    return text.withUTF8 { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        // SAFETY: eight bytes from the offset on end at or before the count.
        let word = unsafe UnsafeRawBufferPointer(bytes).loadUnaligned(
          fromByteOffset: offset, as: UInt64.self)
        guard Self.isVisible(word) else { return false }
        offset += 8
      }
      // Spaces fill up the last word.
      var word: UInt64 = 0x2020_2020_2020_2020
      while offset < bytes.count {
        word = unsafe word &<< 8 | UInt64(bytes[offset])
        offset += 1
      }
      return Self.isVisible(word)
    }
  }

  /// Whether all eight bytes of a word lie from the space to the tilde.
  private static func isVisible(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // Of a byte beyond ASCII the highest bit is set; where there is none, nothing is carried.
    let isBeyondTilde = word | (word &+ ones)
    let isAtLeastSpace = word &+ (ones &* 0x60)
    return (isBeyondTilde | ~isAtLeastSpace) & (ones &* 0x80) == 0
  }
}
