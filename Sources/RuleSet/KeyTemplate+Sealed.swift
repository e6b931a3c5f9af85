import Basics
import PatternEngine

extension KeyTemplate {
  /// A body that is random but for its checksum or its structure, which hold as in genuine keys.
  ///
  /// The number of a placeholder counts all that it stands for. Where an issuer's checksum covers
  /// the prefix too, it is taken from the text before the placeholder.
  enum Seal: String, CaseIterable {
    case base62CRC = "base62-crc32"
    case hexCRC = "hex-crc32"
    case gitHub = "github-pat"
    case gitLab = "gitlab-routable"
    case grafana = "grafana-crc32"
    case atlassian = "atlassian-crc32"
    case bitbucket = "bitbucket-crc32"
    case zuplo = "zuplo-crc32"
    case confluent = "confluent-crc32"
    case age = "age-key"
    case slack = "slack-config"
    case discord = "discord-bot"
    case jfrog = "jfrog-reference"
    case der
    case azureStorage = "azure-storage"
    case azureCask = "azure-cask"

    /// Appends a body of a length.
    func append(
      _ count: Int, to text: inout [UInt8], using generator: inout SeededGenerator
    ) {
      let prefix = Array(
        text.reversed().prefix { ByteSet.word.contains($0) || $0 == .dash }.reversed())
      func random(_ set: ByteSet, _ count: Int) -> [UInt8] {
        let alphabet = set.bytes
        return (0..<max(0, count)).map { _ in alphabet[generator.next(below: alphabet.count)] }
      }
      let (alphanumerics, lower) = (ByteSet.alphanumerics, ByteSet.lowercase.union(.digits))
      switch self {
      case .base62CRC:
        let body = random(alphanumerics, count - 6)
        text += body + KeyChecksum.base62CRC(of: body)
      case .hexCRC:
        let body = random(alphanumerics, count - 8)
        text += body + KeyChecksum.hexCRC(of: body)
      case .zuplo:
        let body = random(lower, count - 9)
        text += body + [.underscore] + KeyChecksum.hexCRC(of: body)
      case .grafana:
        let body = random(alphanumerics, count - 9)
        text += body + [.underscore] + KeyChecksum.reversedHexCRC(of: prefix + body)
      case .atlassian:
        let body = random(alphanumerics, count - 9) + [.equals]
        text += body + KeyChecksum.upperHexCRC(of: prefix + body)
      case .bitbucket:
        let body = random(alphanumerics, count - 8)
        text += body + KeyChecksum.upperHexCRC(of: prefix + body)
      case .confluent:
        let body = random(alphanumerics, count - 6)
        text += body + KeyChecksum.base64CRC(of: body)
      case .gitHub:
        let body = random(alphanumerics, 22) + [.underscore] + random(alphanumerics, count - 39)
        let hash = KeyChecksum.base32Hash(of: prefix + body)
        text += body + hash + random(alphanumerics, 8)
      case .gitLab:
        let body = random(alphanumerics, count - 10)
        let start = body + [.dot] + KeyChecksum.base36Length(body.count)
        text += start + KeyChecksum.base36CRC(of: prefix + start)
      case .age:
        let alphabet = Bech32.alphabet
        let data = (0..<count - 6).map { _ in alphabet[generator.next(below: alphabet.count)] }
        let sum = Bech32.checksum(prefix: Array("age-secret-key-".utf8), data: data)
        text += (data + sum).map { ByteSet.lowercase.contains($0) ? $0 & 0xDF : $0 }
      case .slack:
        let plain = Array("2-2-".utf8) + random(.digits, count)
        text += Base64.encode(plain).prefix(count)
      case .discord:
        let plain = [UInt8(ascii: "1")] + random(.digits, count * 3 / 4 - 1)
        text += Base64.encode(plain).prefix(count)
      case .jfrog:
        let plain = Array("reftkn:01:17".utf8) + random(.digits, 8) + [UInt8(ascii: ":")]
        text += Base64.encode(plain + random(alphanumerics, count)).prefix(count)
      case .der:
        let content = [2, 1, 0] + (0..<count).map { _ in UInt8(generator.next(below: 256)) }
        let bytes = [0x30, 0x82, UInt8(content.count >> 8), UInt8(content.count & 255)] + content
        for (place, character) in Base64.encode(bytes, padding: true).enumerated() {
          if place > 0, place % 64 == 0 { text.append(UInt8(ascii: "\n")) }
          text.append(character)
        }
      case .azureStorage:
        let body = Base64.decodePrefix(random(alphanumerics, 76) + Array("+ASt".utf8))
        let tail = KeyChecksum.azureTail(of: body, seed: 0x4465_6661_756C_7430)
        text += Base64.encode(body + tail, padding: true)
      case .azureCask:
        let start = random(alphanumerics, 52) + Array("JQQJ99BAA".utf8)
        let body = start + random(alphanumerics, 15) + Array("AZDO".utf8)
        text += body + KeyChecksum.azureTail(of: Base64.decodePrefix(body))
      }
    }
  }

  /// A macaroon of version 2 as PyPI makes them: location, identifier, signature.
  static func macaroon(location: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
    func field(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
      [kind, UInt8(truncatingIfNeeded: content.count)] + content
    }
    var identifier: [UInt8] = []
    for place in 0..<36 {
      let isDash = [8, 13, 18, 23].contains(place)
      identifier.append(
        isDash ? .dash : Placeholder.hexDigits[generator.next(below: 16)])
    }
    let signature = (0..<32).map { _ in UInt8(generator.next(below: 256)) }
    let bytes =
      [2] + field(1, location) + field(2, identifier) + [0]
      + field(2, Array("[3, \"user\"]".utf8)) + [0, 0] + field(6, signature)
    return Base64.encode(bytes, isURL: true)
  }
}

extension UInt8 {
  fileprivate static let dash = UInt8(ascii: "-")
}
