import Basics
import Findings
import PatternEngine

// Keys that end in a checksum of what stands before: of each format how it is checked, and how the
// body of a sample is made whose checksum holds.

extension ProofVerdict {
  fileprivate static func crc(
    _ actual: some Sequence<UInt8>, _ expected: [UInt8]
  ) -> ProofVerdict {
    .verdict(expected.elementsEqual(actual), "checksum (CRC-32)")
  }
}

extension [UInt8] {
  /// What stands after the prefix, which ends in a low line.
  fileprivate var afterPrefix: ArraySlice<UInt8> {
    self[(firstIndex(of: UInt8(ascii: "_")).map { $0 + 1 } ?? 0)...]
  }
}

/// GitHub's classic tokens, npm's, Vercel's: six characters of base62 over the body.
enum Base62CRC {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    .crc(key.afterPrefix.suffix(6), KeyChecksum.base62CRC(of: key.afterPrefix.dropLast(6)))
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let body = random.text(count - 6)
    return body + KeyChecksum.base62CRC(of: body)
  }
}

/// Cloudflare's tokens: eight hexadecimal digits over the body; Zuplo's, with a low line between.
enum HexCRC {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    var covered = key.afterPrefix.dropLast(8)
    if covered.last == UInt8(ascii: "_") { covered.removeLast() }
    return .crc(key.afterPrefix.suffix(8), KeyChecksum.hexCRC(of: covered))
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let body = random.text(count - 8)
    return body + KeyChecksum.hexCRC(of: body)
  }

  static func zuploBody(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let body = random.text(count - 9, of: .lowercase.union(.digits))
    return body + [UInt8(ascii: "_")] + KeyChecksum.hexCRC(of: body)
  }
}

/// Grafana's tokens: a low line and a CRC-32 of prefix and body.
enum GrafanaToken {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    .crc(key.suffix(8), KeyChecksum.reversedHexCRC(of: key.dropLast(9)))
  }

  static func body(
    _ count: Int, after prefix: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let body = random.text(count - 9)
    return body + [UInt8(ascii: "_")] + KeyChecksum.reversedHexCRC(of: prefix + body)
  }
}

/// Atlassian's tokens, and Bitbucket's without the equals sign: a CRC-32 of prefix and body.
enum AtlassianToken {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    .crc(key.suffix(8), KeyChecksum.upperHexCRC(of: key.dropLast(8)))
  }

  static func body(
    _ count: Int, after prefix: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let body = random.text(count - 9) + [UInt8(ascii: "=")]
    return body + KeyChecksum.upperHexCRC(of: prefix + body)
  }

  static func bitbucketBody(
    _ count: Int, after prefix: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let body = random.text(count - 8)
    return body + KeyChecksum.upperHexCRC(of: prefix + body)
  }
}

/// Confluent's secrets: six characters of base64 over the body behind `cflt`.
enum ConfluentSecret {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    .crc(key.suffix(6), KeyChecksum.base64CRC(of: key.dropFirst(4).dropLast(6)))
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let body = random.text(count - 6)
    return body + KeyChecksum.base64CRC(of: body)
  }
}

/// GitHub's fine-grained tokens: after 77 characters comes the start of their SHA-256.
enum GitHubFineGrained {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    guard token.count >= 85 else { return .verdict(false, "checksum (SHA-256)") }
    let expected = KeyChecksum.base32Hash(of: token[..<77])
    return .verdict(expected.elementsEqual(token[77..<85]), "checksum (SHA-256)")
  }

  static func body(
    _ count: Int, after prefix: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let body = random.text(22) + [UInt8(ascii: "_")] + random.text(count - 39)
    return body + KeyChecksum.base32Hash(of: prefix + body) + random.text(8)
  }
}

