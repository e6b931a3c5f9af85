import Basics

/// Seeds of NATS (NKEYS): base32 of the kind, 32 random bytes and a CRC-16 in little-endian order.
enum NATSKey {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
  private static let length = 36

  static func check(_ seed: [UInt8]) -> ProofVerdict {
    var bytes: [UInt8] = []
    var (bits, count) = (UInt32(0), 0)
    for character in seed {
      guard let value = alphabet.firstIndex(of: character) else { break }
      bits = (bits << 5 | UInt32(value)) & 0xFFFF
      count += 5
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    let holds = bytes.count == length && bytes.suffix(2).elementsEqual(crc(of: bytes.dropLast(2)))
    return .verdict(holds, "checksum (CRC-16)")
  }

  /// A seed of a user, without the three letters that all of them begin with.
  static func body(_ random: inout SeededGenerator) -> [UInt8] {
    // The kind of a user is 160: its first three bits follow the mark of a seed, then the rest.
    var bytes: [UInt8] = [18 << 3 | 160 >> 5, 0] + random.bytes(32)
    bytes += crc(of: bytes[...])
    var text: [UInt8] = []
    var (bits, count) = (UInt32(0), 0)
    for byte in bytes {
      bits = (bits << 8 | UInt32(byte)) & 0xFFFF
      count += 8
      while count >= 5 {
        count -= 5
        text.append(alphabet[Int(bits >> UInt32(count) & 31)])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(5 - count) & 31)]) }
    return Array(text.dropFirst(3))
  }

  /// The CRC-16 of XMODEM, in little-endian order.
  private static func crc(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    let crc = bytes.reduce(UInt16(0)) { crc, byte in
      (0..<8).reduce(crc ^ UInt16(byte) << 8) { value, _ in
        value & 0x8000 == 0 ? value << 1 : value << 1 ^ 0x1021
      }
    }
    return [UInt8(crc & 0xFF), UInt8(crc >> 8)]
  }
}
