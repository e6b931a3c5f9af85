import Basics

/// Decodes frames of lz4, one after another, with those that are to be skipped.
///
/// See "LZ4 Frame Format Description" and "LZ4 Block Format Description" (`doc` in
/// github.com/lz4/lz4). The legacy format, and dictionaries, are refused.
package struct LZ4Decompressor: Decompressor {
  private enum Stage {
    /// A frame, or nothing more.
    case between
    case magic, frameHeader, blockHeader, block, checksum, skipHeader, skip
  }

  private var stage = Stage.between
  private var hasFrame = false
  private var intake = Intake()
  private var history = History(window: 64 << 10)

  /// What the frame's header says.
  private var areDependent = false
  private var hasBlockChecksums = false
  private var hasChecksum = false
  private var contentSize: UInt64?
  private var blockLimit = 0
  /// What has come of the frame.
  private var written: UInt64 = 0
  private var hash = XXHash32()

  private var isPlain = false
  private var blockSize = 0
  private var skipped = 0

  package init() {}

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
      guard input[position] == 0x04 || input[position] & 0xF0 == 0x50 else {
        guard hasFrame else { throw .damaged("the header of an lz4 frame") }
        return false
      }
      stage = .magic
      return true
    case .magic:
      guard intake.fill(to: 4, from: input, at: &position) else { return false }
      switch intake.bytes.span.littleEndian32(at: 0) {
      case 0x184D_2204: stage = .frameHeader
      case 0x184D_2A50...0x184D_2A5F: stage = .skipHeader
      default: throw .damaged("the header of an lz4 frame")
      }
    case .frameHeader:
      guard intake.fill(to: 1, from: input, at: &position) else { return false }
      let flags = intake.bytes[0]
      let size = 3 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0)
      guard intake.fill(to: size, from: input, at: &position) else { return false }
      try beginFrame(intake.bytes)
      stage = .blockHeader
    case .blockHeader:
      guard intake.fill(to: 4, from: input, at: &position) else { return false }
      let head = intake.bytes.span.littleEndian32(at: 0)
      isPlain = head >> 31 == 1
      blockSize = Int(head & 0x7FFF_FFFF)
      guard blockSize <= blockLimit else { throw .damaged("the header of an lz4 block") }
      stage = head == 0 ? .checksum : .block
    case .block:
      let size = blockSize + (hasBlockChecksums ? 4 : 0)
      guard intake.fill(to: size, from: input, at: &position) else { return false }
      try decodeBlock()
      stage = .blockHeader
    case .checksum:
      if let contentSize, contentSize != written { throw .damaged("the size of an lz4 frame") }
      if hasChecksum {
        guard intake.fill(to: 4, from: input, at: &position) else { return false }
        guard intake.bytes.span.littleEndian32(at: 0) == hash.value else {
          throw .damaged("the checksum of an lz4 frame")
        }
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

  private mutating func beginFrame(_ bytes: [UInt8]) throws(DecompressionError) {
    let header = bytes.span
    let end = header.count - 1
    let sum = XXHash32.of(header.extracting(0..<end))
    guard header[end] == UInt8(truncatingIfNeeded: sum >> 8) else {
      throw .damaged("the header of an lz4 frame")
    }
    let flags = header[0]
    let sizeCode = header[1] >> 4
    guard flags >> 6 == 1, flags & 0x02 == 0, header[1] & 0x8F == 0, sizeCode >= 4 else {
      throw .unsupported("a kind of lz4 frame")
    }
    guard flags & 0x01 == 0 else { throw .unsupported("an lz4 frame with a dictionary") }
    areDependent = flags & 0x20 == 0
    hasBlockChecksums = flags & 0x10 != 0
    hasChecksum = flags & 0x04 != 0
    contentSize = flags & 0x08 != 0 ? header.littleEndian64(at: 2) : nil
    blockLimit = 1 << (8 + 2 * Int(sizeCode))
    history.reset(window: 64 << 10)
    hash = XXHash32()
    written = 0
  }

  private mutating func decodeBlock() throws(DecompressionError) {
    let block = intake.bytes
    let bytes = block.span
    if hasBlockChecksums {
      let sum = XXHash32.of(bytes.extracting(0..<blockSize))
      guard sum == bytes.littleEndian32(at: blockSize) else {
        throw .damaged("the checksum of an lz4 block")
      }
    }
    if !areDependent { history.reset(window: 64 << 10) }
    let pending = history.pending
    if isPlain {
      history.makeRoom(blockSize)
      history.write(0..<blockSize, of: bytes)
    } else {
      history.makeRoom(blockLimit + 64)
      try Self.decode(bytes.extracting(0..<blockSize), into: &history, most: blockLimit)
    }
    written += UInt64(history.pending - pending)
  }

  private static let damage = DecompressionError.damaged("an lz4 block")

  /// Does what the sequences of a block say.
  private static func decode(
    _ input: Span<UInt8>, into history: inout History, most: Int
  ) throws(DecompressionError) {
    var end = history.end
    let start = end
    let reachable = history.reachable
    let window = history.window
    var memory = history.takeBytes()
    defer { history.giveBack(memory, end: end) }
    var output = memory.mutableSpan
    var place = 0
    while place < input.count {
      let token = input[place]
      place += 1
      let literals = try length(Int(token >> 4), input, &place)
      guard literals <= input.count - place, literals <= most - (end - start) else { throw damage }
      output.copy(place..<place + literals, of: input, to: end)
      place += literals
      end += literals
      // The last sequence has no match.
      if place == input.count { return }
      guard input.count - place >= 2 else { throw damage }
      let offset = Int(input.littleEndian16(at: place))
      place += 2
      let match = try length(Int(token & 15), input, &place) + 4
      guard offset > 0, offset <= min(reachable + (end - start), window),
        match <= most - (end - start)
      else { throw damage }
      output.repeatBytes(at: end, distance: offset, count: match)
      end += match
    }
    throw damage
  }

  /// A length whose first four bits are known: 15 is followed by bytes to add, the last below 255.
  @inline(__always)
  private static func length(
    _ first: Int, _ input: Span<UInt8>, _ place: inout Int
  ) throws(DecompressionError) -> Int {
    guard first == 15 else { return first }
    var sum = first
    while true {
      guard place < input.count else { throw damage }
      let byte = input[place]
      place += 1
      sum += Int(byte)
      if byte < 255 { return sum }
    }
  }
}
