/// Finds positions where one of many texts may stand, looking at every second position only.
///
/// A text of three or more bytes holds, wherever it begins, one pair of bytes at an even offset of
/// the buffer: so whoever registers two pairs of different parity for every text misses none. The
/// set of pairs takes 8 KB, which stays in the first cache level, and no look-up waits for another.
/// Where a pair is in the set, the byte before or after it is looked at too: three bytes pass by
/// chance a hundred times less often than two.
package struct PairFilter: Sendable {
  private var pairs = [UInt64](repeating: 0, count: 1024)
  /// Three bytes that begin with a pair, and three that end with one, by hash.
  private var triplesAfter = [UInt64](repeating: 0, count: 1024)
  private var triplesBefore = [UInt64](repeating: 0, count: 1024)

  package init() {}

  /// Adds a pair of bytes with the byte that follows it.
  package mutating func insert(_ first: UInt8, _ second: UInt8, followedBy next: UInt8) {
    Self.set(Self.pair(first, second), in: &pairs)
    Self.set(Self.hash(first, second, next), in: &triplesAfter)
  }

  /// Adds a pair of bytes with the byte that stands before it.
  package mutating func insert(_ first: UInt8, _ second: UInt8, after previous: UInt8) {
    Self.set(Self.pair(first, second), in: &pairs)
    Self.set(Self.hash(previous, first, second), in: &triplesBefore)
  }

  /// The pair as a number, the first byte in the low half: how a little-endian load reads it.
  package static func pair(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first) | Int(second) << 8
  }

  /// Sixteen bits of three bytes; letters of either case give the same.
  private static func hash(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    let bytes = UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16 | 0x202020
    return Int(truncatingIfNeeded: (bytes &* 0x9E37_79B1) &>> 16)
  }

  private static func set(_ bit: Int, in bits: inout [UInt64]) {
    bits[bit >> 6] |= 1 << UInt64(bit & 63)
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
      unsafe pairs.withUnsafeBufferPointer { pairs in
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
            unsafe pairs[first &>> 6] &>> UInt64(first & 63) & 1
            | (pairs[second &>> 6] &>> UInt64(second & 63) & 1) &<< 1
            | (pairs[third &>> 6] &>> UInt64(third & 63) & 1) &<< 2
            | (pairs[fourth &>> 6] &>> UInt64(fourth & 63) & 1) &<< 3
          if hits != 0 {
            var rest = hits
            while rest != 0 {
              let place = offset &+ 2 &* rest.trailingZeroBitCount
              if unsafe isTriple(at: place, in: buffer) { return place }
              rest &= rest &- 1
            }
          }
          offset &+= 8
        }
        while offset < end {
          let pair = unsafe Int(
            UInt16(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
          if unsafe pairs[pair &>> 6] &>> UInt64(pair & 63) & 1 != 0,
            unsafe isTriple(at: offset, in: buffer)
          {
            return offset
          }
          offset &+= 2
        }
        return end
      }
    }
  }

  /// Whether the pair at an offset has a byte before or after it that it was added with.
  private func isTriple(at offset: Int, in buffer: UnsafeBufferPointer<UInt8>) -> Bool {
    let (first, second) = unsafe (buffer[offset], buffer[offset + 1])
    if offset + 2 < buffer.count {
      let after = unsafe Self.hash(first, second, buffer[offset + 2])
      if triplesAfter[after >> 6] >> UInt64(after & 63) & 1 != 0 { return true }
    }
    guard offset > 0 else { return false }
    let before = unsafe Self.hash(buffer[offset - 1], first, second)
    return triplesBefore[before >> 6] >> UInt64(before & 63) & 1 != 0
  }
}
