package import Findings

/// What can be kept of a match without its secret: enough to tell whether it is reported.
package struct MatchOutline: Sendable, Hashable {
  /// The rule that found it.
  package var ruleID: String
  /// Identity of the secret's finding.
  package var fingerprint: Fingerprint
  /// In bytes.
  package var secretLength: Int
  /// Length of the start that all keys of this format share, in bytes.
  package var prefixLength: Int
  package var severity: Severity
  package var confidence: Confidence
  /// Whether a proof of the secret itself holds.
  package var isProven: Bool
  /// Encodings that were undone to see it, outermost first.
  package var decodedFrom: [Encoding]

  package init(
    ruleID: String, fingerprint: Fingerprint, secretLength: Int, prefixLength: Int,
    severity: Severity, confidence: Confidence, isProven: Bool, decodedFrom: [Encoding]
  ) {
    self.ruleID = ruleID
    self.fingerprint = fingerprint
    self.secretLength = secretLength
    self.prefixLength = prefixLength
    self.severity = severity
    self.confidence = confidence
    self.isProven = isProven
    self.decodedFrom = decodedFrom
  }

  /// Leaves out the secret of a match, its place and the texts around it.
  package init(_ match: SecretMatch) {
    self.init(
      ruleID: match.sharedRule.description.id, fingerprint: match.fingerprint,
      secretLength: match.secretLength, prefixLength: match.prefixLength,
      severity: match.severity, confidence: match.confidence, isProven: match.isProven,
      decodedFrom: match.decodedFrom)
  }
}
