import Detection
import Findings
import RuleSet

/// One match at one place, before equal secrets are joined.
struct Sighting: Sendable {
  var match: SecretMatch
  var location: Location
  /// The marker of a comment that tells to leave it be; nil for none.
  var comment: String?

  /// Identity of the secret's finding.
  var fingerprint: Fingerprint {
    Fingerprint(ruleID: match.rule.id, secret: match.secret)
  }

  /// What commits are compared by: a secret whose comment is taken away is a new one.
  var standing: Standing { Standing(fingerprint: fingerprint, isAccepted: comment != nil) }

  /// A secret in a text, with a comment that accepts it or without.
  struct Standing: Hashable {
    var fingerprint: Fingerprint
    var isAccepted: Bool

    /// Whether it is among others, or has only got a comment since.
    func isAmong(_ others: Set<Standing>) -> Bool {
      others.contains(self)
        || isAccepted && others.contains(Standing(fingerprint: fingerprint, isAccepted: false))
    }
  }
}
