import Detection
import Findings
import RuleSet

/// What stands in the place of a secret.
package enum ReplacementText: Sendable, Equatable {
  /// The secret with its middle left out, such as `sk-or-v1-3f9a…c2d1`.
  case redacted
  /// The rule and the start of the fingerprint, such as `[redacted openai-project-key 9632aa]`.
  case mark

  /// Number of digits of a fingerprint that a mark shows.
  private static let shownDigits = 6

  /// Where a replacement stands, as far as that decides how it has to look.
  package enum Place: Sendable {
    /// Inside quotes, or free in a text, where anything goes that is no quote.
    case free
    /// A whole value without quotes, in which brackets and blanks would mean something.
    case wholeValue
    /// Inside a word.
    case word
  }

  /// Says what to write for a match.
  ///
  /// It has only characters that need no escape in JSON, YAML, dotenv, XML and shells.
  ///
  /// - Parameters:
  ///   - match: The match.
  ///   - place: Where it stands.
  ///   - attempt: From 1; what a scan finds again is replaced by less.
  /// - Returns: The text.
  func text(for match: SecretMatch, at place: Place, attempt: Int) -> String {
    switch self {
    case .redacted: return attempt == 1 ? Self.safe(match) : Redaction.ellipsis
    case .mark:
      guard attempt < 3 else { return Redaction.ellipsis }
      let digits = match.fingerprint.description.prefix(Self.shownDigits)
      let id = match.rule.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      let words = attempt == 1 ? ["redacted", id, String(digits)] : ["redacted"]
      switch place {
      case .free: return "[" + words.joined(separator: " ") + "]"
      case .wholeValue: return "\"[" + words.joined(separator: " ") + "]\""
      case .word: return words.joined(separator: "-")
      }
    }
  }

  /// The redacted form without what could mean something to whoever reads the text.
  private static func safe(_ match: SecretMatch) -> String {
    let parts = match.redacted.split(
      separator: Redaction.ellipsis, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.allSatisfy({ $0.utf8.allSatisfy(isSafe) }), parts.first?.first != "=" else {
      return Redaction.ellipsis
    }
    return match.redacted
  }

  private static func isSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: "-_.:/=+".utf8.contains(byte)
    }
  }
}
