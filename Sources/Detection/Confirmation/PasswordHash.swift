import Basics
import PatternEngine

/// What is kept of a password so that it can be checked, as crypt(5), `htpasswd`, LDAP and frameworks
/// write it: it opens nothing.
enum PasswordHash {
  /// Whether a value is a hash with its scheme, perhaps behind the name of a user.
  static func matches(_ value: [UInt8]) -> Bool {
    let hash = value.firstIndex(of: UInt8(ascii: ":")).map { value[($0 + 1)...] } ?? []
    return hasScheme(value[...]) || hasScheme(hash)
  }

  private static func hasScheme(_ text: ArraySlice<UInt8>) -> Bool {
    switch text.first {
    case UInt8(ascii: "$"): isCrypt(text.dropFirst())
    case UInt8(ascii: "{"): isOfLDAP(text.dropFirst())
    default: isOfFramework(text)
    }
  }

  /// `$2b$12$…`, `$6$…`, `$argon2id$v=19$…` (crypt(5)).
  private static func isCrypt(_ text: ArraySlice<UInt8>) -> Bool {
    let scheme = text.prefix { ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") }
    let rest = text[scheme.endIndex...]
    return (1...16).contains(scheme.count) && rest.first == UInt8(ascii: "$") && rest.count >= 12
      && (scheme.count <= 2 || schemes.contains { scheme.starts(with: $0) })
  }

  /// `{SSHA}…`, `{bcrypt}…` (RFC 2307, Spring Security).
  private static func isOfLDAP(_ text: ArraySlice<UInt8>) -> Bool {
    let scheme = text.prefix { ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") }
    return text[scheme.endIndex...].first == UInt8(ascii: "}")
      && schemes.contains { scheme.map(\.asciiLowercased).starts(with: $0) }
  }

  /// `pbkdf2_sha256$…`, `scrypt:32768:8:1$…` (Django, Werkzeug).
  private static func isOfFramework(_ text: ArraySlice<UInt8>) -> Bool {
    guard let dollar = text.firstIndex(of: UInt8(ascii: "$")), text.endIndex - dollar >= 12 else {
      return false
    }
    let head = text[..<dollar]
    return schemes.contains { head.starts(with: $0) }
      && head.allSatisfy { ByteSet.word.contains($0) || ":-".utf8.contains($0) }
  }

  private static let schemes: [[UInt8]] = [
    "argon2", "scrypt", "pbkdf2", "bcrypt", "sha1", "sha256", "sha512", "md5", "apr1", "ssha",
    "smd5", "crypt", "sha", "bf", "noop",
  ].map { Array($0.utf8) }
}
