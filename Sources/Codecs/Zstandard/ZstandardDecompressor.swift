import Basics

/// Decodes zstd: frames, one after another, with those that are to be skipped; RFC 8878.
///
/// Dictionaries are refused: they stand in files that are not here.
package struct ZstandardDecompressor: Decompressor {
  private enum Stage {
    /// A frame, or nothing more.
    case between
    case magic, frameHeader, blockHeader, block, checksum, skipHeader, skip
  }

  private let memoryLimit: Int
  private var stage = Stage.between
  private var hasFrame = false
  private var intake = Intake()
  private var history = History(window: 0)
  private var decoder = ZstandardBlock()

  /// What the frame's header says.
  private var contentSize: UInt64?
  private var hasChecksum = false
  private var blockLimit = 0
  /// What has come of the frame.
  private var written: UInt64 = 0
  private var hash = XXHash64()

  /// The block that is read.
  private var blockKind = 0
  private var blockSize = 0
  private var isLast = false
  /// What is left to skip.
  private var skipped = 0

  private static let backPadding = [UInt8](repeating: 0, count: BackwardBits.behind)

  /// Makes a decoder.
  ///
  /// - Parameter memoryLimit: The largest window that is allowed, in bytes.
  package init(memoryLimit: Int = CompressedFormat.memoryLimit) { self.memoryLimit = memoryLimit }

  package mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep {
    precondition(room > 0)
    var position = 0
    var room = room
    while true {
      let range = history.emit(into: &output, room: &room)
      if hasChecksum { hash.update(output.span.extracting(range)) }
      if room == 0 {
        return DecompressionStep(consumed: position, hasMore: true, isFinished: false)
      }
      guard try advance(input, at: &position) else {
        let isFinished = stage == .between && hasFrame
        return DecompressionStep(consumed: position, hasMore: false, isFinished: isFinished)
      }
    }
  }

  /// Reads on; false when that needs more input, or when what follows is not a frame.
  private mutating func advance(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    switch stage {
    case .between:
      guard position < input.count else { return false }
      guard input[position] == 0x28 || input[position] & 0xF0 == 0x50 else {
        guard hasFrame else { throw .damaged("the header of a zstd frame") }
        return false
      }
      stage = .magic
      return true
    case .magic:
      guard intake.fill(to: 4, from: input, at: &position) else { return false }
      switch intake.bytes.span.littleEndian32(at: 0) {
      case 0xFD2F_B528: stage = .frameHeader
      case 0x184D_2A50...0x184D_2A5F: stage = .skipHeader
      default: throw .damaged("the header of a zstd frame")
      }
    case .frameHeader:
      guard intake.fill(to: 1, from: input, at: &position),
        intake.fill(to: Self.headerSize(intake.bytes[0]), from: input, at: &position)
      else { return false }
      try beginFrame(intake.bytes)
      stage = .blockHeader
    case .blockHeader:
      guard intake.fill(to: 3, from: input, at: &position) else { return false }
      let head = intake.bytes
      isLast = head[0] & 1 == 1
      blockKind = Int(head[0] >> 1 & 3)
      blockSize = Int(head[0]) >> 3 | Int(head[1]) << 5 | Int(head[2]) << 13
      guard blockKind < 3, blockSize <= blockLimit else {
        throw .damaged("the header of a zstd block")
      }
      stage = .block
      intake.begin(zeros: BackwardBits.before)
      return true
    case .block:
      let size = blockKind == 1 ? 1 : blockSize
      guard intake.fill(to: BackwardBits.before + size, from: input, at: &position) else {
        return false
      }
      try decodeBlock()
      stage = isLast ? .checksum : .blockHeader
    case .checksum:
      if let contentSize, contentSize != written { throw .damaged("the size of a zstd frame") }
      if hasChecksum {
        guard intake.fill(to: 4, from: input, at: &position) else { return false }
        guard intake.bytes.span.littleEndian32(at: 0) == UInt32(truncatingIfNeeded: hash.value)
        else { throw .damaged("the checksum of a zstd frame") }
      }
      endFrame()
    case .skipHeader:
      guard intake.fill(to: 4, from: input, at: &position) else { return false }
      skipped = Int(intake.bytes.span.littleEndian32(at: 0))
      stage = .skip
    case .skip:
      let part = min(skipped, input.count - position)
      position += part
      skipped -= part
      guard skipped == 0 else { return false }
      endFrame()
    }
    intake.clear()
    return true
  }

  private mutating func endFrame() {
    hasFrame = true
    hasChecksum = false
    stage = .between
  }

  /// How long the header is that begins with a descriptor; RFC 8878, 3.1.1.1.
  private static func headerSize(_ descriptor: UInt8) -> Int {
    let isSingle = descriptor & 0x20 != 0
    let sizeField = [isSingle ? 1 : 0, 2, 4, 8][Int(descriptor >> 6)]
    return 1 + (isSingle ? 0 : 1) + [0, 1, 2, 4][Int(descriptor & 3)] + sizeField
  }

  private mutating func beginFrame(_ bytes: [UInt8]) throws(DecompressionError) {
    let header = bytes.span
    let descriptor = header[0]
    guard descriptor & 0x08 == 0 else { throw .unsupported("a kind of zstd frame") }
    let isSingle = descriptor & 0x20 != 0
    var place = 1
    var window: UInt64 = 0
    if !isSingle {
      let base: UInt64 = 1 << UInt64(10 + header[1] >> 3)
      window = base + base / 8 * UInt64(header[1] & 7)
      place = 2
    }
    func number(_ size: Int) -> UInt64 {
      defer { place += size }
      return (0..<size).reduce(0) { $0 | UInt64(header[place + $1]) << UInt64(8 * $1) }
    }
    guard number([0, 1, 2, 4][Int(descriptor & 3)]) == 0 else {
      throw .unsupported("a zstd frame with a dictionary")
    }
    let sizeField = header.count - place
    contentSize = sizeField == 0 ? nil : number(sizeField) + (sizeField == 2 ? 256 : 0)
    if isSingle { window = contentSize ?? 0 }
    guard window <= UInt64(memoryLimit) else {
      throw .needsMemory(Int(min(window, UInt64(Int.max))))
    }
    blockLimit = min(Int(window), ZstandardBlock.largest)
    hasChecksum = descriptor & 0x04 != 0
    history.reset(window: Int(window))
    decoder = ZstandardBlock()
    hash = XXHash64()
    written = 0
  }

  private mutating func decodeBlock() throws(DecompressionError) {
    let pending = history.pending
    let content = BackwardBits.before..<intake.bytes.count
    switch blockKind {
    case 0:
      history.makeRoom(blockSize)
      let bytes = intake.bytes
      history.write(content, of: bytes.span)
    case 1:
      history.makeRoom(blockSize)
      history.write(intake.bytes[BackwardBits.before], count: blockSize)
    default:
      var bytes = intake.take()
      bytes += Self.backPadding
      try decoder.decode(bytes.span, content, into: &history, most: blockLimit)
      intake.set(bytes)
    }
    written += UInt64(history.pending - pending)
    if let contentSize, written > contentSize { throw .damaged("the size of a zstd frame") }
  }
}
