import PatternEngine

/// A set of bytes for loops over texts: a byte is found by its place, without a branch and without a
/// call into another module.
struct ByteTable: Sendable {
  private let words: InlineArray<4, UInt64>

  init(_ set: ByteSet) {
    let words = set.words
    self.words = [words[0], words[1], words[2], words[3]]
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte &>> 6)] &>> UInt64(byte & 63) & 1 != 0
  }
}
