internal import CVectors

/// Whether the processor has instructions for SHA-1 and SHA-256.
enum HashInstructions {
  static let areThere = kunci_has_sha() != 0
}

/// What a hash function of FIPS 180-4 does with each 64 bytes of a message.
package protocol BlockCompression: Sendable {
  init()

  /// The hash so far, as words whose bytes follow each other, most significant first.
  var state: [UInt32] { get }

  /// Works so many blocks of 64 bytes from an offset on into the state.
  mutating func compress(_ message: Span<UInt8>, at start: Int, blocks: Int)

  /// Works the 64 bytes at an offset into the state by what every processor can do.
  mutating func compressPlainly(_ message: Span<UInt8>, at start: Int)
}

/// A hash function of FIPS 180-4 with blocks of 64 bytes, fed piece by piece.
package struct BlockHasher<Compression: BlockCompression>: Sendable {
  private var compression = Compression()
  /// Bytes that do not fill a block yet; always fewer than 64 between calls.
  private var pending: [UInt8] = []
  /// Number of bytes hashed so far, with the pending ones.
  private var byteCount = 0

  package init() { pending.reserveCapacity(64) }

  /// Appends bytes to the hashed message.
  package mutating func update(_ bytes: Span<UInt8>) {
    byteCount &+= bytes.count
    var next = 0
    if !pending.isEmpty {
      next = min(64 - pending.count, bytes.count)
      pending.append(0..<next, of: bytes)
      guard pending.count == 64 else { return }
      let block = pending
      compression.compress(block.span, at: 0, blocks: 1)
      pending.removeAll(keepingCapacity: true)
    }
    let blocks = (bytes.count - next) / 64
    if blocks > 0 {
      compression.compress(bytes, at: next, blocks: blocks)
      next += 64 * blocks
    }
    pending.append(next..<bytes.count, of: bytes)
  }

  /// Ends the message and returns its hash.
  package consuming func finalize() -> [UInt8] {
    let rest = pending
    return Self.finish(&compression, rest.span, byteCount: byteCount)
  }

  /// Returns the hash of one message.
  package static func hash(_ message: Span<UInt8>) -> [UInt8] {
    var compression = Compression()
    let blocks = message.count / 64
    if blocks > 0 { compression.compress(message, at: 0, blocks: blocks) }
    let rest = message.extracting(64 * blocks..<message.count)
    return finish(&compression, rest, byteCount: message.count)
  }

  /// Works the end of a message, which fills no block, into the state, and returns the hash.
  private static func finish(
    _ compression: inout Compression, _ rest: Span<UInt8>, byteCount: Int
  ) -> [UInt8] {
    // FIPS 180-4, 5.1.1: a 1 bit, zeros up to 56 bytes modulo 64, the length in bits.
    let bitCount = byteCount << 3
    let blocks = rest.count < 56 ? 1 : 2
    var last = [UInt8](repeating: 0, count: 64 * blocks)
    for place in rest.indices { last[place] = rest[place] }
    last[rest.count] = 0x80
    for place in 0..<8 {
      last[last.count - 1 - place] = UInt8(truncatingIfNeeded: bitCount >> (8 * place))
    }
    compression.compress(last.span, at: 0, blocks: blocks)
    let state = compression.state
    var hash: [UInt8] = []
    hash.reserveCapacity(4 * state.count)
    for word in state {
      for shift: UInt32 in [24, 16, 8, 0] { hash.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return hash
  }
}
