import Basics
import PatternEngine

// Keys that decode to something their issuer gave a structure: of each format how it is checked, and
// how the body of a sample is made that has it.

/// Access key ids of AWS, which hold the number of the account.
enum AWSAccount {
  static func check(_ id: [UInt8]) -> ProofVerdict {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    // The first 48 bits of the base32 after the four characters of the kind.
    var bits: UInt64 = 0
    for character in id.dropFirst(4).prefix(10) {
      guard let value = alphabet.firstIndex(of: character) else {
        return ProofVerdict(holds: nil, facts: [])
      }
      bits = bits << 5 | UInt64(value)
    }
    let account = (bits >> 2 & 0x7FFF_FFFF_FF80) >> 7
    let digits = String(account)
    guard digits.count <= 12 else { return .verdict(false, "account number") }
    let padded = String(repeating: "0", count: 12 - digits.count) + digits
    return ProofVerdict(holds: nil, facts: ["AWS account \(padded)"])
  }
}

/// Long-lived keys of Bedrock: base64 of `BedrockAPIKey-<id>-at-<account>:<secret>`.
enum BedrockKey {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    let decoded = Base64.decodePrefix(key.dropFirst(4))
    let name = decoded.prefix { $0 != UInt8(ascii: ":") }
    let holds =
      name.count < decoded.count && name.starts(with: "BedrockAPIKey-".utf8)
      && name.allSatisfy { (0x20...0x7E).contains($0) }
    let account = name.reversed().prefix(while: ByteSet.digits.contains).reversed()
    let facts =
      account.count == 12 ? ["AWS account " + String(decoding: account, as: UTF8.self)] : []
    return .verdict(holds, "structure (a name, a colon, a secret)", facts: holds ? facts : [])
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let name =
      Array("BedrockAPIKey-".utf8) + random.text(4, of: .lowercase.union(.digits))
      + Array("-at-".utf8) + random.text(12, of: .digits)
    return Array(Base64.encode(name + [UInt8(ascii: ":")] + random.text(count)).prefix(count))
  }
}

/// Tokens of Discord's bots, which begin with the id of the bot: base64 of 17 to 20 digits.
enum DiscordBot {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let id = Base64.decodePrefix(token.prefix { $0 != UInt8(ascii: ".") })
    let holds = (17...20).contains(id.count) && id.allSatisfy(ByteSet.digits.contains)
    return .verdict(
      holds, "structure (the id of a bot first)",
      facts: holds ? ["bot " + String(decoding: id, as: UTF8.self)] : [])
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let plain = [UInt8(ascii: "1")] + random.text(count * 3 / 4 - 1, of: .digits)
    return Array(Base64.encode(plain).prefix(count))
  }
}

/// Keys that are a JSON object in base64, some with a signature after it.
enum EncodedObject {
  /// Looks for the members that an issuer writes.
  static func check(
    _ key: [UInt8], has members: [String], reports facts: [(member: String, title: String)]
  ) -> ProofVerdict {
    let start = key.indices.first { key[$0...].starts(with: "eyJ".utf8) } ?? 0
    let object = JSONMembers(Base64.decodePrefix(key[start...]))
    let holds = members.allSatisfy { object[$0] != nil }
    let shown = facts.compactMap { fact in object[fact.member].map { "\(fact.title) \($0)" } }
    return .verdict(holds, "structure (JSON in base64)", facts: holds ? shown : [])
  }

  static func body(
    _ members: [KeyTemplate.Member], _ random: inout SeededGenerator
  ) -> [UInt8] {
    Base64.encode(JSONMembers.sample(members, &random))
  }
}

/// Reference tokens of JFrog: base64 of `reftkn:<kind>:<expiry>:<secret>`.
enum JFrogReference {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let parts = Base64.decodePrefix(token).split(
      separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
    let holds =
      parts.count == 4 && parts[1].count == 2 && parts[2].count == 10
      && (parts[1] + parts[2]).allSatisfy(ByteSet.digits.contains)
    let expiry = holds ? Int(String(decoding: parts[2], as: UTF8.self)) ?? 0 : 0
    return .verdict(
      holds, "structure (reference, expiry, secret)",
      facts: expiry > 0 ? ["expires \(CalendarDate(unixTime: expiry))"] : [])
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let plain = Array("reftkn:01:17".utf8) + random.text(8, of: .digits) + [UInt8(ascii: ":")]
    return Array(Base64.encode(plain + random.text(count)).prefix(count))
  }
}

