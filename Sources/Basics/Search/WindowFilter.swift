/// Finds positions where one of many texts may stand, looking at every second position only.
///
/// At each even offset of a buffer, four bytes are looked up at once. Whoever registers two windows
/// for every text, one for either parity of its place, misses none. The table takes 32 KB, which the
/// first cache level holds, and no look-up waits for another. Four bytes of which all count pass by
/// chance at one place in hundreds, even with a thousand texts; pairs would pass at every second one.
package struct WindowFilter: Sendable {
  /// Number of different hashes.
  package static let hashCount = 1 << 13

  /// For the hash of three bytes: which fourth bytes may follow, by their low five bits.
  private var followers = [UInt32](repeating: 0, count: hashCount)

  package init() {}

  /// Adds a window of four bytes, in which nil at either end stands for any byte.
  package mutating func insert(_ first: UInt8?, _ second: UInt8, _ third: UInt8, _ fourth: UInt8?) {
    let set = fourth.map { UInt32(1) << UInt32($0 & 31) } ?? .max
    if let first {
      followers[Self.hash(first, second, third)] |= set
    } else {
      for first in UInt8.min...UInt8.max where first & 0x20 != 0 {
        followers[Self.hash(first, second, third)] |= set
      }
    }
  }

  /// Thirteen bits of three bytes; letters of either case give the same.
  package static func hash(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    hash(of: UInt32(first) | UInt32(second) << 8 | UInt32(third) << 16)
  }

  /// The hash of the three bytes that a little-endian load puts lowest.
  @inlinable
  package static func hash(of window: UInt32) -> Int {
    Int(((window | 0x20_2020) &<< 8 &* 0x9E37_79B1) &>> 19)
  }

  /// Calls `body` for every even offset at which a window of the set may stand.
  ///
  /// - Parameters:
  ///   - text: The buffer; parity counts from its first byte. Behind its end, a window goes on with
  ///     zeros.
  ///   - range: Where to look: from the even offset at or before its start, for windows of which
  ///     three bytes at least lie before its end.
  ///   - body: Takes the offsets in ascending order, each with the window's four bytes, the first
  ///     of them lowest.
  package func forEachCandidate(
    in text: Span<UInt8>, range: Range<Int>,
    _ body: (_ offset: Int, _ window: UInt32) -> Void
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
    unsafe text.withUnsafeBufferPointer { buffer in
      unsafe followers.withUnsafeBufferPointer { followers in
        guard let base = unsafe UnsafeRawPointer(buffer.baseAddress) else { return }
        // SAFETY: every load reads four bytes that end at or before `count`; a slot is below 8,192,
        // which is the table's length. Bounds checks here would cost a third of the throughput.
        @inline(__always) func window(at offset: Int) -> UInt32 {
          unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        @inline(__always) func isCandidate(_ offset: Int) -> UInt32 {
          let window = window(at: offset)
          return unsafe followers[Self.hash(of: window)] &>> (window &>> 24) & 1
        }
        var offset = range.lowerBound & ~1
        while offset + 10 <= range.upperBound {
          let hits =
            isCandidate(offset) | isCandidate(offset &+ 2) &<< 1 | isCandidate(offset &+ 4) &<< 2
            | isCandidate(offset &+ 6) &<< 3
          if hits != 0 {
            var rest = hits
            while rest != 0 {
              let place = offset &+ 2 &* rest.trailingZeroBitCount
              body(place, window(at: place))
              rest &= rest &- 1
            }
          }
          offset &+= 8
        }
        while offset + 3 <= range.upperBound {
          let fourth = unsafe offset + 3 < buffer.count ? buffer[offset + 3] : 0
          let (second, third) = unsafe (UInt32(buffer[offset + 1]), UInt32(buffer[offset + 2]))
          let first = unsafe UInt32(buffer[offset])
          let window = first | second << 8 | third << 16 | UInt32(fourth) << 24
          if unsafe followers[Self.hash(of: window)] &>> UInt32(fourth) & 1 != 0 {
            body(offset, window)
          }
          offset += 2
        }
      }
    }
  }
}
