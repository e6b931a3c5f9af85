#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Decodes zlib streams whose size is known, about twice as fast as zlib does.
///
/// The stream is decoded in one go, from memory to memory: no state has to be left behind. It
/// gives up on whatever is not as it should be; zlib, which then decodes the same stream again,
/// says what is wrong with it. See RFC 1950 and RFC 1951, whose names are used here.
@safe struct QuickDecoder: ~Copyable {
  /// The tables that the symbols of a block are decoded with.
  private struct Tables: ~Copyable {
    /// Longer codes of literals and lengths take a second look.
    static let literalWidth: UInt8 = 10
    var literals = HuffmanTable(symbols: HuffmanTable.literals, most: Int(literalWidth))
    var distances = HuffmanTable(symbols: HuffmanTable.distances, most: 8)

    /// Fills both; false when the codes are not whole.
    @unsafe mutating func build(
      _ lengths: UnsafePointer<UInt8>, literals literalCount: Int, distances distanceCount: Int
    ) -> Bool {
      unsafe literals.build(lengths, literalCount)
        && distances.build(lengths + literalCount, distanceCount)
    }
  }

  /// The tables of the block that is read.
  private var tables = Tables()
  /// The tables of blocks that bring none; made when the first comes.
  private var fixedTables = Tables()
  private var hasFixedTables = false
  private var lengthCodes = HuffmanTable(symbols: HuffmanTable.codeLengths, most: 7)
  private let lengths: UnsafeMutablePointer<UInt8>
  private let tail: UnsafeMutablePointer<UInt8>

  /// Room that must be free behind the size of the output.
  static let slack = 320
  /// Literal and length codes, then distance codes; a repeat may run over the end by 138, written
  /// eight at a time.
  private static let mostLengths = 288 + 32 + 138 + 8

  init() {
    unsafe lengths = .allocate(capacity: Self.mostLengths)
    unsafe lengths.initialize(repeating: 0, count: Self.mostLengths)
    unsafe tail = .allocate(capacity: BitReader.tailSize)
    unsafe tail.initialize(repeating: 0, count: BitReader.tailSize)
  }

  deinit {
    // SAFETY: both were allocated by `init`, and nobody else holds them.
    unsafe lengths.deallocate()
    unsafe tail.deallocate()
  }

  /// Decodes a stream.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream.
  ///   - output: Memory of at least `size + slack` bytes; what lies behind `size` is clobbered.
  ///   - size: The size that the output must have.
  /// - Returns: Number of input bytes that the stream took; nil when it is not in order.
  @unsafe mutating func decode(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, size: Int
  ) -> Int? {
    guard var reader = unsafe begin(input),
      let written = unsafe decodeBlocks(&reader, into: output, size: size)
    else { return nil }
    guard written == size, let rest = unsafe reader.finish(), unsafe rest + 4 <= reader.end
    else { return nil }
    let announced = unsafe UInt32(
      bigEndian: UnsafeRawPointer(rest).loadUnaligned(as: UInt32.self))
    // The type of zlib's length is not the same everywhere.
    guard unsafe Adler32.sum(output, size) == announced else { return nil }
    return unsafe input.count - (reader.end - (rest + 4))
  }

  /// Decodes bare deflate; else like `decode`.
  @unsafe mutating func decodeBare(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, size: Int
  ) -> Int? {
    guard let start = input.baseAddress else { return nil }
    // SAFETY: the reader never reads beyond its end, as long as it is asked whether it may read on.
    var reader = unsafe BitReader(start, end: start + input.count, tail: tail)
    guard let written = unsafe decodeBlocks(&reader, into: output, size: size), written == size,
      let rest = unsafe reader.finish()
    else { return nil }
    // What is behind may be a copy.
    return unsafe input.count - (reader.end - rest)
  }

  /// Decodes the beginning of a stream, without a look at what follows it or at the checksum.
  ///
  /// - Parameters:
  ///   - input: Begins with the stream.
  ///   - output: Memory of at least `count + slack` bytes; what lies behind `count` is clobbered.
  ///   - count: How many bytes are wanted.
  /// - Returns: Whether they are there; false when the stream is not in order, or is shorter.
  @unsafe mutating func decodeFront(
    _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>, count: Int
  ) -> Bool {
    guard var reader = unsafe begin(input),
      let written = unsafe decodeBlocks(&reader, into: output, size: count)
    else { return false }
    return written >= count
  }

