import Basics

/// The checksum of Bech32 (BIP 173), at the end of age's keys.
enum Bech32 {
  /// The characters in the order of their values.
  static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  /// The six characters that belong after some data.
  ///
  /// - Parameters:
  ///   - prefix: The part before the last `1`, in lower case.
  ///   - data: Characters of the alphabet, in lower case.
  /// - Returns: The characters.
  static func checksum(prefix: some Collection<UInt8>, data: [UInt8]) -> [UInt8] {
    var values = prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    for character in data {
      values.append(UInt8(alphabet.firstIndex(of: character) ?? 0))
    }
    let sum = remainder(of: values + [0, 0, 0, 0, 0, 0]) ^ 1
    return (0..<6).map { alphabet[Int(sum >> (5 * (5 - UInt32($0))) & 31)] }
  }

  private static func remainder(of values: [UInt8]) -> UInt32 {
    let generators: [UInt32] = [
      0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
    ]
    return values.reduce(1) { sum, value in
      let top = sum >> 25
      var next = (sum & 0x1FF_FFFF) << 5 ^ UInt32(value)
      for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 {
        next ^= generator
      }
      return next
    }
  }
}

/// The hash function Marvin32 as .NET has it, by which Azure marks its keys.
enum Marvin32 {
  /// The hash of some bytes: both halves of the state folded together.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - seed: What every service of Azure has of its own.
  /// - Returns: The hash.
  static func hash(_ bytes: some Collection<UInt8>, seed: UInt64) -> UInt32 {
    var low = UInt32(truncatingIfNeeded: seed)
    var high = UInt32(truncatingIfNeeded: seed >> 32)
    var pending: UInt32 = 0
    var count: UInt32 = 0
    for byte in bytes {
      pending |= UInt32(byte) << (8 * count)
      count += 1
      guard count == 4 else { continue }
      low &+= pending
      mix(&low, &high)
      (pending, count) = (0, 0)
    }
    low &+= pending | 0x80 << (8 * count)
    mix(&low, &high)
    mix(&low, &high)
    return low ^ high
  }

  private static func mix(_ low: inout UInt32, _ high: inout UInt32) {
    high ^= low
    low = rotated(low, by: 20) &+ high
    high = rotated(high, by: 9) ^ low
    low = rotated(low, by: 27) &+ high
    high = rotated(high, by: 19)
  }

  private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}

/// The checksums that issuers put into their keys, as text.
enum KeyChecksum {
  private static let base62 = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let base36 = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
  private static let base64 = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Six characters of base62, as GitHub, npm and Vercel have them.
  static func base62CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    digits(of: CRC.crc32(of: body), in: base62, count: 6)
  }

  /// Eight hexadecimal digits in lower case, as Cloudflare and Zuplo have them.
  static func hexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC.crc32(of: body), digits: "0123456789abcdef")
  }

  /// Eight hexadecimal digits in upper case, as Atlassian has them.
  static func upperHexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC.crc32(of: body), digits: "0123456789ABCDEF")
  }

  /// Eight hexadecimal digits of the bytes in reverse, as Grafana has them.
  static func reversedHexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC.crc32(of: body).byteSwapped, digits: "0123456789abcdef")
  }

  /// Six characters of base64 of the bytes in reverse, as Confluent has them.
  static func base64CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    let bits = UInt64(CRC.crc32(of: body).byteSwapped) << 4
    return (0..<6).map { base64[Int(bits >> (30 - 6 * UInt64($0)) & 63)] }
  }

  /// Seven characters of base36, the end of GitLab's routable tokens.
  static func base36CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    digits(of: CRC.crc32(of: body), in: base36, count: 7)
  }

  /// Two characters of base36 for a length, which stand before the checksum of a routable token.
  static func base36Length(_ length: Int) -> [UInt8] {
    digits(of: UInt32(truncatingIfNeeded: length), in: base36, count: 2)
  }

  /// Eight characters of base32 of a SHA-256, as GitHub's fine-grained tokens have them.
  static func base32Hash(of body: some Sequence<UInt8>) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    let bits = SHA256.hash(Array(body).span).prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (0..<8).map { alphabet[Int(bits >> (35 - 5 * UInt64($0)) & 31)] }
  }

  /// The last four characters of Azure's keys of 84: a Marvin32 in base62.
  ///
  /// - Parameter decoded: What the 80 characters before hold in base64.
  /// - Returns: The characters.
  static func azureTail(of decoded: some Collection<UInt8>) -> [UInt8] {
    let hash = Marvin32.hash(decoded, seed: 0x4465_6661_756C_7430).byteSwapped
    let all = digits(of: hash, in: base62, count: 6).drop { $0 == UInt8(ascii: "0") }
    return Array(all.prefix(4))
  }

  /// The last four bytes of Azure's older keys: a Marvin32 in little-endian order.
  static func azureTail(of decoded: some Collection<UInt8>, seed: UInt64) -> [UInt8] {
    let hash = Marvin32.hash(decoded, seed: seed)
    return [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: hash >> $0) }
  }

  private static func digits(of number: UInt32, in alphabet: [UInt8], count: Int) -> [UInt8] {
    var rest = number
    var text: [UInt8] = []
    for _ in 0..<count {
      text.append(alphabet[Int(rest % UInt32(alphabet.count))])
      rest /= UInt32(alphabet.count)
    }
    return text.reversed()
  }

  private static func hex(of number: UInt32, digits: String) -> [UInt8] {
    let alphabet = Array(digits.utf8)
    return (0..<8).map { alphabet[Int(number >> (28 - 4 * UInt32($0)) & 15)] }
  }
}
