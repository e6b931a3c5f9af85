extension [UInt8] {
  /// Adds a part of some borrowed bytes at the end, all at once.
  @inlinable
  package mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
    unsafe bytes.extracting(range).withUnsafeBufferPointer { part in
      // SAFETY: the part is lent for as long as it is copied; its bounds have been checked.
      unsafe append(contentsOf: part)
    }
  }
}
