import Basics
import PatternEngine

/// Tokens of Discord's bots, which begin with the id of the bot: base64 of 17 to 20 digits.
enum DiscordProof {
  static func check(_ token: [UInt8]) -> ProofVerdict {
    let id = Base64.decodePrefix(token.prefix { $0 != UInt8(ascii: ".") })
    let holds = (17...20).contains(id.count) && id.allSatisfy(ByteSet.digits.contains)
    return .verdict(
      holds, "structure (the id of a bot first)",
      facts: holds ? ["bot " + String(decoding: id, as: UTF8.self)] : [])
  }
}
