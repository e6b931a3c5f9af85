import Basics
import PatternEngine

extension KeyTemplate {
  /// Something to be filled in.
  enum Placeholder {
    case random([UInt8], count: Int)
    case uuid
    case jwt([Member])
    case json([Member])
    case macaroon(location: [UInt8])
    case sealed(Seal, count: Int)

    /// Appends a random text of this kind.
    func append(to text: inout [UInt8], using generator: inout SeededGenerator) {
      switch self {
      case .random(let alphabet, let count):
        text += generator.text(count, of: alphabet)
      case .uuid:
        Self.appendUUID(to: &text, using: &generator)
      case .jwt(let claims):
        text += WebToken.body(claims, &generator)
      case .json(let members):
        text += Base64.encode(Array(KeyTemplate.object(members, using: &generator).utf8))
      case .macaroon(let location):
        text += Macaroon.body(location: location, &generator)
      case .sealed(let seal, let count):
        seal.append(count, to: &text, using: &generator)
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
        case 19: text.append(KeyTemplate.hexDigits[8 + generator.next(below: 4)])
        default: text.append(KeyTemplate.hexDigits[generator.next(below: 16)])
        }
      }
    }
  }
}

extension KeyTemplate {
  /// A member of a JSON object.
  typealias Member = (name: String, value: String)

  static let hexDigits = Array("0123456789abcdef".utf8)

  /// A JSON object; each `*` of a value is replaced by 24 random letters and digits.
  static func object(
    _ members: [Member], using generator: inout SeededGenerator
  ) -> String {
    let alphabet = ByteSet.alphanumerics.bytes
    let texts = members.map { member in
      var value: [UInt8] = []
      for byte in member.value.utf8 {
        if byte == UInt8(ascii: "*") {
          for _ in 0..<24 { value.append(alphabet[generator.next(below: alphabet.count)]) }
        } else {
          value.append(byte)
        }
      }
      let isNumber = !value.isEmpty && value.allSatisfy(ByteSet.digits.contains)
      let text = String(decoding: value, as: UTF8.self)
      return quoted(member.name) + ":" + (isNumber ? text : quoted(text))
    }
    return "{" + texts.joined(separator: ",") + "}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "\""
  }
}