/// GitLab's routable tokens: a length and a CRC-32 in base36, after a payload that names the place.
enum GitLabRoutable {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    var verdict = ProofVerdict.crc(token.suffix(7), KeyChecksum.base36CRC(of: token.dropLast(7)))
    verdict.facts += routing(of: token)
    return verdict
  }

  static func body(
    _ count: Int, after prefix: [UInt8], _ random: inout SeededGenerator
  ) -> [UInt8] {
    let body = random.text(count - 10)
    let start = body + [UInt8(ascii: ".")] + KeyChecksum.base36Length(body.count)
    return start + KeyChecksum.base36CRC(of: prefix + start)
  }

  /// Reads where the token belongs from its payload: lines such as `o:1` for the organisation.
  private static func routing(of token: [UInt8]) -> [String] {
    guard let dash = token.firstIndex(of: UInt8(ascii: "-")) else { return [] }
    let decoded = Base64.decodePrefix(token[(dash + 1)...])
    return decoded.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard line.count >= 3, line.count <= 16, line.dropFirst().first == UInt8(ascii: ":"),
        line.dropFirst(2).allSatisfy(ByteSet.alphanumerics.contains)
      else { return nil }
      let value = String(decoding: line.dropFirst(2), as: UTF8.self)
      switch line.first {
      case UInt8(ascii: "o"): return "organisation \(value)"
      case UInt8(ascii: "g"): return "group \(value)"
      case UInt8(ascii: "p"): return "project \(value)"
      case UInt8(ascii: "u"): return "user \(value)"
      default: return nil
      }
    }
  }
}

/// Keys of age: Bech32 over `age-secret-key-`.
enum AgeKey {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    let folded = key.map(\.asciiLowercased)
    guard let one = folded.firstIndex(of: UInt8(ascii: "1")), folded.count - one > 7 else {
      return .verdict(false, "checksum (Bech32)")
    }
    let data = Array(folded[(one + 1)...].dropLast(6))
    let expected = Bech32.checksum(prefix: Array(folded[..<one]), data: data)
    return .verdict(expected.elementsEqual(folded.suffix(6)), "checksum (Bech32)")
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let data = random.text(count - 6, of: Bech32.alphabet)
    let sum = Bech32.checksum(prefix: Array("age-secret-key-".utf8), data: data)
    return (data + sum).map { ByteSet.lowercase.contains($0) ? $0 & 0xDF : $0 }
  }

  /// The body of a private key of nostr (NIP 19), which has the same checksum.
  static func nostrBody(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let data = random.text(count - 6, of: Bech32.alphabet)
    return data + Bech32.checksum(prefix: Array("nsec".utf8), data: data)
  }
}

/// Azure's keys: a mark of the service and a Marvin32 of all before it.
enum AzureKey {
  /// The seed that spells `Default`.
  private static let defaultSeed: UInt64 = 0x4465_6661_756C_7430
  /// Marks in the text, with the seeds that are known for them.
  private static let seeds: [(mark: String, seed: UInt64)] = [
    ("+ASt", defaultSeed), ("AzCa", 0x4163_6365_7373_3030),
  ]

  static func check(_ key: [UInt8]) -> ProofVerdict {
    let text = key.filter { $0 != UInt8(ascii: "=") }
    if text.count == 84 || text.count == 86, text[52..<57].elementsEqual("JQQJ9".utf8) {
      let tail = KeyChecksum.azureTail(of: Base64.decodePrefix(text[..<80]))
      return .verdict(tail.elementsEqual(text[80..<84]), "checksum (Marvin32)")
    }
    let decoded = Base64.decodePrefix(text)
    let ending = text.suffix(12)
    let known = seeds.first { ending.holds(Array($0.mark.utf8)) }
    guard let known, decoded.count > 4 else { return ProofVerdict(holds: nil, facts: []) }
    let tail = KeyChecksum.azureTail(of: decoded.dropLast(4), seed: known.seed)
    return .verdict(tail.elementsEqual(decoded.suffix(4)), "checksum (Marvin32)")
  }

  /// A key of a storage account, of any of its lengths.
  static func storageBody(_ random: inout SeededGenerator) -> [UInt8] {
    let body = Base64.decodePrefix(random.text(76) + Array("+ASt".utf8))
    return Base64.encode(
      body + KeyChecksum.azureTail(of: body, seed: defaultSeed), padding: true)
  }

  /// A key in the common annotated form, of 84 characters.
  static func caskBody(_ random: inout SeededGenerator) -> [UInt8] {
    let start = random.text(52) + Array("JQQJ99BAA".utf8)
    let body = start + random.text(15) + Array("AZDO".utf8)
    return body + KeyChecksum.azureTail(of: Base64.decodePrefix(body))
  }
}
