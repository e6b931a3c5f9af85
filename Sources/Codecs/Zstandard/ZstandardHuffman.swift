import Basics

/// The Huffman tree of literals; RFC 8878, 4.2.
struct ZstandardHuffman: Sendable {
  /// For each value of the next `width` bits the symbol, and above it the length of its code.
  private let entries: [UInt16]
  private let width: Int

  private static let damage = DecompressionError.damaged("a tree of zstd data")

  /// Reads the description of a tree.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - position: Where it begins; is moved on to what follows.
  ///   - end: Where the bytes end that it may take.
  /// - Throws: `DecompressionError`.
  init(
    _ bytes: Span<UInt8>, at position: inout Int, end: Int
  ) throws(DecompressionError) {
    guard position < end else { throw Self.damage }
    let head = Int(bytes[position])
    position += 1
    var weights: [UInt8] = []
    if head >= 128 {
      let count = head - 127
      guard (count + 1) / 2 <= end - position else { throw Self.damage }
      for index in 0..<count {
        let byte = bytes[position + index / 2]
        weights.append(index & 1 == 0 ? byte >> 4 : byte & 15)
      }
      position += (count + 1) / 2
    } else {
      guard head <= end - position else { throw Self.damage }
      let last = position + head
      let table = try FSETable(bytes, at: &position, end: last, symbols: 13, most: 6)
      weights = try Self.weights(bytes, position..<last, table)
      position = last
    }
    try self.init(weights)
  }

  /// Decodes weights with two states in turn, until the bits have run out.
  private static func weights(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ table: FSETable
  ) throws(DecompressionError) -> [UInt8] {
    guard var bits = BackwardBits(bytes, range) else { throw damage }
    var states = [bits.take(table.accuracy, bytes), bits.take(table.accuracy, bytes)]
    guard bits.left >= 0 else { throw damage }
    var weights: [UInt8] = []
    var turn = 0
    while true {
      let entry = table.entries[states[turn]]
      weights.append(entry.symbol)
      states[turn] = Int(entry.base) + bits.take(Int(entry.bits), bytes)
      turn ^= 1
      guard weights.count < 255 else { throw damage }
      guard bits.left >= 0 else {
        weights.append(table.entries[states[turn]].symbol)
        return weights
      }
    }
  }

  /// Makes the tree of all weights but the last, which makes it whole; RFC 8878, 4.2.1.
  private init(_ known: [UInt8]) throws(DecompressionError) {
    var weights = known
    let sum = weights.reduce(0) { $0 + ($1 > 0 ? 1 << (Int($1) - 1) : 0) }
    guard sum > 0 else { throw Self.damage }
    let width = Int.bitWidth - sum.leadingZeroBitCount
    let rest = 1 << width - sum
    guard width <= 11, rest & (rest - 1) == 0, weights.allSatisfy({ $0 <= width }) else {
      throw Self.damage
    }
    weights.append(UInt8(rest.trailingZeroBitCount + 1))
    var entries: [UInt16] = []
    for weight in 1...width {
      for (symbol, found) in weights.enumerated() where Int(found) == weight {
        let entry = UInt16((width + 1 - weight) << 8 | symbol)
        entries.append(contentsOf: repeatElement(entry, count: 1 << (weight - 1)))
      }
    }
    guard entries.count == 1 << width else { throw Self.damage }
    self.entries = entries
    self.width = width
  }

  /// Decodes a stream, which must be used up.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - range: The stream.
  ///   - output: Is written to.
  ///   - target: Where in the output the symbols go; as many as the range has.
  /// - Throws: `DecompressionError`.
  func decode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout [UInt8], _ target: Range<Int>
  ) throws(DecompressionError) {
    guard var bits = BackwardBits(bytes, range) else { throw Self.damage }
    let entries = self.entries.span
    var output = output.mutableSpan
    var place = target.lowerBound
    // Five codes of at most 11 bits are looked up in one word.
    while target.upperBound &- place >= 5 && bits.left >= 0 {
      let word = bits.peek(55, bytes)
      var used = 0
      for index in 0..<5 {
        let entry = entries[word &>> (55 &- width &- used) & (1 &<< width &- 1)]
        output[place &+ index] = UInt8(truncatingIfNeeded: entry)
        used &+= Int(entry &>> 8)
      }
      bits.drop(used)
      place &+= 5
    }
    while place < target.upperBound && bits.left >= 0 {
      let entry = entries[bits.peek(width, bytes)]
      output[place] = UInt8(truncatingIfNeeded: entry)
      bits.drop(Int(entry &>> 8))
      place &+= 1
    }
    guard bits.left == 0, place == target.upperBound else {
      throw .damaged("the literals of a zstd block")
    }
  }
}