/// PyPI's tokens: a macaroon in the second format of libmacaroons.
enum Macaroon {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let bytes = Base64.decodePrefix(token.dropFirst(5))
    let failed = ProofVerdict.verdict(false, "structure (macaroon)")
    guard bytes.count > 40, bytes[0] == 2, bytes[1] == 1 else { return failed }
    let end = 3 + Int(bytes[2])
    guard end + 2 < bytes.count, bytes[end] == 2 else { return failed }
    let host = String(decoding: bytes[3..<end], as: UTF8.self)
    // The signature is the last field: its kind, its length, 32 bytes.
    let hasSignature = bytes[bytes.count - 34] == 6 && bytes[bytes.count - 33] == 32
    return .verdict(hasSignature, "structure (macaroon)", facts: ["for \(host)"])
  }

  /// Location, identifier, a caveat, signature.
  static func body(location: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    func field(_ kind: UInt8, _ content: [UInt8]) -> [UInt8] {
      [kind, UInt8(truncatingIfNeeded: content.count)] + content
    }
    var identifier: [UInt8] = []
    for place in 0..<36 {
      let isDash = [8, 13, 18, 23].contains(place)
      identifier += isDash ? [UInt8(ascii: "-")] : random.text(1, of: KeyTemplate.hexDigits)
    }
    let bytes =
      [2] + field(1, location) + field(2, identifier) + [0]
      + field(2, Array("[3, \"user\"]".utf8)) + [0, 0] + field(6, random.bytes(32))
    return Base64.encode(bytes, isURL: true)
  }
}

/// Slack's configuration tokens, whose last part is base64 of digits and dashes.
enum SlackConfiguration {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let last = token.split(separator: UInt8(ascii: "-")).last ?? []
    let decoded = Base64.decodePrefix(last)
    let start = decoded.prefix { ByteSet.digits.contains($0) || $0 == UInt8(ascii: "-") }
    return .verdict(start.count >= 12, "structure (ids in base64)")
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let plain = Array("2-2-".utf8) + random.text(count, of: .digits)
    return Array(Base64.encode(plain).prefix(count))
  }
}

/// Vault's service tokens: a protocol buffer whose first field is 32 bytes.
enum VaultToken {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let decoded = Base64.decodePrefix(token.dropFirst(4))
    return .verdict(decoded.starts(with: start), "structure (signed token)")
  }

  static func body(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    Array(Base64.encode(start + random.bytes(count), isURL: true).prefix(count))
  }

  private static let start: [UInt8] = [0x08, 0x01, 0x12, 0x20]
}

/// JSON Web Tokens (RFC 7519): that they are some, who issued them, and when they end.
///
/// The clock is left alone: the same input gives the same report on every day.
enum WebToken {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    // Past a prefix such as `ghs_123_`, the header begins with `eyJ`.
    let start = token.indices.first { token[$0...].starts(with: "eyJ".utf8) } ?? 0
    let parts = token[start...].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count >= 3, !parts[2].isEmpty else { return .verdict(false, "structure (JWT)") }
    let header = JSONMembers(Base64.decodePrefix(parts[0]))
    let payload = JSONMembers(Base64.decodePrefix(parts[1]))
    guard let algorithm = header["alg"], algorithm != "none", payload.isObject else {
      return .verdict(false, "structure (JWT)")
    }
    // RFC 9449: signed anew for each request, with a key that it names itself.
    guard header["typ"] != "dpop+jwt" else {
      return ProofVerdict(holds: false, facts: ["proof of possession, which opens nothing alone"])
    }
    var facts = ["JWT signed with \(algorithm)"]
    if let issuer = payload["iss"] { facts.append("issuer \(issuer)") }
    if let role = payload["role"] { facts.append("role \(role)") }
    if let expiry = payload["exp"].flatMap({ Int($0) }), expiry > 0, expiry < 100_000_000_000 {
      facts.append("expires \(CalendarDate(unixTime: expiry))")
    }
    return ProofVerdict(holds: nil, facts: facts)
  }

  /// A token as issuers make them, with a signature of 32 random bytes.
  static func body(_ claims: [KeyTemplate.Member], _ random: inout SeededGenerator) -> [UInt8] {
    // Between 2023 and 2026, and valid for an hour.
    let issued = 1_680_000_000 + random.next(below: 90_000_000)
    let times = [("iat", String(issued)), ("exp", String(issued + 3600))]
    let payload = JSONMembers.sample(claims + times, &random)
    let parts = [
      Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8), payload, random.bytes(32),
    ]
    return Array(
      parts.map { Base64.encode($0, isURL: true) }.joined(separator: [UInt8(ascii: ".")]))
  }
}
