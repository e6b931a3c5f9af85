/// Base64 and base64url (RFC 4648).
public enum Base64 {
  private static let common =
    Array(UInt8(ascii: "A")...UInt8(ascii: "Z")) + Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
    + Array(UInt8(ascii: "0")...UInt8(ascii: "9"))
  private static let standard = common + Array("+/".utf8)
  private static let url = common + Array("-_".utf8)

  /// Encodes bytes without line breaks: in the alphabet for addresses if `isURL`, with the last
  /// group filled up by `=` if `padding`.
  package static func encode(
    _ bytes: some Sequence<UInt8>, isURL: Bool = false, padding: Bool = false
  ) -> [UInt8] {
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
    while padding, text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return text
  }

  /// Encodes bytes as a text with padding.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: encode(bytes, padding: true), as: UTF8.self)
  }

  /// The whole bytes that characters of either alphabet hold, up to the first other character.
  package static func decodePrefix(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var values: [UInt8] = []
    values.reserveCapacity(text.count)
    for character in text {
      guard let value = value(of: character) else { break }
      values.append(value)
    }
    return bytes(of: values)
  }

  /// The same, of a whole text.
  package static func decodePrefix(_ text: [UInt8]) -> [UInt8] { decodePrefix(text[...]) }

  /// The whole bytes that some characters hold, of which the six bits are given; bits that are left
  /// over are dropped.
  package static func bytes(of values: some Collection<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var count = 0
    for value in values {
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }

  /// The six bits of a character of either alphabet; nil for any other.
  @inlinable @inline(__always)
  public static func value(of character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// Whether a byte is a character of either alphabet; padding is none.
  @inlinable @inline(__always)
  public static func isCharacter(_ byte: UInt8) -> Bool {
    // A bit for each byte below 128, as this is asked of every byte beside a change.
    let set: UInt64 = byte < 64 ? 0x03FF_A800_0000_0000 : 0x07FF_FFFE_87FF_FFFE
    return byte < 128 && set &>> UInt64(byte & 63) & 1 == 1
  }
}
