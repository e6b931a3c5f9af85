import Basics

/// Vault's service tokens: a protocol buffer whose first field is 32 bytes.
enum VaultProof {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let decoded = Base64.decodePrefix(token.dropFirst(4))
    return .verdict(decoded.starts(with: [0x08, 0x01, 0x12, 0x20]), "structure (signed token)")
  }
}
