/// Access key ids of AWS, which hold the number of the account.
enum AWSAccountProof {
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
