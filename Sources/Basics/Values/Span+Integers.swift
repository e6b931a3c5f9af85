/// Reads of numbers of several bytes, most or least significant byte first.
extension Span<UInt8> {
  /// The four bytes at an offset as a number; they must lie within the span.
  @inlinable @inline(__always)
  public func bigEndian32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && count >= 4 && offset <= count - 4)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: four bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt32(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// The eight bytes at an offset as a number; they must lie within the span.
  @inlinable @inline(__always)
  public func bigEndian64(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && count >= 8 && offset <= count - 8)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: eight bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt64(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// The two bytes at an offset as a number, least significant first; they must lie within the span.
  @inlinable
  public func littleEndian16(at offset: Int) -> UInt16 {
    precondition(offset >= 0 && count >= 2 && offset <= count - 2)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: two bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt16(
        littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    }
  }

  /// The four bytes at an offset as a number, least significant first; they must lie within the span.
  @inlinable
  public func littleEndian32(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && count >= 4 && offset <= count - 4)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: four bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt32(
        littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  /// The eight bytes at an offset as a number, least significant first; they must lie within the span.
  @inlinable
  public func littleEndian64(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && count >= 8 && offset <= count - 8)
    return unsafe withUnsafeBufferPointer { buffer in
      // SAFETY: eight bytes at the offset lie within the span.
      let base = UnsafeRawBufferPointer(buffer)
      return unsafe UInt64(
        littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// Reads a number that ``Swift/Array/appendLEB128(_:)`` wrote.
  ///
  /// - Parameter position: Where it begins, at most `count`; afterwards, where it ends.
  /// - Returns: The number; nil when the bytes end within it, or it is none of 63 bits.
  package func leb128(at position: inout Int) -> Int? {
    var (number, shift) = (0, 0)
    while position < count, shift < 63 {
      let byte = self[position]
      position += 1
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}
