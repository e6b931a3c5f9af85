import RuleSet

/// What the words near a match change about it.
struct NearbyAdjustments {
  private let choices: [(adjustment: Rule.Adjustment, words: NearbyWords)]

  /// Takes those of a rule that no path decides: what the path says is not known here.
  init(of rule: Rule) {
    choices = rule.adjustments.filter(\.paths.isEmpty).map { ($0, NearbyWords($0.near)) }
  }

  /// Applies the first one that holds; around a line of settings, there are others, which have
  /// nothing to do with it.
  func apply(to match: inout SecretMatch, _ surroundings: Surroundings, isSettings: Bool) {
    for (adjustment, words) in choices
    where adjustment.fits(secretLength: match.secret.count)
      && surroundings.holdsAny(
        of: words, before: adjustment.before, after: adjustment.after, onItsLine: isSettings)
    {
      match.severity = adjustment.severity ?? match.severity
      match.confidence = adjustment.confidence ?? match.confidence
      match.facts.append(adjustment.because)
      return
    }
  }
}
