import Basics
import PatternEngine

/// Slack's configuration tokens, whose last part is base64 of digits and dashes.
enum SlackProof {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let last = token.split(separator: UInt8(ascii: "-")).last ?? []
    let decoded = Base64.decodePrefix(last)
    let start = decoded.prefix { ByteSet.digits.contains($0) || $0 == UInt8(ascii: "-") }
    return .verdict(start.count >= 12, "structure (ids in base64)")
  }
}
