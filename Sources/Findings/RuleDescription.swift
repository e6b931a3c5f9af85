/// What a report says about a rule: everything that does not depend on a single finding.
package struct RuleDescription: Sendable, Equatable {
  /// Stable identifier, lower case with dashes, such as `openrouter-api-key`.
  package var id: String
  /// Who issues keys of this format, such as `OpenRouter`.
  package var provider: String
  /// What the key is, in a few words, such as `OpenRouter API key`.
  package var title: String
  /// Severity of a finding of this rule, unless its surroundings say otherwise.
  package var severity: Severity
  /// Confidence in a finding of this rule, unless evidence says otherwise.
  package var confidence: Confidence
  /// Where and how such a key is revoked.
  package var revocation: Revocation
  /// How one can ask the provider whether a key still works; nil where that is not known.
  package var check: KeyCheck?

  package init(
    id: String, provider: String, title: String, severity: Severity, confidence: Confidence,
    revocation: Revocation, check: KeyCheck? = nil
  ) {
    self.id = id
    self.provider = provider
    self.title = title
    self.severity = severity
    self.confidence = confidence
    self.revocation = revocation
    self.check = check
  }
}

/// Where and how a leaked key is made useless.
package struct Revocation: Sendable, Equatable {
  /// The page that lists and deletes keys of this very kind, or that says how; nil where there is
  /// none, such as for what people host themselves.
  package var url: String?
  /// What to do, one sentence each, in order.
  package var steps: [String]

  package init(url: String?, steps: [String]) {
    self.url = url
    self.steps = steps
  }
}
