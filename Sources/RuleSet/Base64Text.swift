/// Base64 and base64url (RFC 4648) for key templates.
enum Base64Text {
  private static let common = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let standard = common + Array("+/".utf8)
  private static let url = common + Array("-_".utf8)

  /// Writes bytes as base64.
  ///
  /// - Parameters:
  ///   - bytes: Any bytes.
  ///   - isURL: Whether to use the alphabet for addresses.
  ///   - padding: Whether to fill up with `=`.
  /// - Returns: The text.
  static func encode(_ bytes: [UInt8], isURL: Bool = false, padding: Bool = false) -> [UInt8] {
    let alphabet = isURL ? url : standard
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count)) & 63])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
    while padding, text.count % 4 != 0 { text.append(.equals) }
    return text
  }

  /// The whole bytes that characters of the standard alphabet hold.
  static func decode(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text {
      bits = bits << 6 | UInt32(standard.firstIndex(of: character) ?? 0)
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
    }
    return bytes
  }
}
