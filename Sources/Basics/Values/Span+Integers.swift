/// Reads of numbers as network formats write them, most significant byte first.
extension Span<UInt8> {
  /// The four bytes at an offset as a number; they must lie within the span.
  @inlinable @inline(__always)
  package func bigEndian32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && count >= 4 && offset <= count - 4)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: four bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt32(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// The eight bytes at an offset as a number; they must lie within the span.
  @inlinable @inline(__always)
  package func bigEndian64(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && count >= 8 && offset <= count - 8)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: eight bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }
}
