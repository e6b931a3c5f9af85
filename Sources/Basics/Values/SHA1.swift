/// The hash function SHA-1 of FIPS 180-4, which git ends its files with; good against damage, not
/// against malice.
package enum SHA1 {
  /// Returns the 20 bytes of hash of a message.
  package static func hash(_ message: Span<UInt8>) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
    var schedule = [UInt32](repeating: 0, count: 80)
    let whole = message.count & ~63
    for block in stride(from: 0, to: whole, by: 64) {
      compress(message, at: block, &schedule, &state)
    }
    // FIPS 180-4, 5.1.1: a 1 bit, zeros up to 56 bytes modulo 64, the length in bits.
    var rest = (whole..<message.count).map { message[$0] } + [0x80]
    while rest.count % 64 != 56 { rest.append(0) }
    rest += stride(from: 56, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: (message.count << 3) >> $0)
    }
    for block in stride(from: 0, to: rest.count, by: 64) {
      compress(rest.span, at: block, &schedule, &state)
    }
    return state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// Works 64 bytes into the state (FIPS 180-4, 6.1.2).
  private static func compress(
    _ message: Span<UInt8>, at start: Int, _ schedule: inout [UInt32], _ state: inout [UInt32]
  ) {
    for word in 0..<16 { schedule[word] = message.bigEndian32(at: start + 4 * word) }
    for word in 16..<80 {
      schedule[word] = rotate(
        schedule[word - 3] ^ schedule[word - 8] ^ schedule[word - 14] ^ schedule[word - 16], 1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for round in 0..<80 {
      let mixed: UInt32 =
        switch round {
        case ..<20: (b & c | ~b & d) &+ 0x5a82_7999
        case ..<40: (b ^ c ^ d) &+ 0x6ed9_eba1
        case ..<60: (b & c | b & d | c & d) &+ 0x8f1b_bcdc
        default: (b ^ c ^ d) &+ 0xca62_c1d6
        }
      let next = rotate(a, 5) &+ mixed &+ e &+ schedule[round]
      (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
