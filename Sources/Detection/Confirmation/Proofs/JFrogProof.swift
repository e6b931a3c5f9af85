import Basics
import PatternEngine

/// Reference tokens of JFrog: base64 of `reftkn:<kind>:<expiry>:<secret>`.
enum JFrogProof {
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
}
