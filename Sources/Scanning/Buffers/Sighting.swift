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
  var fingerprint: Fingerprint { match.fingerprint }

  /// Applies what the rule says about its path.
  ///
  /// - Parameter path: The path from the root: what lies above says nothing about the file.
  /// - Returns: The sighting, changed if there is anything.
  func adjusted(byPath path: String) -> Sighting {
    guard location.subject == .content,
      let adjustment = match.rule.adjustment(forPath: path)
    else { return self }
    var adjusted = self
    adjusted.match.severity = adjustment.severity ?? match.severity
    adjusted.match.confidence = adjustment.confidence ?? match.confidence
    adjusted.match.evidence.append(adjustment.because)
    return adjusted
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
