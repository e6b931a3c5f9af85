import RuleSet

/// GitHub's fine-grained tokens: after 77 characters comes the start of their SHA-256.
enum FineGrainedProof {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    guard token.count >= 85 else { return .verdict(false, "checksum (SHA-256)") }
    let expected = KeyChecksum.base32Hash(of: token[..<77])
    return .verdict(expected.elementsEqual(token[77..<85]), "checksum (SHA-256)")
  }
}
