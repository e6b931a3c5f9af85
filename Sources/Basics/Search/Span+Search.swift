/// Searches in borrowed bytes.
extension Span<UInt8> {
  /// Whether some bytes stand at an offset from 0; not where too few are left.
  public func starts(with bytes: [UInt8], at offset: Int = 0) -> Bool {
    guard offset >= 0, bytes.count <= count - offset else { return false }
    for index in bytes.indices where self[offset + index] != bytes[index] { return false }
    return true
  }

  /// Offset of the first byte of a value from `start` on, which is at most `count`; or nil.
  public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    precondition(start >= 0)
    var offset = start
    let wanted = SIMD16<UInt8>(repeating: byte)
    return unsafe withUnsafeBufferPointer { buffer in
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        // SAFETY: every round reads 64 bytes that end at or before `count`. Four vectors of 16 at a
        // time search at 8 GB/s, a checked loop at 2; one vector of 64 only manages 0.7.
        while offset + 64 <= buffer.count {
          let matches =
            unsafe (base.block(at: offset) .== wanted) .| (base.block(at: offset + 16) .== wanted)
            .| (base.block(at: offset + 32) .== wanted) .| (base.block(at: offset + 48) .== wanted)
          if matches.holdsAny { break }
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

  /// Whether the bytes of one range come before those of another, as `lexicographicallyPrecedes` says;
  /// quick where both begin alike.
  public func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    let shared = min(left.count, right.count)
    var index = 0
    while shared - index >= 8 {
      let first = bigEndian64(at: left.lowerBound + index)
      let second = bigEndian64(at: right.lowerBound + index)
      // As numbers, eight bytes have the order of the first that differs.
      if first != second { return first < second }
      index += 8
    }
    while index < shared {
      let (first, second) = (self[left.lowerBound + index], self[right.lowerBound + index])
      if first != second { return first < second }
      index += 1
    }
    return left.count < right.count
  }

  /// Whether a byte of a range is zero; quick for short ranges as well.
  public func holdsZero(in range: Range<Int>) -> Bool {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe withUnsafeBufferPointer { buffer in
      var offset = range.lowerBound
      if range.count >= 16, let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        // SAFETY: every load reads 16 bytes of the range, the last one those at its end.
        let zeros = SIMD16<UInt8>(repeating: 0)
        let last = range.upperBound &- 16
        var found = unsafe base.block(at: last) .== zeros
        // Whether something was found is asked now and then: in binary files it is, soon.
        while offset < last, !found.holdsAny {
          let end = min(last, offset &+ 4_096)
          while offset < end {
            unsafe found = found .| (base.block(at: offset) .== zeros)
            offset &+= 16
          }
        }
        return found.holdsAny
      }
      while offset < range.upperBound {
        if unsafe buffer[offset] == 0 { return true }
        offset += 1
      }
      return false
    }
  }

  /// Offset of the last byte of a value in a range, or nil.
  public func lastIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let wanted = SIMD16<UInt8>(repeating: byte)
    return unsafe withUnsafeBufferPointer { buffer in
      var offset = range.upperBound
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        // SAFETY: every round reads 16 bytes of the range.
        while offset - 16 >= range.lowerBound,
          unsafe !(base.block(at: offset - 16) .== wanted).holdsAny
        {
          offset -= 16
        }
      }
      while offset > range.lowerBound {
        offset -= 1
        if unsafe buffer[offset] == byte { return offset }
      }
      return nil
    }
  }

  /// Number of bytes of a value in a range.
  public func count(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let wanted = SIMD16<UInt8>(repeating: byte)
    let (zeros, ones) = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 1))
    return unsafe withUnsafeBufferPointer { buffer in
      var total = 0
      var offset = range.lowerBound
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        while offset + 16 <= range.upperBound {
          // SAFETY: every load ends at or before the range's end. The lanes count to 255 at most,
          // so they are added up before.
          var counts = zeros
          let end = Swift.min(offset + 16 * 255, range.upperBound - 15)
          while offset < end {
            unsafe counts &+= zeros.replacing(with: ones, where: base.block(at: offset) .== wanted)
            offset += 16
          }
          for lane in counts.indices { total += Int(counts[lane]) }
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
  public func utf16Length(of range: Range<Int>) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let (zeros, ones) = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 1))
    let (follows, isLong) = (SIMD16<UInt8>(repeating: 0x80), SIMD16<UInt8>(repeating: 0xF0))
    return unsafe withUnsafeBufferPointer { buffer in
      var units = 0
      var offset = range.lowerBound
      if let base = unsafe UnsafeRawPointer(buffer.baseAddress) {
        while offset + 16 <= range.upperBound {
          // SAFETY: every load ends at or before the range's end. The lanes count to 254 at most, so
          // they are added up before.
          var counts = zeros
          let end = Swift.min(offset + 16 * 127, range.upperBound - 15)
          while offset < end {
            let block = unsafe base.block(at: offset)
            counts &+= ones.replacing(
              with: zeros, where: (block & SIMD16(repeating: 0xC0)) .== follows)
            counts &+= zeros.replacing(with: ones, where: (block & isLong) .== isLong)
            offset += 16
          }
          for lane in counts.indices { units += Int(counts[lane]) }
        }
      }
      while offset < range.upperBound {
        let byte = unsafe buffer[offset]
        if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
        offset += 1
      }
      return units
    }
  }
}

extension UnsafeRawPointer {
  /// The 16 bytes at an offset; the caller knows that they are there.
  @unsafe fileprivate func block(at offset: Int) -> SIMD16<UInt8> {
    unsafe loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
  }
}
