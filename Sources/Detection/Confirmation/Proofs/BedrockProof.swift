import Basics
import PatternEngine

/// Long-lived keys of Bedrock: base64 of `BedrockAPIKey-<id>-at-<account>:<secret>`.
enum BedrockProof {
  static func check(_ key: [UInt8]) -> ProofVerdict {
    let decoded = Base64.decodePrefix(key.dropFirst(4))
    let name = decoded.prefix { $0 != UInt8(ascii: ":") }
    let holds =
      name.count < decoded.count && name.starts(with: "BedrockAPIKey-".utf8)
      && name.allSatisfy { (0x20...0x7E).contains($0) }
    let account = name.reversed().prefix(while: ByteSet.digits.contains).reversed()
    let facts =
      account.count == 12 ? ["AWS account " + String(decoding: account, as: UTF8.self)] : []
    return .verdict(holds, "structure (a name, a colon, a secret)", facts: holds ? facts : [])
  }
}
