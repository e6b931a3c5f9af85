/// Finds positions where one of many two-byte texts stands, looking at every second position only.
///
/// A text of three or more bytes holds, wherever it begins, one pair at an even offset of the
/// buffer: so whoever registers two pairs of different parity for every text misses none. The set of
/// pairs takes 8 KB, which stays in the first cache level, and no look-up waits for another.
package struct PairFilter: Sendable {
  private var bits = [UInt64](repeating: 0, count: 1024)

  package init() {}

  /// Adds a pair of bytes.
  package mutating func insert(_ first: UInt8, _ second: UInt8) {
    let pair = Self.pair(first, second)
    bits[pair >> 6] |= 1 << UInt64(pair & 63)
  }

  /// The pair as a number, the first byte in the low half: how a little-endian load reads it.
  package static func pair(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) | Int(second) << 8
  }

  /// The first even offset from `start` at which a pair of the set stands, or `end`.
  ///
  /// - Parameters:
  ///   - text: The buffer; parity counts from its first byte.
  ///   - start: An even offset.
  ///   - end: No pair that begins here or later is looked at; at most the buffer's length less one.
  /// - Returns: The offset of the pair, or `end` when there is none.
  package func next(in text: Span<UInt8>, from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && start & 1 == 0 && end < text.count)
    return unsafe text.withUnsafeBufferPointer { buffer in
      unsafe bits.withUnsafeBufferPointer { bits in
        guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return end }
        var offset = start
        // SAFETY: every load reads 2 or 8 bytes below `end + 1`, which the precondition keeps inside
        // the buffer; a pair is below 65,536, so its word is one of the 1,024. Bounds checks here
        // cost a third of the throughput of the whole scan.
        while offset + 7 <= end {
          let eight = unsafe UInt64(
            littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          let first = Int(truncatingIfNeeded: eight & 0xFFFF)
          let second = Int(truncatingIfNeeded: eight &>> 16 & 0xFFFF)
          let third = Int(truncatingIfNeeded: eight &>> 32 & 0xFFFF)
          let fourth = Int(truncatingIfNeeded: eight &>> 48)
          let hits =
            unsafe bits[first &>> 6] &>> UInt64(first & 63)
            | bits[second &>> 6] &>> UInt64(second & 63)
            | bits[third &>> 6] &>> UInt64(third & 63)
            | bits[fourth &>> 6] &>> UInt64(fourth & 63)
          if hits & 1 != 0 { break }
          offset &+= 8
        }
        while offset < end {
          let pair = unsafe Int(
            UInt16(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
          if unsafe bits[pair &>> 6] &>> UInt64(pair & 63) & 1 != 0 { return offset }
          offset &+= 2
        }
        return end
      }
    }
  }
}
