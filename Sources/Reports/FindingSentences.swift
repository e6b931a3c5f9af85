import Findings

/// What to do about a finding, for formats that have one text for it.
enum FindingSentences {
  /// Returns sentences: the advice, and where to revoke the secret.
  static func all(_ finding: Finding, in report: ScanReport) -> [String] {
    let advice = Advice(on: finding, in: report)
    guard advice.stage != .pushed else { return advice.steps.map(\.text) }
    let place = finding.rule.revocation.url.map { "at \($0)" } ?? "where it was issued."
    return advice.steps.map(\.text) + ["If it was ever published, revoke it \(place)"]
  }
}
