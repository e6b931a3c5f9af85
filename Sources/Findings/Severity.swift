/// How bad it is when the secret is abused, whoever finds it.
package enum Severity: String, CaseIterable, Sendable, Comparable {
  /// Public by design, a key to test data alone, or an identifier that helps an attacker only together
  /// with something else.
  case low
  /// Limited damage: a restricted or short-lived credential.
  case medium
  /// Costs money or gives access to data.
  case high
  /// Gives control over an account or an organisation.
  case critical

  package static func < (left: Severity, right: Severity) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    case .critical: 3
    }
  }
}
