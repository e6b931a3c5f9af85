import PatternEngine

/// Service-account keys of Google: a private key, and beside it the account that it belongs to.
enum ServiceAccountProof {
  static func check(_ key: [UInt8], in surroundings: Surroundings) -> ProofVerdict {
    var verdict = PrivateKeyProof.check(key)
    if let address = surroundings.value(of: "client_email"),
      let at = address.firstIndex(of: UInt8(ascii: "@"))
    {
      verdict.facts.append("account at \(String(decoding: address[(at + 1)...], as: UTF8.self))")
    }
    return verdict
  }
}
