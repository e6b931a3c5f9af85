import Basics

/// JSON Web Tokens (RFC 7519): that they are some, who issued them, and when they end.
///
/// The clock is left alone: the same input gives the same report on every day.
enum WebTokenProof {
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
    var facts = ["JWT signed with \(algorithm)"]
    if let issuer = payload["iss"] { facts.append("issuer \(issuer)") }
    if let role = payload["role"] { facts.append("role \(role)") }
    if let expiry = payload["exp"].flatMap({ Int($0) }), expiry > 0, expiry < 100_000_000_000 {
      facts.append("expires \(CalendarDate(unixTime: expiry))")
    }
    return ProofVerdict(holds: nil, facts: facts)
  }
}
