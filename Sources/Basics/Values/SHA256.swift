internal import CVectors

/// The hash function SHA-256 of FIPS 180-4.
package typealias SHA256 = BlockHasher<SHA256Compression>

/// How SHA-256 works a block into its state.
package struct SHA256Compression: BlockCompression {
  package private(set) var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// Working memory of the plain way, which is made when it is needed.
  private var schedule: [UInt32] = []

  package init() {}

  package mutating func compress(_ message: Span<UInt8>, at start: Int, blocks: Int) {
    guard HashInstructions.areThere else {
      for block in 0..<blocks { compressPlainly(message, at: start &+ 64 &* block) }
      return
    }
    precondition(start >= 0 && blocks >= 0 && blocks <= (message.count - start) / 64)
    unsafe message.withUnsafeBytes { bytes in
      unsafe state.withUnsafeMutableBufferPointer { state in
        unsafe Self.constants.withUnsafeBufferPointer { constants in
          guard let base = bytes.baseAddress, let words = state.baseAddress,
            let constants = constants.baseAddress
          else { return }
          // SAFETY: so many blocks lie in the message, as was just made sure of; the state has eight
          // words, and there are 64 constants.
          unsafe kunci_sha256(words, constants, base + start, blocks)
        }
      }
    }
  }

  /// Works a block into the state by what every processor can do.
  ///
  /// FIPS 180-4, 6.2.2. Four rounds at a time, after which every word has moved to the other half.
  package mutating func compressPlainly(_ message: Span<UInt8>, at start: Int) {
    if schedule.isEmpty { schedule = Array(repeating: 0, count: 64) }
    for word in 0..<16 { schedule[word] = message.bigEndian32(at: start &+ 4 &* word) }
    for word in 16..<64 {
      let early = schedule[word &- 15]
      let late = schedule[word &- 2]
      let mixedEarly = Self.rotate(early, 7) ^ Self.rotate(early, 18) ^ early &>> 3
      let mixedLate = Self.rotate(late, 17) ^ Self.rotate(late, 19) ^ late &>> 10
      schedule[word] = schedule[word &- 16] &+ mixedEarly &+ schedule[word &- 7] &+ mixedLate
    }
    let constants = Self.constants
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in stride(from: 0, to: 64, by: 4) {
      Self.run(a, b, c, &d, e, f, g, &h, constants[round] &+ schedule[round])
      Self.run(h, a, b, &c, d, e, f, &g, constants[round &+ 1] &+ schedule[round &+ 1])
      Self.run(g, h, a, &b, c, d, e, &f, constants[round &+ 2] &+ schedule[round &+ 2])
      Self.run(f, g, h, &a, b, c, d, &e, constants[round &+ 3] &+ schedule[round &+ 3])
      (a, b, c, d, e, f, g, h) = (e, f, g, h, a, b, c, d)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  /// Runs one round: the fourth word takes the role of the fifth, the eighth that of the first.
  @inline(__always)
  private static func run(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32,
    _ e: UInt32, _ f: UInt32, _ g: UInt32, _ h: inout UInt32, _ addend: UInt32
  ) {
    let mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    let first = h &+ mixedE &+ (e & f ^ ~e & g) &+ addend
    let mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    d &+= first
    h = first &+ mixedA &+ (a & b ^ a & c ^ b & c)
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// FIPS 180-4, 4.2.2: first 32 bits of the fractional parts of the cube roots of primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
    0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
    0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
    0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
    0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}
