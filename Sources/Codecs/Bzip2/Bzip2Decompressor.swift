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
