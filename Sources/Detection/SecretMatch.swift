package import Findings
package import RuleSet

/// A secret in a buffer.
package struct SecretMatch: Sendable, Equatable {
  /// The rule that found it.
  package var rule: Rule
  /// The bytes that it takes in the buffer, as it is written there.
  package var range: Range<Int>
  /// The secret itself, decoded.
  package var secret: [UInt8]
  /// Length of the start that all keys of this format share, in bytes of `secret`.
  package var prefixLength: Int
  package var severity: Severity
  package var confidence: Confidence
  /// How far the nearest of the rule's context words stands, in bytes; nil when it needs none.
  package var contextDistance: Int?
  /// Why it matched, in short phrases.
  package var evidence: [String]
  /// Encodings that were undone to see it, outermost first.
  package var decodedFrom: [String]
  /// The text around it, where the detector keeps that.
  package var texts: Texts?

  /// Texts that allowlists ask for.
  package struct Texts: Sendable, Equatable {
    /// All that the rule matched.
    package var match: [UInt8]
    /// The lines on which the match stands; of long ones ``Allowlist/lineReach`` around it.
    package var line: [UInt8]
  }

  /// The secret with its middle left out.
  package var redacted: String { Redaction.redact(secret, prefixLength: prefixLength) }
}
