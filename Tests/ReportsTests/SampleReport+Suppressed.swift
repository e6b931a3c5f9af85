@testable import Findings

extension SampleReport {
  static var suppressedReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.files = 3
    tally.bytes = 999
    let suppressions = [
      Suppression(kind: .inline, source: "the comment gitleaks:allow"),
      Suppression(
        kind: .ignoreFile, source: ".kunciignore:3", reason: "sample of \u{1b}[2J the docs"),
      Suppression(kind: .ignoreFile, source: ".gitleaksignore:12"),
      Suppression(kind: .baseline, source: ".kunci-baseline.json"),
    ]
    let findings = suppressions.enumerated().map { number, suppression in
      var finding = finding(
        critical, secret("example-admin-", length: 48, seed: UInt64(number)), prefix: 14,
        evidence: ["prefix example-admin-"],
        at: [place("src/\(number).py", line: number + 1, before: "KEY = \"", after: "\"")])
      finding.suppression = suppression
      return finding
    }
    return ScanReport(
      version: "1.2.3", kind: .scan, target: "src",
      period: 1_000_000_000...1_000_000_061, isComplete: true, scanned: tally,
      suppressed: Suppression.Tally(of: findings), suppressedFindings: findings,
      notices: [
        .init(path: ".kunciignore", line: 4, message: "this entry suppresses nothing"),
        .init(path: "odd\u{1b}name", line: 99, message: "odd\u{202e}message"),
      ])
  }
}
