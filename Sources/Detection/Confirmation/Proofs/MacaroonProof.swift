import Basics

/// PyPI's tokens: a macaroon in the second format of libmacaroons.
enum MacaroonProof {
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
}
