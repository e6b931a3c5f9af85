package import Findings
package import RuleSet

/// A secret in a buffer.
package struct SecretMatch: Sendable, Equatable {
  /// The rule that found it, for those who ask about many matches: nothing is copied.
  package let sharedRule: SharedRule
  /// The bytes that it takes in the buffer, as it is written there.
  package var range: Range<Int>
  /// The secret itself, decoded; empty where ``isWithheld``.
  package let secret: [UInt8]
  /// In bytes.
  package let secretLength: Int
  /// Identity of the secret's finding.
  package let fingerprint: Fingerprint
  /// Length of the start that all keys of this format share, in bytes of `secret`.
  package let prefixLength: Int
  package var severity: Severity
  package var confidence: Confidence
  /// Whether a proof of the secret itself holds.
  package var isProven = false
  /// Whether it has the exact structure of the rule's genuine keys.
  var isExact = false
  /// Whether it shows that it is a key, by that or by a proof.
  var isGenuine: Bool { isProven || isExact }
  /// How far the nearest of the rule's context words stands, in bytes; nil when it needs none.
  package var contextDistance: Int?
  /// Entropy of the part after the prefix, in bits per byte; with a rule of gitleaks', of all of it.
  private let entropy: Double
  /// What else there is to say of why it matched, in short phrases.
  package var facts: [String] = []
  /// Encodings that were undone to see it, outermost first.
  package var decodedFrom: [Encoding] = []
  /// The text around it, where the detector keeps that.
  package var texts: Texts?

  /// Texts that allowlists ask for.
  package struct Texts: Sendable, Equatable {
    /// All that the rule matched.
    package var match: [UInt8]
    /// The lines on which the match stands; of long ones ``Allowlist/lineReach`` around it.
    package var line: [UInt8]
  }

  init(
    _ rule: SharedRule, range: Range<Int>, secret: [UInt8], prefixLength: Int,
    confidence: Confidence, entropy: Double
  ) {
    sharedRule = rule
    self.range = range
    self.secret = secret
    secretLength = secret.count
    fingerprint = Fingerprint(ruleID: rule.rule.id, secret: secret)
    self.prefixLength = prefixLength
    severity = rule.rule.description.severity
    self.confidence = confidence
    self.entropy = entropy
  }

  /// Makes the match that an outline tells of: what a report says of a secret is not known of it.
  package init(_ outline: MatchOutline, _ rule: SharedRule, range: Range<Int>) {
    sharedRule = rule
    self.range = range
    secret = []
    secretLength = outline.secretLength
    fingerprint = outline.fingerprint
    prefixLength = outline.prefixLength
    severity = outline.severity
    confidence = outline.confidence
    isProven = outline.isProven
    decodedFrom = outline.decodedFrom
    entropy = 0
  }

  /// Whether the secret is not known, and neither are the texts around it nor why it matched.
  package var isWithheld: Bool { secret.count != secretLength }

  /// The rule that found it; it has many fields, and whoever is in another module copies them.
  package var rule: Rule {
    _read { yield sharedRule.rule }
  }

  /// Why it matched, in short phrases; made each time, as most matches are one of many places.
  package var evidence: [String] {
    Evidence.shape(secret, prefixLength: prefixLength, entropy: entropy) + facts
  }

  /// The secret with its middle left out.
  package var redacted: String { Redaction.redact(secret, prefixLength: prefixLength) }

  /// The same match in a text in which it stands elsewhere, so many bytes further on.
  func moved(by distance: Int) -> SecretMatch {
    var moved = self
    moved.range = range.lowerBound + distance..<range.upperBound + distance
    return moved
  }
}

/// A rule that all of its matches refer to, so that none of them copies its many fields.
package final class SharedRule: Sendable, Equatable {
  package let rule: Rule
  /// What reports say about it; of the rule, other modules would copy all fields for that.
  package let description: RuleDescription
  /// Its id and the ones that it had before.
  package let names: [String]
  /// Whether it changes its mind by the path of a match.
  package let isAdjustedByPath: Bool
  /// Whether some of its matches may be none that count, by their path or what an allowlist says.
  package let isLimited: Bool

  package init(_ rule: Rule) {
    self.rule = rule
    description = rule.description
    names = rule.names
    isAdjustedByPath = rule.isAdjustedByPath
    isLimited = rule.path != nil || !rule.allowlists.isEmpty
  }

  /// The fingerprints that a secret had under the ids that the rule had before.
  package func formerFingerprints(of secret: [UInt8]) -> [Fingerprint] {
    names.dropFirst().map { Fingerprint(ruleID: $0, secret: secret) }
  }

  package static func == (left: SharedRule, right: SharedRule) -> Bool {
    left === right || left.rule == right.rule
  }
}

/// A match of a rule in a text as it stands, whether or not another match has precedence.
struct PlainMatch: Sendable {
  /// The rule's number.
  var rule: Int
  /// Start offset of all that the expression matches, which may lie before the secret.
  var start: Int
  var secret: SecretMatch

  /// The secret with what the expression matches before it, such as its name.
  var whole: Range<Int> { min(start, secret.range.lowerBound)..<secret.range.upperBound }
}

/// A match in a decoded text, in the offsets of the buffer.
struct DecodedMatch: Sendable {
  /// The number of the decoded text; no two texts that a worker decodes have the same.
  var text: Int
  var secret: SecretMatch

  /// The same match in a text in which it stands elsewhere, so many bytes further on.
  func moved(by distance: Int) -> DecodedMatch {
    DecodedMatch(text: text, secret: secret.moved(by: distance))
  }
}
