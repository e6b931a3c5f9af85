import Basics
import PatternEngine

/// What a JSON Web Token (RFC 7519) says of itself.
enum TokenClaims {
  /// Returns whether the decoded header or payload of a token mentions one of some texts.
  static func mention(_ texts: [String], in token: [UInt8]) -> Bool {
    let parts = token.split(separator: UInt8(ascii: "."), maxSplits: 2)
    return parts.prefix(2).contains { part in
      // Past a prefix such as `hf_oauth_`, the JSON object begins with `eyJ`.
      let decoded = Base64.decodePrefix(part)
      return texts.contains { text in
        let wanted = Array(text.utf8)
        guard decoded.count >= wanted.count, !wanted.isEmpty else { return false }
        return (0...decoded.count - wanted.count).contains {
          decoded[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
      }
    }
  }
}
