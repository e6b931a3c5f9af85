import PatternEngine

/// A set of bytes for loops over texts: a byte is found without a branch and without a call into
/// another module.
struct ByteTable: Sendable {
  // One bit for each byte, 64 bytes in each word.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(_ set: ByteSet) {
    let words = set.words
    self.words = (words[0], words[1], words[2], words[3])
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let low = byte & 0x40 == 0 ? words.0 : words.1
    let high = byte & 0x40 == 0 ? words.2 : words.3
    return (byte & 0x80 == 0 ? low : high) &>> UInt64(byte & 63) & 1 != 0
  }
}
