import PatternEngine
import RuleSet

/// Keys of age: Bech32 over `age-secret-key-`.
enum AgeProof {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    let folded = key.map(\.asciiLowercased)
    guard let one = folded.firstIndex(of: UInt8(ascii: "1")), folded.count - one > 7 else {
      return .verdict(false, "checksum (Bech32)")
    }
    let data = Array(folded[(one + 1)...].dropLast(6))
    let expected = Bech32.checksum(prefix: Array(folded[..<one]), data: data)
    return .verdict(expected.elementsEqual(folded.suffix(6)), "checksum (Bech32)")
  }
}
