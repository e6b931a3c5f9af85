import Basics

/// Decodes xz: streams of blocks of LZMA2, with filters, checks and an index, one after another.
///
/// See "The .xz File Format" 1.2.1 (tukaani.org/xz/xz-file-format.txt), whose names are used here.
package struct XZDecompressor: Decompressor {
  private enum Stage {
    /// A stream, or nothing more, or padding.
    case between
    case header, blockSize, blockHeader, body, padding, check, index, indexPadding, footer
  }

  private let memoryLimit: Int
  private var stage = Stage.between
  private var hasStream = false
  private var intake = Intake()
  /// Zero bytes between streams.
  private var zeros = 0
  private var checkNumber: UInt8 = 0

  private var block: XZBlock?
  /// What the blocks say of their sizes, and what the index says.
  private var blocks = XZRecords()
  private var index = XZIndex()

  /// Makes a decoder.
  ///
  /// - Parameter memoryLimit: The largest dictionary that is allowed, in bytes.
  package init(memoryLimit: Int = CompressedFormat.memoryLimit) { self.memoryLimit = memoryLimit }

  package mutating func decode(
    _ input: Span<UInt8>, into output: inout [UInt8], room: Int
  ) throws(DecompressionError) -> DecompressionStep {
    precondition(room > 0)
    var position = 0
    var room = room
    while true {
      let isEmpty = block?.emit(into: &output, room: &room) ?? true
      if room == 0 {
        return DecompressionStep(consumed: position, hasMore: true, isFinished: false)
      }
      let isOn = try advance(input, at: &position)
      if !isOn && isEmpty && block?.hasPending != true {
        let isFinished = stage == .between && hasStream && zeros % 4 == 0
        return DecompressionStep(consumed: position, hasMore: false, isFinished: isFinished)
      }
    }
  }

  /// Reads on; false when that needs more input, or when what follows is not of a stream.
  private mutating func advance(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    switch stage {
    case .between: return try readBetween(input, at: &position)
    case .header:
      guard intake.fill(to: 12, from: input, at: &position) else { return false }
      try readHeader(intake.bytes)
      stage = .blockSize
    case .blockSize:
      guard intake.fill(to: 1, from: input, at: &position) else { return false }
      guard intake.bytes[0] == 0 else {
        stage = .blockHeader
        return true
      }
      index.begin()
      stage = .index
    case .blockHeader:
      let size = 4 * (Int(intake.bytes[0]) + 1)
      guard intake.fill(to: size, from: input, at: &position) else { return false }
      block = try XZBlock(intake.bytes.span, check: checkNumber, memoryLimit: memoryLimit)
      stage = .body
    case .body:
      guard try block?.decode(input, at: &position) == true else {
        return block?.hasPending == true
      }
      stage = .padding
    case .padding, .check:
      guard let size = block?.tailSize, intake.fill(to: size, from: input, at: &position) else {
        return false
      }
      // The check takes in all that was handed on.
      guard block?.hasPending != true else { return true }
      guard let record = try block?.finish(intake.bytes.span) else { return false }
      blocks.add(record.unpadded, record.uncompressed)
      block = nil
      stage = .blockSize
    case .index:
      guard try index.read(input, at: &position) else { return false }
      stage = .indexPadding
      return true
    case .indexPadding:
      guard intake.fill(to: index.tailSize, from: input, at: &position) else { return false }
      guard index.finish(intake.bytes), index.records == blocks else {
        throw .damaged("the index of an xz stream")
      }
      stage = .footer
    case .footer:
      guard intake.fill(to: 12, from: input, at: &position) else { return false }
      try readFooter(intake.bytes)
      hasStream = true
      zeros = 0
      stage = .between
    }
    intake.clear()
    return true
  }

  private mutating func readBetween(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while position < input.count {
      switch input[position] {
      case 0xFD:
        guard zeros % 4 == 0 else { throw .damaged("the padding of an xz stream") }
        blocks = XZRecords()
        stage = .header
        return true
      case 0 where hasStream:
        zeros += 1
        position += 1
      default:
        guard hasStream else { throw .damaged("the header of an xz stream") }
        guard zeros % 4 == 0 else { throw .damaged("the padding of an xz stream") }
        return false
      }
    }
    return false
  }

  private mutating func readHeader(_ bytes: [UInt8]) throws(DecompressionError) {
    let bytes = bytes.span
    guard bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
      CRC.crc32(of: bytes.extracting(6..<8)) == bytes.littleEndian32(at: 8)
    else { throw .damaged("the header of an xz stream") }
    guard bytes[6] == 0, bytes[7] < 16 else { throw .unsupported("the version of an xz stream") }
    checkNumber = bytes[7]
  }

  private func readFooter(_ bytes: [UInt8]) throws(DecompressionError) {
    let bytes = bytes.span
    guard bytes.starts(with: [0x59, 0x5A], at: 10), bytes[8] == 0, bytes[9] == checkNumber,
      CRC.crc32(of: bytes.extracting(4..<10)) == bytes.littleEndian32(at: 0),
      4 * (Int(bytes.littleEndian32(at: 4)) + 1) == index.size
    else { throw .damaged("the footer of an xz stream") }
  }
}
