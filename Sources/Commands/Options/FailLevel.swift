import Findings

/// From which severity on a finding decides about the exit code.
enum FailLevel: String, CaseIterable, Sendable {
  case low
  case medium
  case high
  case critical
  case never

  /// Whether some of the findings decide about the exit code.
  func isReached(by findings: [Finding]) -> Bool {
    guard let least = Severity(rawValue: rawValue) else { return false }
    return findings.contains { $0.severity >= least }
  }
}
