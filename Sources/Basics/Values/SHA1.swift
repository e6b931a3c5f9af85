/// The hash function SHA-1 of FIPS 180-4, which names git's objects and ends its files; good against
/// damage, not against malice.
package typealias SHA1 = BlockHasher<SHA1Compression>

/// How SHA-1 works a block into its state.
package struct SHA1Compression: BlockCompression {
  package private(set) var state: [UInt32] = [
    0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
  ]

  package init() {}

  // FIPS 180-4, 6.1.2, with a message schedule of sixteen words (6.1.3).
  package mutating func compress(_ message: Span<UInt8>, at start: Int) {
    var schedule = InlineArray<16, UInt32>(repeating: 0)
    for word in 0..<16 { schedule[word] = message.bigEndian32(at: start + 4 * word) }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for round in 0..<80 {
      let word = round & 15
      if round >= 16 {
        schedule[word] = Self.rotate(
          schedule[(round - 3) & 15] ^ schedule[(round - 8) & 15] ^ schedule[(round - 14) & 15]
            ^ schedule[word], 1)
      }
      let mixed: UInt32 =
        switch round {
        case ..<20: (b & c | ~b & d) &+ 0x5a82_7999
        case ..<40: (b ^ c ^ d) &+ 0x6ed9_eba1
        case ..<60: (b & c | b & d | c & d) &+ 0x8f1b_bcdc
        default: (b ^ c ^ d) &+ 0xca62_c1d6
        }
      let next = Self.rotate(a, 5) &+ mixed &+ e &+ schedule[word]
      (e, d, c, b, a) = (d, c, Self.rotate(b, 30), a, next)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
