import Basics

/// A block of an xz stream.
struct XZBlock: Sendable {
  private let headerSize: Int
  /// The sizes that the header tells, if it does.
  private var compressedSize: Int?
  private var uncompressedSize: Int?
  private var decoder: LZMA2Decoder
  private var filters = XZFilters()
  private var check: XZCheck
  private var compressed = 0
  private var uncompressed = 0
  private var isDecoded = false
  /// Filtered bytes that have not been handed on, and where they begin.
  private var staged: [UInt8] = []
  private var stagedStart = 0
  private var isFlushed = false

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - header: All of it, its checksum as well.
  ///   - check: The number of the stream's check.
  ///   - memoryLimit: The largest dictionary that is allowed.
  /// - Throws: `DecompressionError`.
  init(
    _ header: Span<UInt8>, check: UInt8, memoryLimit: Int
  ) throws(DecompressionError) {
    let end = header.count - 4
    guard CRC.crc32(of: header.extracting(0..<end)) == header.littleEndian32(at: end) else {
      throw .damaged("the header of an xz block")
    }
    headerSize = header.count
    let flags = header[1]
    guard flags & 0x3C == 0 else { throw .unsupported("a kind of xz block") }
    var place = 2
    func number() throws(DecompressionError) -> UInt64 {
      var value: UInt64 = 0
      for index in 0..<9 {
        guard place < end else { break }
        let byte = header[place]
        place += 1
        value |= UInt64(byte & 0x7F) << UInt64(7 * index)
        if byte < 0x80 { return value }
      }
      throw .damaged("the header of an xz block")
    }
    if flags & 0x40 != 0 { compressedSize = Int(try number()) }
    if flags & 0x80 != 0 { uncompressedSize = Int(try number()) }
    var found: [(id: UInt64, properties: Range<Int>)] = []
    for _ in 0...Int(flags & 3) {
      let id = try number()
      let size = try number()
      guard size <= UInt64(end - place) else { throw .damaged("the header of an xz block") }
      found.append((id, place..<place + Int(size)))
      place += Int(size)
    }
    for index in place..<end where header[index] != 0 {
      throw .unsupported("a kind of xz block")
    }
    guard let last = found.popLast(), last.id == 0x21 else {
      throw .unsupported("an xz block without LZMA2")
    }
    guard last.properties.count == 1, header[last.properties.lowerBound] <= 40 else {
      throw .damaged("the header of an xz block")
    }
    let bits = Int(header[last.properties.lowerBound])
    let size = bits == 40 ? 1 << 32 - 1 : (2 | bits & 1) << (bits / 2 + 11)
    // No more is looked back than there is.
    let window = max(4096, min(size, uncompressedSize ?? size))
    guard window <= memoryLimit else { throw .needsMemory(window) }
    decoder = LZMA2Decoder(dictionary: window)
    self.check = XZCheck(check)
    for filter in found.reversed() {
      try filters.add(filter.id, header.extracting(filter.properties))
    }
  }

  /// Whether there is something to hand on.
  var hasPending: Bool { decoder.history.pending > 0 || stagedStart < staged.count || !mayFinish }

  /// Whether nothing is held by a filter.
  private var mayFinish: Bool { !isDecoded || filters.isEmpty || isFlushed }

  /// Decodes on; says whether the block's data has ended.
  mutating func decode(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    let start = position
    isDecoded = try decoder.decode(input, at: &position)
    compressed += position - start
    if let compressedSize {
      guard compressed <= compressedSize, !isDecoded || compressed == compressedSize else {
        throw .damaged("the size of an xz block")
      }
    }
    if let uncompressedSize, uncompressed + decoder.history.pending > uncompressedSize {
      throw .damaged("the size of an xz block")
    }
    return isDecoded
  }

  /// Hands on what has been decoded; says whether that is all.
  mutating func emit(into output: inout [UInt8], room: inout Int) -> Bool {
    var range = output.count..<output.count
    if filters.isEmpty {
      range = decoder.history.emit(into: &output, room: &room)
    } else {
      if stagedStart == staged.count {
        staged.removeAll(keepingCapacity: true)
        stagedStart = 0
        var portion = 64 << 10
        _ = decoder.history.emit(into: &staged, room: &portion)
        let isEnd = isDecoded && decoder.history.pending == 0
        filters.undo(&staged, isEnd: isEnd)
        if isEnd { isFlushed = true }
      }
      let count = min(room, staged.count - stagedStart)
      output.append(stagedStart..<stagedStart + count, of: staged.span)
      range = output.count - count..<output.count
      stagedStart += count
      room -= count
    }
    uncompressed += range.count
    check.update(output.span.extracting(range))
    return !hasPending
  }

  /// How many bytes follow the data: padding to a multiple of four, and the check.
  var tailSize: Int { -compressed & 3 + check.size }

  /// Ends the block.
  ///
  /// - Parameter tail: What follows the data.
  /// - Returns: What the index says of the block.
  /// - Throws: `DecompressionError` if sizes or the check do not fit.
  func finish(
    _ tail: Span<UInt8>
  ) throws(DecompressionError) -> (unpadded: Int, uncompressed: Int) {
    let padding = -compressed & 3
    for index in 0..<padding where tail[index] != 0 { throw .damaged("the padding of an xz block") }
    if let uncompressedSize, uncompressed != uncompressedSize {
      throw .damaged("the size of an xz block")
    }
    guard check.holds(tail.extracting(padding..<tail.count)) else {
      throw .damaged("the checksum of an xz block")
    }
    return (headerSize + compressed + check.size, uncompressed)
  }
}
