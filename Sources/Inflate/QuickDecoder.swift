internal import CZlib

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
  // Decoding tables; see `HuffmanTable` for their entries.
  private var literals = HuffmanTable(symbols: HuffmanTable.literals, most: 10)
  private var distances = HuffmanTable(symbols: HuffmanTable.distances, most: 8)
  private var lengthCodes = HuffmanTable(symbols: HuffmanTable.codeLengths, most: 7)
  private let lengths: UnsafeMutablePointer<UInt8>
  private var isFixed = false

  /// Room that must be free behind the size of the output.
  static let slack = 320
  /// Literal and length codes, then distance codes; a repeat may run over the end by 138.
  private static let mostLengths = 288 + 32 + 138

  init() {
    unsafe lengths = .allocate(capacity: Self.mostLengths)
    unsafe lengths.initialize(repeating: 0, count: Self.mostLengths)
  }

  deinit {
    // SAFETY: allocated by `init`, and by nobody else held.
    unsafe lengths.deallocate()
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
    guard let start = input.baseAddress, input.count > 6 else { return nil }
    // SAFETY of all below: the reader never reads beyond its end; `written` is at most `size`
    // before each symbol, which writes at most 3 + 258 bytes and 16 of overshoot; a match begins
    // at or behind the first byte written.
    let method = unsafe Int(start[0])
    let flags = unsafe Int(start[1])
    // Deflate with a window of at most 32 KB, no dictionary, and the two bytes' own check.
    guard method & 15 == 8, method >> 4 <= 7, flags & 0x20 == 0, (method << 8 | flags) % 31 == 0
    else { return nil }
    var reader = unsafe BitReader(start + 2, end: start + input.count)
    var written = 0
    var isLast = false
    while !isLast {
      reader.refill()
      isLast = reader.take(1) == 1
      switch reader.take(2) {
      case 0:
        guard let count = reader.beginStored(), count <= size - written else { return nil }
        unsafe memcpy(output + written, reader.next, count)
        reader.skip(count)
        written += count
        continue
      case 1:
        guard useFixedTables() else { return nil }
      case 2:
        guard readTables(&reader) else { return nil }
      default:
        return nil
      }
      guard let end = unsafe decodeBlock(&reader, output, from: written, size: size) else {
        return nil
      }
      written = end
    }
    guard written == size, let rest = unsafe reader.finish(), unsafe rest + 4 <= reader.end
    else { return nil }
    let announced = unsafe UInt32(
      bigEndian: UnsafeRawPointer(rest).loadUnaligned(as: UInt32.self))
    // The type of zlib's length is not the same everywhere.
    guard let length = uInt(exactly: size),
      unsafe UInt32(truncatingIfNeeded: adler32(1, output, length)) == announced
    else { return nil }
    return unsafe rest + 4 - start
  }

  /// Decodes the symbols of a block up to its end.
  @unsafe private func decodeBlock(
    _ input: inout BitReader, _ output: UnsafeMutablePointer<UInt8>, from start: Int, size: Int
  ) -> Int? {
    var reader = input
    let literals = unsafe self.literals.entries
    let distances = unsafe self.distances.entries
    let literalMask = (UInt64(1) << self.literals.bits) - 1
    let distanceMask = (UInt64(1) << self.distances.bits) - 1
    var target = unsafe output + start
    let limit = unsafe output + size
    while true {
      guard unsafe target <= limit else { return nil }
      reader.refill()
      var entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
      if entry & HuffmanTable.isLiteral != 0 {
        // Three literals take at most thirty of the 56 bits.
        reader.drop(entry)
        unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
        unsafe target += 1
        entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
        if entry & HuffmanTable.isLiteral != 0 {
          reader.drop(entry)
          unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
          unsafe target += 1
          entry = unsafe literals[Int(truncatingIfNeeded: reader.bits & literalMask)]
          if entry & HuffmanTable.isLiteral != 0 {
            reader.drop(entry)
            unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
            unsafe target += 1
            continue
          }
        }
        reader.refill()
      }
      if entry & HuffmanTable.isSpecial != 0 {
        if entry & HuffmanTable.isLink != 0 {
          reader.drop(entry)
          let place = Int(entry >> 16) + reader.peek(Int(entry >> 8 & 15))
          entry = unsafe literals[place]
          if entry & HuffmanTable.isLiteral != 0 {
            reader.drop(entry)
            unsafe target[0] = UInt8(truncatingIfNeeded: entry >> 16)
            unsafe target += 1
            continue
          }
        }
        if entry & HuffmanTable.isEnd != 0 {
          reader.drop(entry)
          input = reader
          return unsafe target - output
        }
        if entry & HuffmanTable.isInvalid != 0 { return nil }
      }
      // A length takes at most 20 bits, a distance 28: both are in the reader.
      reader.drop(entry)
      let length = Int(entry >> 16) + reader.take(Int(entry >> 8 & 15))
      entry = unsafe distances[Int(truncatingIfNeeded: reader.bits & distanceMask)]
      if entry & HuffmanTable.isSpecial != 0 {
        if entry & HuffmanTable.isLink != 0 {
          reader.drop(entry)
          let place = Int(entry >> 16) + reader.peek(Int(entry >> 8 & 15))
          entry = unsafe distances[place]
        }
        if entry & HuffmanTable.isInvalid != 0 { return nil }
      }
      reader.drop(entry)
      let distance = Int(entry >> 16) + reader.take(Int(entry >> 8 & 15))
      guard unsafe distance <= target - output else { return nil }
      unsafe Self.repeatBytes(at: target, distance: distance, count: length)
      unsafe target += length
    }
  }

  /// Copies a match; may write up to 15 bytes more than it has.
  @unsafe @inline(__always)
  private static func repeatBytes(
    at target: UnsafeMutablePointer<UInt8>, distance: Int, count: Int
  ) {
    let to = UnsafeMutableRawPointer(target)
    let from = unsafe to - distance
    var done = 0
    if distance >= 16 {
      repeat {
        let block = unsafe from.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self)
        unsafe to.storeBytes(of: block, toByteOffset: done, as: SIMD16<UInt8>.self)
        done += 16
      } while done < count
    } else if distance >= 8 {
      repeat {
        let block = unsafe from.loadUnaligned(fromByteOffset: done, as: UInt64.self)
        unsafe to.storeBytes(of: block, toByteOffset: done, as: UInt64.self)
        done += 8
      } while done < count
    } else if distance == 1 {
      unsafe memset(to, Int32(target[-1]), count)
    } else {
      repeat {
        unsafe target[done] = target[done - distance]
        done += 1
      } while done < count
    }
  }

  /// The tables of RFC 1951, 3.2.6.
  private mutating func useFixedTables() -> Bool {
    guard !isFixed else { return true }
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
    isFixed = true
    return unsafe literals.build(lengths, 288) && distances.build(lengths + 288, 32)
  }

  private static let codeLengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// Reads the tables of a block; see RFC 1951, 3.2.7.
  private mutating func readTables(_ input: inout BitReader) -> Bool {
    var reader = input
    isFixed = false
    let literalCount = reader.take(5) + 257
    let distanceCount = reader.take(5) + 1
    let codeCount = reader.take(4) + 4
    guard literalCount <= 286, distanceCount <= 30 else { return false }
    // SAFETY: 19 lengths have room; so has the longest repeat that begins before `total`.
    unsafe lengths.update(repeating: 0, count: 19)
    let order = Self.codeLengthOrder
    for index in 0..<codeCount {
      if index & 15 == 0 { reader.refill() }
      unsafe lengths[order[index]] = UInt8(reader.take(3))
    }
    guard unsafe lengthCodes.build(lengths, 19) else { return false }
    let entries = unsafe lengthCodes.entries
    let mask = (UInt64(1) << lengthCodes.bits) - 1
    let total = literalCount + distanceCount
    var next = 0
    while next < total {
      reader.refill()
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
      unsafe (lengths + next).update(repeating: value, count: count)
      next += count
    }
    guard next == total, unsafe lengths[256] != 0 else { return false }
    input = reader
    return unsafe literals.build(lengths, literalCount)
      && distances.build(lengths + literalCount, distanceCount)
  }
}
