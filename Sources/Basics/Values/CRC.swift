/// A cyclic redundancy check, its lowest bit first, eight bytes at a time.
package struct CRC: Sendable {
  private var remainder: UInt64
  private let mask: UInt64
  private let tables: [UInt64]

  private init(mask: UInt64, tables: [UInt64]) {
    (self.mask, self.tables) = (mask, tables)
    remainder = mask
  }

  /// The CRC-32 of ISO 3309, as xz, zip and many formats of keys have it.
  package static var crc32: Self { Self(mask: 0xFFFF_FFFF, tables: tables32) }
  /// The CRC-64 of ECMA-182, as xz has it.
  package static var crc64: Self { Self(mask: .max, tables: tables64) }

  /// The CRC-32 of some bytes.
  package static func crc32(of bytes: Span<UInt8>) -> UInt32 {
    var crc = crc32
    crc.update(bytes)
    return UInt32(truncatingIfNeeded: crc.value)
  }

  /// The CRC-32 of some bytes.
  package static func crc32(of bytes: some Sequence<UInt8>) -> UInt32 {
    crc32(of: Array(bytes).span)
  }

  /// The checksum of all bytes so far.
  package var value: UInt64 { ~remainder & mask }

  /// Adds some bytes.
  package mutating func update(_ bytes: Span<UInt8>) {
    remainder = Self.remainder(of: bytes, after: remainder, tables)
  }

  private static func remainder(
    of bytes: Span<UInt8>, after before: UInt64, _ tables: [UInt64]
  ) -> UInt64 {
    let tables = tables.span
    var crc = before
    var place = 0
    while bytes.count &- place >= 8 {
      let word = bytes.littleEndian64(at: place) ^ crc
      crc = 0
      for index in 0..<8 {
        let byte = Int(truncatingIfNeeded: word &>> UInt64(8 &* index) & 0xFF)
        crc ^= tables[(7 &- index) &* 256 &+ byte]
      }
      place &+= 8
    }
    while place < bytes.count {
      crc = tables[Int(UInt8(truncatingIfNeeded: crc) ^ bytes[place])] ^ crc &>> 8
      place &+= 1
    }
    return crc
  }

  private static let tables32 = tables(0xEDB8_8320)
  private static let tables64 = tables(0xC96C_5795_D787_0F42)

  /// For each of eight places of a byte in a word, what each value of it leaves.
  private static func tables(_ polynomial: UInt64) -> [UInt64] {
    var tables = (0..<256).map { index in
      (0..<8).reduce(UInt64(index)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1
      }
    }
    for place in 256..<8 * 256 {
      let value = tables[place - 256]
      tables.append(tables[Int(value & 0xFF)] ^ value >> 8)
    }
    return tables
  }
}
