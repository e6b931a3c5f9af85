import Findings

/// The checksums that issuers put into their keys, as text.
///
/// `Detection` compares them with what a key holds; ``KeyTemplate`` makes keys that hold them.
package enum KeyChecksum {
  private static let base62 = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
  private static let base36 = Array("0123456789abcdefghijklmnopqrstuvwxyz".utf8)
  private static let base64 = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Six characters of base62, as GitHub, npm and Vercel have them.
  package static func base62CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    digits(of: CRC32.of(body), in: base62, count: 6)
  }

  /// Eight hexadecimal digits in lower case, as Cloudflare and Zuplo have them.
  package static func hexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC32.of(body), digits: "0123456789abcdef")
  }

  /// Eight hexadecimal digits in upper case, as Atlassian has them.
  package static func upperHexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC32.of(body), digits: "0123456789ABCDEF")
  }

  /// Eight hexadecimal digits of the bytes in reverse, as Grafana has them.
  package static func reversedHexCRC(of body: some Sequence<UInt8>) -> [UInt8] {
    hex(of: CRC32.of(body).byteSwapped, digits: "0123456789abcdef")
  }

  /// Six characters of base64 of the bytes in reverse, as Confluent has them.
  package static func base64CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    let bits = UInt64(CRC32.of(body).byteSwapped) << 4
    return (0..<6).map { base64[Int(bits >> (30 - 6 * UInt64($0)) & 63)] }
  }

  /// Seven characters of base36, the end of GitLab's routable tokens.
  package static func base36CRC(of body: some Sequence<UInt8>) -> [UInt8] {
    digits(of: CRC32.of(body), in: base36, count: 7)
  }

  /// Two characters of base36 for a length, which stand before the checksum of a routable token.
  package static func base36Length(_ length: Int) -> [UInt8] {
    digits(of: UInt32(truncatingIfNeeded: length), in: base36, count: 2)
  }

  /// Eight characters of base32 of a SHA-256, as GitHub's fine-grained tokens have them.
  package static func base32Hash(of body: some Sequence<UInt8>) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    let bits = SHA256.hash(body).prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return (0..<8).map { alphabet[Int(bits >> (35 - 5 * UInt64($0)) & 31)] }
  }

  /// The last four characters of Azure's keys of 84: a Marvin32 in base62.
  ///
  /// - Parameter decoded: What the 80 characters before hold in base64.
  /// - Returns: The characters.
  package static func azureTail(of decoded: some Collection<UInt8>) -> [UInt8] {
    let hash = Marvin32.hash(decoded, seed: 0x4465_6661_756C_7430).byteSwapped
    let all = digits(of: hash, in: base62, count: 6).drop { $0 == UInt8(ascii: "0") }
    return Array(all.prefix(4))
  }

  /// The last four bytes of Azure's older keys: a Marvin32 in little-endian order.
  package static func azureTail(of decoded: some Collection<UInt8>, seed: UInt64) -> [UInt8] {
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
