import Basics

/// Decodes bzip2: blocks of up to 900,000 bytes, sorted by Burrows and Wheeler's transform.
///
/// There is no specification but the program, bzip2 1.0.8 (sourceware.org/bzip2). Files may follow one
/// another, as `bzip2 -d` and parallel compressors have it. Randomised blocks, which no program has
/// written since 0.9.5, are refused.
package struct Bzip2Decompressor: Decompressor {
  /// What comes next.
  private enum Stage {
    /// A stream; the second and later ones may be missing.
    case stream
    case level
    case blockOrEnd
    case block
    case output
    case end
  }

  private var stage = Stage.stream
  private var bits = HighBits()
  private var block = Bzip2Block()
  private var isInStream = false
  private var hasStream = false
  /// The checksums of the stream's blocks.
  private var combined: UInt32 = 0

  private static let blockMagic: UInt64 = 0x3141_5926_5359
  private static let endMagic: UInt64 = 0x1772_4538_5090

  package init() {}

  package mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep {
    precondition(room > 0)
    var position = 0
    var room = room
    while true {
      if room == 0 { return step(position, hasMore: true) }
      switch stage {
      case .stream:
        // The first byte decides whether this is a stream at all.
        if hasStream && bits.isEmpty && position < input.count && input[position] != 0x42 {
          return step(position, hasMore: false)
        }
        guard bits.need(24, from: input, at: &position) else {
          return step(position, hasMore: false)
        }
        guard bits.take(24) == 0x42_5A68 else { throw .damaged("the header of a bzip2 stream") }
        isInStream = true
        stage = .level
      case .level:
        guard bits.need(8, from: input, at: &position) else {
          return step(position, hasMore: false)
        }
        let level = Int(bits.take(8)) - 0x30
        guard (1...9).contains(level) else { throw .damaged("the header of a bzip2 stream") }
        block.limit = level * 100_000
        combined = 0
        stage = .blockOrEnd
      case .blockOrEnd:
        guard bits.need(48, from: input, at: &position) else {
          return step(position, hasMore: false)
        }
        switch bits.take(48) {
        case Self.blockMagic:
          block.begin()
          stage = .block
        case Self.endMagic: stage = .end
        default: throw .damaged("the header of a bzip2 block")
        }
      case .block:
        guard try block.read(&bits, from: input, at: &position) else {
          return step(position, hasMore: false)
        }
        stage = .output
      case .output:
        guard try block.write(into: &output, room: &room) else {
          return step(position, hasMore: true)
        }
        combined = (combined << 1 | combined >> 31) ^ block.checksum
        stage = .blockOrEnd
      case .end:
        guard bits.need(32, from: input, at: &position) else {
          return step(position, hasMore: false)
        }
        guard bits.take(32) == UInt64(combined) else {
          throw .damaged("the checksum of a bzip2 stream")
        }
        bits.clear()
        isInStream = false
        hasStream = true
        stage = .stream
      }
    }
  }

  private func step(_ position: Int, hasMore: Bool) -> DecompressionStep {
    DecompressionStep(
      consumed: position, hasMore: hasMore,
      isFinished: hasStream && !isInStream && bits.isEmpty && !hasMore)
  }
}

/// Takes bits from bytes that come in pieces, the highest of each byte first.
struct HighBits: Sendable {
  /// The bits; the lowest `count` are still to be taken.
  private var word: UInt64 = 0
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// Makes sure of so many bits, at most 56, without taking a byte more than needed.
  ///
  /// - Parameters:
  ///   - number: How many bits.
  ///   - input: Where they come from.
  ///   - position: The first byte that has not been taken; is moved on.
  /// - Returns: Whether so many are there.
  @inline(__always)
  mutating func need(_ number: Int, from input: Span<UInt8>, at position: inout Int) -> Bool {
    while count < number {
      guard position < input.count else { return false }
      word = word << 8 | UInt64(input[position])
      position &+= 1
      count &+= 8
    }
    return true
  }

  /// Like `need(20)`, but may take up to four bytes more.
  @inline(__always)
  mutating func needCode(from input: Span<UInt8>, at position: inout Int) -> Bool {
    if count >= 20 { return true }
    guard input.count &- position >= 4 else { return need(20, from: input, at: &position) }
    word = word << 32 | UInt64(input.bigEndian32(at: position))
    position &+= 4
    count &+= 32
    return true
  }

  /// The next bits, which must be there.
  @inline(__always)
  func peek(_ number: Int) -> UInt64 {
    word &>> UInt64(truncatingIfNeeded: count &- number)
      & (1 &<< UInt64(truncatingIfNeeded: number) &- 1)
  }

  /// Drops bits that are there.
  @inline(__always)
  mutating func drop(_ number: Int) { count &-= number }

  /// Takes bits that are there.
  @inline(__always)
  mutating func take(_ number: Int) -> UInt64 {
    let value = peek(number)
    drop(number)
    return value
  }

  /// Forgets what is left of the last byte.
  mutating func clear() { (word, count) = (0, 0) }
}
