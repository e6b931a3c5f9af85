import Basics

/// The sizes of blocks, in their order, in so little memory that there may be any number.
struct XZRecords: Sendable, Equatable {
  private(set) var count = 0
  private var mixed: UInt64 = 0

  /// Adds a block's sizes.
  mutating func add(_ unpadded: Int, _ uncompressed: Int) {
    count += 1
    for size in [unpadded, uncompressed] {
      mixed = (mixed ^ UInt64(size)) &* 0x9E37_79B9_7F4A_7C15
      mixed ^= mixed >> 29
    }
  }
}

/// The index at the end of an xz stream; the file format of xz, 4.
struct XZIndex: Sendable {
  /// What it says of the blocks.
  private(set) var records = XZRecords()
  /// Its size in bytes, with the padding and the checksum.
  private(set) var size = 0

  private var crc = CRC.crc32
  private var announced: Int?
  private var unpadded: Int?
  private var number: UInt64 = 0
  private var digits = 0

  /// Begins an index, whose first byte has been read.
  mutating func begin() {
    self = Self()
    take(0)
  }

  private mutating func take(_ byte: UInt8) {
    size += 1
    let bytes = [byte]
    crc.update(bytes.span)
  }

  /// Reads on; says whether all records have come.
  mutating func read(
    _ input: Span<UInt8>, at position: inout Int
  ) throws(DecompressionError) -> Bool {
    while announced == nil || records.count < announced ?? 0 {
      guard position < input.count else { return false }
      let byte = input[position]
      position += 1
      take(byte)
      guard digits < 9 else { throw .damaged("the index of an xz stream") }
      number |= UInt64(byte & 0x7F) << UInt64(7 * digits)
      digits += 1
      guard byte < 0x80 else { continue }
      let value = Int(number)
      (number, digits) = (0, 0)
      if announced == nil {
        announced = value
      } else if let first = unpadded {
        records.add(first, value)
        unpadded = nil
      } else {
        unpadded = value
      }
    }
    return true
  }

  /// How many bytes follow the records: padding to a multiple of four, and the checksum.
  var tailSize: Int { -size & 3 + 4 }

  /// Ends the index; says whether padding and checksum are right.
  mutating func finish(_ bytes: [UInt8]) -> Bool {
    let tail = bytes.span
    let padding = tail.count - 4
    for index in 0..<padding {
      guard tail[index] == 0 else { return false }
      take(0)
    }
    size += 4
    return crc.value == UInt64(tail.littleEndian32(at: padding))
  }
}