  /// Reads the two bytes in front of the blocks; nil when they are not as they should be.
  @unsafe private func begin(_ input: UnsafeBufferPointer<UInt8>) -> BitReader? {
    guard let start = input.baseAddress, input.count > 6 else { return nil }
    // SAFETY: there are more than two bytes; the reader never reads beyond its end, as long as it is
    // asked whether it may read on.
    let method = unsafe Int(start[0])
    let flags = unsafe Int(start[1])
    // Deflate with a window of at most 32 KB, no dictionary, and the two bytes' own check.
    guard method & 15 == 8, method >> 4 <= 7, flags & 0x20 == 0, (method << 8 | flags) % 31 == 0
    else { return nil }
    return unsafe BitReader(start + 2, end: start + input.count, tail: tail)
  }

  /// Decodes blocks, until the last one ends or there are more bytes than wanted.
  ///
  /// - Returns: How many bytes there are: more than `size` only where the stream goes on; nil when it
  ///   is not in order.
  @unsafe private mutating func decodeBlocks(
    _ reader: inout BitReader, into output: UnsafeMutablePointer<UInt8>, size: Int
  ) -> Int? {
    // SAFETY of all below: `written` is at most `size` before each step, which writes at most two
    // literals and a match of 258 bytes with 31 of overshoot; a match begins at or behind the first
    // byte.
    var written = 0
    var isLast = false
    while !isLast {
      guard reader.mayReadOn() else { return nil }
      reader.refill()
      isLast = reader.take(1) == 1
      let end: Int?
      switch reader.take(2) {
      case 0:
        guard let count = reader.beginStored(), count <= size - written else { return nil }
        unsafe memcpy(output + written, reader.next, count)
        reader.skip(count)
        end = written + count
      case 1:
        guard makeFixedTables() else { return nil }
        end = unsafe Self.decodeBlock(&reader, fixedTables, output, from: written, size: size)
      case 2:
        guard readTables(&reader) else { return nil }
        end = unsafe Self.decodeBlock(&reader, tables, output, from: written, size: size)
      default:
        return nil
      }
      guard let end else { return nil }
      guard end <= size else { return end }
      written = end
    }
    return written
  }

  /// Decodes the symbols of a block up to its end, or until there are more bytes than `size`.
  ///
  /// The entry of the next symbol is looked up, and the reader filled, before the work on the last is
  /// done: this hides how long both take. libdeflate works in this way.
  @unsafe private static func decodeBlock(
    _ input: inout BitReader, _ tables: borrowing Tables, _ output: UnsafeMutablePointer<UInt8>,
    from start: Int, size: Int
  ) -> Int? {
    var reader = input
    let literals = unsafe tables.literals.entries
    let distances = unsafe tables.distances.entries
    let literalMask = BitReader.mask(tables.literals.bits)
    let distanceMask = BitReader.mask(tables.distances.bits)
    var target = unsafe output + start
    let limit = unsafe output + size
    guard reader.mayReadOn() else { return nil }
    reader.refill()
    var entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
    while unsafe target <= limit && reader.mayReadOn() {
      var bits = reader.bits
      reader.drop(entry)
      if entry & HuffmanTable.isLiteral != 0 {
        // Three literals take at most 30 of the 56 bits, two and a length at most 40.
        unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
        unsafe target += 1
        entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
        bits = reader.bits
        reader.drop(entry)
        if entry & HuffmanTable.isLiteral != 0 {
          unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
          unsafe target += 1
          entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
          bits = reader.bits
          reader.drop(entry)
          if entry & HuffmanTable.isLiteral != 0 {
            unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
            unsafe target += 1
            entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
            reader.refill()
            continue
          }
        }
      }
      if entry & HuffmanTable.isSpecial != 0 {
        if entry & HuffmanTable.isLink != 0 {
          let place = Int(truncatingIfNeeded: entry >> 16) &+ reader.peek(entry >> 8)
          entry = unsafe literals[place]
          bits = reader.bits
          reader.drop(entry)
          if entry & HuffmanTable.isLiteral != 0 {
            unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
            unsafe target += 1
            entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
            reader.refill()
            continue
          }
        }
        if entry & HuffmanTable.isEnd != 0 {
          input = reader
          return unsafe target - output
        }
        if entry & HuffmanTable.isInvalid != 0 { return nil }
      }
      let length = value(of: entry, in: bits)
      entry = unsafe distances[Int(truncatingIfNeeded: reader.bits & distanceMask)]
      // A distance takes at most 28 bits, and the next entry is looked up behind it.
      if reader.hasFewer(than: 28 + Tables.literalWidth) { reader.refill() }
      if entry & HuffmanTable.isSpecial != 0 {
        if entry & HuffmanTable.isLink != 0 {
          reader.drop(entry)
          let place = Int(truncatingIfNeeded: entry >> 16) &+ reader.peek(entry >> 8)
          entry = unsafe distances[place]
        }
        if entry & HuffmanTable.isInvalid != 0 { return nil }
      }
      bits = reader.bits
      reader.drop(entry)
      let distance = value(of: entry, in: bits)
      guard unsafe distance <= target - output else { return nil }
      entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
      reader.refill()
      unsafe repeatBytes(at: target, distance: distance, count: length)
      unsafe target += length
    }
    return unsafe target > limit ? target - output : nil
  }

