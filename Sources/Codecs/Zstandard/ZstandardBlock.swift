import Basics

/// Decodes the compressed blocks of a frame of zstd; RFC 8878, 3.1.1.3.
struct ZstandardBlock: Sendable {
  /// The largest block, compressed or not.
  static let largest = 128 << 10

  private var huffman: ZstandardHuffman?
  private var literalLengths: FSETable?
  private var offsets: FSETable?
  private var matchLengths: FSETable?
  /// The last three offsets, the most recent first.
  private var recent = (1, 4, 8)
  private var literals: [UInt8] = []

  /// Decodes a block.
  ///
  /// - Parameters:
  ///   - bytes: What `BackwardBits` asks for, around the block.
  ///   - range: The block.
  ///   - history: Is written to.
  ///   - most: The largest size that the block may have.
  /// - Throws: `DecompressionError`.
  mutating func decode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into history: inout History, most: Int
  ) throws(DecompressionError) {
    var position = range.lowerBound
    try readLiterals(bytes, at: &position, end: range.upperBound, most: most)
    let count = try readSequenceCount(bytes, at: &position, end: range.upperBound)
    history.makeRoom(most + 64)
    if count == 0 {
      guard position == range.upperBound else { throw Self.damage }
      history.write(0..<literals.count, of: literals.span)
      return
    }
    guard let literalLengths, let offsets, let matchLengths,
      var bits = BackwardBits(bytes, position..<range.upperBound)
    else { throw Self.damage }
    try Self.execute(
      count, bytes, &bits, literalLengths, offsets, matchLengths, literals, &recent, &history,
      most: most)
  }

  private static let damage = DecompressionError.damaged("a zstd block")

  /// Reads the section of literals; RFC 8878, 3.1.1.3.1.
  private mutating func readLiterals(
    _ bytes: Span<UInt8>, at position: inout Int, end: Int, most: Int
  ) throws(DecompressionError) {
    guard position < end else { throw Self.damage }
    let kind = bytes[position] & 3
    let format = Int(bytes[position] >> 2 & 3)
    func head(_ count: Int) throws(DecompressionError) -> Int {
      guard count <= end - position else { throw Self.damage }
      defer { position += count }
      return (0..<count).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }
    if kind < 2 {
      let size =
        switch format {
        case 1: try head(2) >> 4
        case 3: try head(3) >> 4
        default: try head(1) >> 3
        }
      guard size <= most else { throw Self.damage }
      literals.removeAll(keepingCapacity: true)
      if kind == 0 {
        guard size <= end - position else { throw Self.damage }
        literals.append(position..<position + size, of: bytes)
        position += size
      } else {
        guard position < end else { throw Self.damage }
        literals.append(contentsOf: repeatElement(bytes[position], count: size))
        position += 1
      }
      return
    }
    let bits = [10, 10, 14, 18][format]
    let sizes = try head([3, 3, 4, 5][format]) >> 4
    let size = sizes & (1 << bits - 1)
    let compressed = sizes >> bits
    guard size <= most, compressed <= end - position else { throw Self.damage }
    let last = position + compressed
    if kind == 2 { huffman = try ZstandardHuffman(bytes, at: &position, end: last) }
    guard let huffman else { throw Self.damage }
    if literals.count > size {
      literals.removeSubrange(size...)
    } else {
      literals.append(contentsOf: repeatElement(0, count: size - literals.count))
    }
    if format == 0 {
      try huffman.decode(bytes, position..<last, into: &literals, 0..<size)
    } else {
      try decodeFour(huffman, bytes, position..<last, size)
    }
    position = last
  }

  /// Decodes literals in four streams, whose sizes stand before them.
  private mutating func decodeFour(
    _ huffman: ZstandardHuffman, _ bytes: Span<UInt8>, _ range: Range<Int>, _ size: Int
  ) throws(DecompressionError) {
    guard range.count >= 6 else { throw Self.damage }
    let part = (size + 3) / 4
    guard 3 * part <= size else { throw Self.damage }
    var start = range.lowerBound + 6
    for stream in 0..<4 {
      let end =
        stream == 3
        ? range.upperBound
        : start + Int(bytes.littleEndian16(at: range.lowerBound + 2 * stream))
      guard end <= range.upperBound, start <= end else { throw Self.damage }
      let target = stream * part..<(stream == 3 ? size : (stream + 1) * part)
      try huffman.decode(bytes, start..<end, into: &literals, target)
      start = end
    }
  }

  /// Reads the head of the section of sequences with its tables; RFC 8878, 3.1.1.3.2.1.
  private mutating func readSequenceCount(
    _ bytes: Span<UInt8>, at position: inout Int, end: Int
  ) throws(DecompressionError) -> Int {
    guard position < end else { throw Self.damage }
    var count = Int(bytes[position])
    position += 1
    if count == 255 {
      guard end - position >= 2 else { throw Self.damage }
      count = Int(bytes.littleEndian16(at: position)) + 0x7F00
      position += 2
    } else if count >= 128 {
      guard position < end else { throw Self.damage }
      count = (count - 128) << 8 + Int(bytes[position])
      position += 1
    }
    guard count > 0 else { return 0 }
    guard position < end else { throw Self.damage }
    let modes = bytes[position]
    position += 1
    guard modes & 3 == 0 else { throw Self.damage }
    func table(
      _ mode: UInt8, _ last: FSETable?, _ standard: FSETable, symbols: Int, most: Int
    ) throws(DecompressionError) -> FSETable {
      switch mode & 3 {
      case 0: return standard
      case 1:
        guard position < end, bytes[position] < symbols else { throw Self.damage }
        position += 1
        return FSETable(only: bytes[position - 1])
      case 2:
        return try FSETable(bytes, at: &position, end: end, symbols: symbols, most: most)
      default:
        guard let last else { throw Self.damage }
        return last
      }
    }
    literalLengths = try table(
      modes >> 6, literalLengths, SequenceCodes.defaultLiteralLengths, symbols: 36, most: 9)
    offsets = try table(modes >> 4, offsets, SequenceCodes.defaultOffsets, symbols: 32, most: 8)
    matchLengths = try table(
      modes >> 2, matchLengths, SequenceCodes.defaultMatchLengths, symbols: 53, most: 9)
    return count
  }

  /// Decodes the sequences and does what they say; RFC 8878, 3.1.1.4.
  private static func execute(
    _ count: Int, _ bytes: Span<UInt8>, _ shared: inout BackwardBits, _ literalLengths: FSETable,
    _ offsets: FSETable, _ matchLengths: FSETable, _ literals: [UInt8],
    _ recent: inout (Int, Int, Int), _ history: inout History, most: Int
  ) throws(DecompressionError) {
    var bits = shared
    var literalState = bits.take(literalLengths.accuracy, bytes)
    var offsetState = bits.take(offsets.accuracy, bytes)
    var matchState = bits.take(matchLengths.accuracy, bytes)
    var end = history.end
    let start = end
    let (reachable, window) = (history.reachable, history.window)
    var memory = history.takeBytes()
    defer { history.giveBack(memory, end: end) }
    let literalEntries = literalLengths.entries.span
    let offsetEntries = offsets.entries.span
    let matchEntries = matchLengths.entries.span
    let (literalTable, matchTable) = (SequenceCodes.literalLengths, SequenceCodes.matchLengths)
    let literalCodes = literalTable.span
    let matchCodes = matchTable.span
    let source = literals.span
    var output = memory.mutableSpan
    var used = 0
    for index in 0..<count {
      let literalEntry = literalEntries[literalState]
      let offsetEntry = offsetEntries[offsetState]
      let matchEntry = matchEntries[matchState]
      let code = Int(offsetEntry.symbol)
      var offset = 1 &<< code &+ bits.take(code, bytes)
      let matchCode = matchCodes[Int(matchEntry.symbol)]
      let match = matchCode.base &+ bits.take(matchCode.bits, bytes)
      let literalCode = literalCodes[Int(literalEntry.symbol)]
      let length = literalCode.base &+ bits.take(literalCode.bits, bytes)
      if offset > 3 {
        offset &-= 3
        recent = (offset, recent.0, recent.1)
      } else {
        // Without literals, the most recent offset would have been part of the last match.
        switch length == 0 ? offset &+ 1 : offset {
        case 1: offset = recent.0
        case 2:
          offset = recent.1
          recent = (offset, recent.0, recent.2)
        case 3:
          offset = recent.2
          recent = (offset, recent.0, recent.1)
        default:
          offset = recent.0 &- 1
          recent = (offset, recent.0, recent.1)
        }
      }
      let written = end &- start
      guard bits.left >= 0, length <= literals.count &- used, length &+ match <= most &- written,
        offset > 0, offset <= min(reachable &+ written &+ length, window)
      else { throw damage }
      output.copy(used..<used &+ length, of: source, to: end)
      used &+= length
      end &+= length
      output.repeatBytes(at: end, distance: offset, count: match)
      end &+= match
      guard index &+ 1 < count else { break }
      literalState = Int(literalEntry.base) &+ bits.take(Int(literalEntry.bits), bytes)
      matchState = Int(matchEntry.base) &+ bits.take(Int(matchEntry.bits), bytes)
      offsetState = Int(offsetEntry.base) &+ bits.take(Int(offsetEntry.bits), bytes)
    }
    guard bits.left == 0, literals.count - used <= most - (end - start) else { throw damage }
    output.copy(used..<literals.count, of: source, to: end)
    end += literals.count - used
  }
}
