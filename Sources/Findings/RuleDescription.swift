/// What a report says about a rule: everything that does not depend on a single finding.
package struct RuleDescription: Sendable, Equatable {
  /// Stable identifier, lower case with dashes, such as `openrouter-api-key`.
  package var id: String {
    get { fields.id }
    set { fields.id = newValue }
  }
  /// Who issues keys of this format, such as `OpenRouter`.
  package var provider: String {
    get { fields.provider }
    set { fields.provider = newValue }
  }
  /// What the key is, in a few words, such as `OpenRouter API key`.
  package var title: String {
    get { fields.title }
    set { fields.title = newValue }
  }
  /// Severity of a finding of this rule, unless its surroundings say otherwise.
  package var severity: Severity {
    get { fields.severity }
    set { fields.severity = newValue }
  }
  /// Confidence in a finding of this rule, unless evidence says otherwise.
  package var confidence: Confidence {
    get { fields.confidence }
    set { fields.confidence = newValue }
  }
  /// Where and how such a key is revoked.
  package var revocation: Revocation {
    get { fields.revocation }
    set { fields.revocation = newValue }
  }
  /// How one can ask the provider whether a key still works; nil where that is not known.
  package var check: KeyCheck? {
    get { fields.check }
    set { fields.check = newValue }
  }

  private struct Fields: Equatable {
    var id: String
    var provider: String
    var title: String
    var severity: Severity
    var confidence: Confidence
    var revocation: Revocation
    var check: KeyCheck?
  }

  private final class Shared: Sendable {
    let fields: Fields

    init(_ fields: Fields) { self.fields = fields }
  }

  /// Every finding of a rule has a copy: one reference, instead of those of two dozen texts.
  private var shared: Shared

  private var fields: Fields {
    _read { yield shared.fields }
    _modify {
      var fields = shared.fields
      defer { shared = Shared(fields) }
      yield &fields
    }
  }

  package init(
    id: String, provider: String, title: String, severity: Severity, confidence: Confidence,
    revocation: Revocation, check: KeyCheck? = nil
  ) {
    shared = Shared(
      Fields(
        id: id, provider: provider, title: title, severity: severity, confidence: confidence,
        revocation: revocation, check: check))
  }

  package static func == (left: RuleDescription, right: RuleDescription) -> Bool {
    left.shared === right.shared || left.fields == right.fields
  }
}

/// Where and how a leaked key is made useless.
package struct Revocation: Sendable, Hashable {
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
