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
      return texts.contains { decoded.holds(Array($0.utf8)) }
    }
  }
}
