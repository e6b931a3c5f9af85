internal import CVectors

/// The hash function SHA-1 of FIPS 180-4, which names git's objects and ends its files; good against
/// damage, not against malice.
package typealias SHA1 = BlockHasher<SHA1Compression>

/// How SHA-1 works a block into its state.
package struct SHA1Compression: BlockCompression {
  package private(set) var state: [UInt32] = [
    0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
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
        guard let base = bytes.baseAddress, let words = state.baseAddress else {
          return
        }
        // SAFETY: so many blocks lie in the message, as was just made sure of; the state has five words.
        unsafe kunci_sha1(words, base + start, blocks)
      }
    }
  }

  /// Works a block into the state by what every processor can do.
  ///
  /// FIPS 180-4, 6.1.2. Five rounds at a time, after which every word has its first role again.
  package mutating func compressPlainly(_ message: Span<UInt8>, at start: Int) {
    if schedule.isEmpty { schedule = Array(repeating: 0, count: 80) }
    for word in 0..<16 { schedule[word] = message.bigEndian32(at: start &+ 4 &* word) }
    for word in 16..<80 {
      schedule[word] = Self.rotate(
        schedule[word &- 3] ^ schedule[word &- 8] ^ schedule[word &- 14] ^ schedule[word &- 16], 1)
    }
    var words = (state[0], state[1], state[2], state[3], state[4])
    Self.run(0..<20, &words, schedule, 0x5a82_7999) { $2 ^ $0 & ($1 ^ $2) }
    Self.run(20..<40, &words, schedule, 0x6ed9_eba1) { $0 ^ $1 ^ $2 }
    Self.run(40..<60, &words, schedule, 0x8f1b_bcdc) { $0 & $1 | $2 & ($0 | $1) }
    Self.run(60..<80, &words, schedule, 0xca62_c1d6) { $0 ^ $1 ^ $2 }
    state[0] &+= words.0
    state[1] &+= words.1
    state[2] &+= words.2
    state[3] &+= words.3
    state[4] &+= words.4
  }

  private typealias Words = (UInt32, UInt32, UInt32, UInt32, UInt32)

  /// Runs twenty rounds.
  @inline(__always)
  private static func run(
    _ rounds: Range<Int>, _ words: inout Words, _ schedule: [UInt32],
    _ constant: UInt32, _ mix: (UInt32, UInt32, UInt32) -> UInt32
  ) {
    var (a, b, c, d, e) = words
    for round in stride(from: rounds.lowerBound, to: rounds.upperBound, by: 5) {
      e &+= rotate(a, 5) &+ mix(b, c, d) &+ constant &+ schedule[round]
      b = rotate(b, 30)
      d &+= rotate(e, 5) &+ mix(a, b, c) &+ constant &+ schedule[round &+ 1]
      a = rotate(a, 30)
      c &+= rotate(d, 5) &+ mix(e, a, b) &+ constant &+ schedule[round &+ 2]
      e = rotate(e, 30)
      b &+= rotate(c, 5) &+ mix(d, e, a) &+ constant &+ schedule[round &+ 3]
      d = rotate(d, 30)
      a &+= rotate(b, 5) &+ mix(c, d, e) &+ constant &+ schedule[round &+ 4]
      c = rotate(c, 30)
    }
    words = (a, b, c, d, e)
  }

  @inline(__always)
  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &<< count | word &>> (32 &- count)
  }
}