  /// The length or distance of an entry with the extra bits that follow its code.
  @inline(__always)
  private static func value(of entry: UInt32, in bits: UInt64) -> Int {
    Int(truncatingIfNeeded: entry >> 16)
      &+ Int(truncatingIfNeeded: (bits & BitReader.mask(entry)) &>> UInt64(entry >> 8))
  }

  /// Copies a match; may write up to 31 bytes more than it has.
  @unsafe @inline(__always)
  private static func repeatBytes(
    at target: UnsafeMutablePointer<UInt8>, distance: Int, count: Int
  ) {
    let to = UnsafeMutableRawPointer(target)
    let from = unsafe to - distance
    if distance >= 16 {
      // Most matches are no longer than this.
      unsafe copy16(from, to, 0)
      unsafe copy16(from, to, 16)
      var done = 32
      while done < count {
        unsafe copy16(from, to, done)
        done &+= 16
      }
    } else if distance == 1 {
      let block = unsafe SIMD16<UInt8>(repeating: target[-1])
      var done = 0
      repeat {
        unsafe to.storeBytes(of: block, toByteOffset: done, as: SIMD16<UInt8>.self)
        done &+= 16
      } while done < count
    } else {
      // Of each eight bytes, those up to the distance are right, and the next eight begin there.
      var done = 0
      let step = min(distance, 8)
      repeat {
        let block = unsafe from.loadUnaligned(fromByteOffset: done, as: UInt64.self)
        unsafe to.storeBytes(of: block, toByteOffset: done, as: UInt64.self)
        done &+= step
      } while done < count
    }
  }

  @unsafe @inline(__always)
  private static func copy16(
    _ from: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ offset: Int
  ) {
    let block = unsafe from.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
    unsafe to.storeBytes(of: block, toByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// The tables of RFC 1951, 3.2.6.
  private mutating func makeFixedTables() -> Bool {
    guard !hasFixedTables else { return true }
    for symbol in 0..<288 {
      // SAFETY: `lengths` has room for more than 288 and 32 lengths.
      unsafe lengths[symbol] =
        switch symbol {
        case ..<144: 8
        case ..<256: 9
        case ..<280: 7
        default: 8
        }
    }
    for symbol in 288..<320 { unsafe lengths[symbol] = 5 }
    hasFixedTables = unsafe fixedTables.build(lengths, literals: 288, distances: 32)
    return hasFixedTables
  }

  private static let codeLengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// Reads the tables of a block; see RFC 1951, 3.2.7.
  private mutating func readTables(_ input: inout BitReader) -> Bool {
    var reader = input
    let literalCount = reader.take(5) + 257
    let distanceCount = reader.take(5) + 1
    let codeCount = reader.take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { return false }
    // SAFETY: 19 lengths have room; so has the longest repeat that begins before `total`.
    unsafe lengths.update(repeating: 0, count: 19)
    let order = Self.codeLengthOrder
    for index in 0..<codeCount {
      if index & 15 == 0 {
        guard reader.mayReadOn() else { return false }
        reader.refill()
      }
      unsafe lengths[order[index]] = UInt8(reader.take(3))
    }
    guard unsafe lengthCodes.build(lengths, 19) else { return false }
    let entries = unsafe lengthCodes.entries
    let mask = BitReader.mask(lengthCodes.bits)
    let total = literalCount + distanceCount
    var next = 0
    while next < total {
      // A code and its repeats take at most 14 bits.
      if reader.hasFewer(than: 14) {
        guard reader.mayReadOn() else { return false }
        reader.refill()
      }
      let entry = unsafe entries[Int(truncatingIfNeeded: reader.bits & mask)]
      reader.drop(entry)
      let symbol = Int(entry >> 16)
      if symbol < 16 {
        unsafe lengths[next] = UInt8(symbol)
        next += 1
        continue
      }
      let count: Int
      var value: UInt8 = 0
      switch symbol {
      case 16:
        guard next > 0 else { return false }
        value = unsafe lengths[next - 1]
        count = 3 + reader.take(2)
      case 17: count = 3 + reader.take(3)
      default: count = 11 + reader.take(7)
      }
      let eight = UInt64(value) &* 0x0101_0101_0101_0101
      var done = 0
      repeat {
        unsafe UnsafeMutableRawPointer(lengths + next).storeBytes(
          of: eight, toByteOffset: done, as: UInt64.self)
        done &+= 8
      } while done < count
      next += count
    }
    guard next == total, unsafe lengths[256] != 0 else { return false }
    input = reader
    return unsafe tables.build(lengths, literals: literalCount, distances: distanceCount)
  }
}
