import Basics

extension KeyTemplate {
  /// Something to be filled in.
  enum Placeholder {
    case random([UInt8], count: Int)
    case uuid
    case jwt([Member])
    case json([Member])
    case basic(count: Int)
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
        text += EncodedObject.body(members, &generator)
      case .basic(let count):
        text += Base64.encode(Array("deploy:".utf8) + generator.text(count), padding: true)
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
}
