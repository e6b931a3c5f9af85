import Basics

/// Keys of Bitcoin and its relatives: base58 whose last four bytes are a hash of the others.
///
/// Private keys in the wallet import format, extended private keys (BIP 32).
enum Base58Check {
  private static let alphabet = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let checksumLength = 4

  static func check(_ key: [UInt8]) -> ProofVerdict {
    let failed = ProofVerdict.verdict(false, "checksum (Base58Check)")
    // Bytes in little-endian order.
    var bytes: [UInt8] = []
    for character in key {
      guard let value = alphabet.firstIndex(of: character) else { return failed }
      var carry = value
      for place in bytes.indices {
        carry += Int(bytes[place]) * 58
        bytes[place] = UInt8(carry & 0xFF)
        carry >>= 8
      }
      while carry > 0 {
        bytes.append(UInt8(carry & 0xFF))
        carry >>= 8
      }
    }
    guard bytes.count > checksumLength else { return failed }
    let data = Array(bytes.reversed())
    let sum = checksum(of: data.dropLast(checksumLength))
    return .verdict(sum.elementsEqual(data.suffix(checksumLength)), "checksum (Base58Check)")
  }

  /// A private key in the wallet import format, for a compressed public key.
  static func walletKey(_ random: inout SeededGenerator) -> [UInt8] {
    encode([0x80] + random.bytes(32) + [1])
  }

  /// An extended private key without the four letters that it begins with.
  static func extendedKeyBody(_ random: inout SeededGenerator) -> [UInt8] {
    let version: [UInt8] = [0x04, 0x88, 0xAD, 0xE4]
    return Array(encode(version + [3] + random.bytes(40) + [0] + random.bytes(32)).dropFirst(4))
  }

  private static func encode(_ payload: [UInt8]) -> [UInt8] {
    var digits: [Int] = []
    for byte in payload + checksum(of: payload[...]) {
      var carry = Int(byte)
      for place in digits.indices {
        carry += digits[place] << 8
        digits[place] = carry % 58
        carry /= 58
      }
      while carry > 0 {
        digits.append(carry % 58)
        carry /= 58
      }
    }
    return digits.reversed().map { alphabet[$0] }
  }

  private static func checksum(of payload: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    SHA256.hash(SHA256.hash(Array(payload).span).span).prefix(checksumLength)
  }
}
