package import Detection
package import Findings
import RuleSet

/// A secret that was taken out of a text.
package struct RedactedSecret: Sendable, Equatable {
  /// The line in which it began, from 1.
  package var line: Int
  package var rule: RuleDescription
  package var confidence: Confidence
  /// The secret with its middle left out.
  package var redacted: String
  /// Identity of the secret's finding.
  package var fingerprint: Fingerprint

  /// Describes a match.
  package init(_ match: SecretMatch, line: Int = 1) {
    self.line = line
    rule = match.rule.description
    confidence = match.confidence
    redacted = match.redacted
    fingerprint = match.fingerprint
  }
}
