import RuleSet

/// GitHub's fine-grained tokens: characters 77 to 84 are the start of a SHA-256 of those before.
enum FineGrainedProof {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    guard token.count >= 84 else { return .verdict(false, "checksum (SHA-256)") }
    let expected = KeyChecksum.base32Hash(of: token[..<76])
    return .verdict(expected.elementsEqual(token[76..<84]), "checksum (SHA-256)")
  }
}
