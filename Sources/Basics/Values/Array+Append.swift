extension [UInt8] {
  /// Adds a part of some borrowed bytes at the end, all at once.
  @inlinable
  public mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { part in
      // SAFETY: the part is lent for as long as it is copied; its bounds have been checked.
      unsafe append(contentsOf: part)
    }
  }

  /// Adds a number of eight bytes, most significant byte first.
  package mutating func appendBigEndian(_ number: UInt64) {
    for shift in stride(from: 56, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
    }
  }

  /// Adds a number in as few bytes as it needs, seven bits in each, least significant ones first:
  /// unsigned LEB128 (DWARF Debugging Information Format 5, section 7.6).
  package mutating func appendLEB128(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
