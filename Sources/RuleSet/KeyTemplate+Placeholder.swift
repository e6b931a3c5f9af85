extension KeyTemplate {
  /// Something to be filled in.
  enum Placeholder {
    case random([UInt8], count: Int)
    case uuid
    case jwt(claim: String, value: String)

    static let hexDigits = Array("0123456789abcdef".utf8)

    /// Appends a random text of this kind.
    func append(to text: inout [UInt8], using generator: inout SeededGenerator) {
      switch self {
      case .random(let alphabet, let count):
        for _ in 0..<count { text.append(alphabet[generator.next(below: alphabet.count)]) }
      case .uuid:
        Self.appendUUID(to: &text, using: &generator)
      case .jwt(let claim, let value):
        Self.appendJWT(claim, value, to: &text, using: &generator)
      }
    }

    /// A UUID of version 4 (RFC 9562).
    private static func appendUUID(
      to text: inout [UInt8], using generator: inout SeededGenerator
    ) {
      for place in 0..<36 {
        switch place {
        case 8, 13, 18, 23: text.append(UInt8(ascii: "-"))
        case 14: text.append(UInt8(ascii: "4"))
        case 19: text.append(hexDigits[8 + generator.next(below: 4)])
        default: text.append(hexDigits[generator.next(below: 16)])
        }
      }
    }

    /// A JWT as issuers make them, with a signature of 32 random bytes.
    private static func appendJWT(
      _ claim: String, _ value: String, to text: inout [UInt8],
      using generator: inout SeededGenerator
    ) {
      // Between 2023 and 2026, and valid for an hour.
      let issued = 1_680_000_000 + generator.next(below: 90_000_000)
      let payload =
        "{\(quoted(claim)):\(quoted(value)),\"iat\":\(issued),\"exp\":\(issued + 3600)}"
      appendBase64URL(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8), to: &text)
      text.append(.dot)
      appendBase64URL(Array(payload.utf8), to: &text)
      text.append(.dot)
      let signature = (0..<32).map { _ in UInt8(generator.next(below: 256)) }
      appendBase64URL(signature, to: &text)
    }

    private static func quoted(_ text: String) -> String {
      var quoted = "\""
      for character in text {
        if character == "\"" || character == "\\" { quoted.append("\\") }
        quoted.append(character)
      }
      return quoted + "\""
    }

    /// Appends bytes in base64url without padding (RFC 4648, section 5).
    private static func appendBase64URL(_ bytes: [UInt8], to text: inout [UInt8]) {
      let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
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
    }
  }
}
