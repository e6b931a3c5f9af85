/// What eight bytes hold whenever some literal stands there: the bits that are always the same, and what
/// they are, the first byte lowest.
struct EightBytes: Equatable {
  private(set) var mask: UInt64 = 0
  private(set) var value: UInt64 = 0

  /// Any bytes.
  init() {}

  /// Bytes that are each one of a set; those beyond the eighth are left out.
  init(_ sets: [ByteSet]) {
    // Mostly, equal sets follow each other.
    var known = (set: ByteSet(), bits: (mask: UInt8(0), value: UInt8(0)))
    for (place, set) in sets.prefix(8).enumerated() {
      if place == 0 || set != known.set { known = (set, set.commonBits) }
      mask |= UInt64(known.bits.mask) &<< UInt64(8 &* place)
      value |= UInt64(known.bits.value) &<< UInt64(8 &* place)
    }
  }

  /// The bytes from an offset of a literal on, or from before it, where they can be any.
  ///
  /// - Parameters:
  ///   - literal: The literal.
  ///   - offset: Where the bytes begin in it: -2 at least.
  ///   - following: What stands behind it.
  init(of literal: Literal, at offset: Int, before following: EightBytes) {
    let bytes = literal.bytes.span
    let end = min(bytes.count, offset &+ 8)
    var place = max(0, offset)
    let first = UInt64(8 &* (place &- offset))
    var shift = first
    while place < end {
      value |= UInt64(bytes[place]) &<< shift
      shift &+= 8
      place &+= 1
    }
    mask = (shift < 64 ? 1 &<< shift &- 1 : .max) & .max &<< first
    if literal.foldsCase {
      mask &= ~Self.caseBits(of: value)
      value &= mask
    }
    guard shift < 64 else { return }
    mask |= following.mask &<< shift
    value |= following.value &<< shift
  }

  /// For eight bytes at once, the bit of a letter's case where one of the bytes is a small letter.
  private static func caseBits(of bytes: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = bytes & (ones &* 0x7F)
    // The highest bit of each byte: at least `a`, more than `z`, not beyond ASCII.
    let (isAtLeastA, isBeyondZ) = (low &+ ones &* (0x80 - 0x61), low &+ ones &* (0x80 - 0x7B))
    return (isAtLeastA & ~isBeyondZ & ~bytes & (ones &* 0x80)) &>> 2
  }
}
