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

  /// The bytes from an offset of a literal on, or from the byte before it, which can be any.
  ///
  /// - Parameters:
  ///   - literal: The literal.
  ///   - offset: Where the bytes begin in it: -1 at least.
  ///   - following: What stands behind it.
  init(of literal: Literal, at offset: Int, before following: EightBytes) {
    let bytes = literal.bytes
    var shift = UInt64(offset < 0 ? 8 : 0)
    var index = max(0, offset)
    while index < bytes.count, shift < 64 {
      let byte = bytes[index]
      let isLetter = literal.foldsCase && byte &- UInt8(ascii: "a") < 26
      let bits: UInt8 = isLetter ? 0xDF : 0xFF
      mask |= UInt64(bits) &<< shift
      value |= UInt64(byte & bits) &<< shift
      shift &+= 8
      index &+= 1
    }
    guard shift < 64 else { return }
    mask |= following.mask &<< shift
    value |= following.value &<< shift
  }
}
