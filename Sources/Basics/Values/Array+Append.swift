extension [UInt8] {
  /// Adds a part of some borrowed bytes at the end, all at once.
  @inlinable
  package mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
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
}
