package import Detection
package import Findings
import RuleSet

/// One match at one place, before equal secrets are joined.
package struct Occurrence: Sendable {
  package var match: SecretMatch
  package var location: Location
  /// The marker of a comment that says to leave it be; nil for none.
  package var comment: String?

  package init(match: SecretMatch, location: Location, comment: String?) {
    self.match = match
    self.location = location
    self.comment = comment
  }

  /// Identity of the secret's finding.
  package var fingerprint: Fingerprint { match.fingerprint }

  /// Applies the first adjustment of a path that is meant for its secret.
  func adjusted(by adjustments: [Rule.Adjustment]) -> Occurrence {
    guard let adjustment = match.adjustment(among: adjustments) else { return self }
    var adjusted = self
    adjusted.match.severity = adjustment.severity ?? match.severity
    adjusted.match.confidence = adjustment.confidence ?? match.confidence
    adjusted.match.facts.append(adjustment.because)
    return adjusted
  }

  /// What versions of a text are compared by: a secret whose comment is taken away is a new one.
  package var held: HeldSecret {
    HeldSecret(fingerprint: fingerprint, isAccepted: comment != nil)
  }
}

extension SecretMatch {
  /// The first of some adjustments that is meant for its secret.
  func adjustment(among adjustments: [Rule.Adjustment]) -> Rule.Adjustment? {
    adjustments.first { $0.fits(secretLength: secretLength, isProven: isProven) }
  }
}

/// A secret in a text, with a comment that accepts it or without.
package struct HeldSecret: Hashable, Sendable {
  package var fingerprint: Fingerprint
  package var isAccepted: Bool

  /// Whether it is among others, or has only got a comment since.
  package func isAmong(_ others: Set<HeldSecret>) -> Bool {
    others.contains(self)
      || isAccepted && others.contains(HeldSecret(fingerprint: fingerprint, isAccepted: false))
  }
}
