@testable import Findings

extension SampleReport {
  private static let firstCommit = CommitReference(
    id: "1f2e3d4c5b6a79880716253443526170ffeeddcc", author: "Jane \u{1b}[31mDoe",
    email: "jane@example.com", date: "2026-05-01T12:34:56+02:00",
    summary: "Add the configuration")
  private static let secondCommit = CommitReference(
    id: "a0b1c2d3e4f5061728394a5b6c7d8e9f00112233", author: "Ōta 太郎",
    email: "taro@example.org", date: "2026-05-02T08:00:00Z", summary: "Use … for the client")

  static var historyReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.blobs = 54_321
    tally.commits = 1
    tally.bytes = 5_600_000_000
    let blob = "00112233445566778899aabbccddeeff00112233"
    let pushed = Finding.Status(
      atHead: true, pushedTo: ["fork/main", "origin/main", "origin/next", "origin/old"])
    let pushedOnce = Finding.Status(atHead: false, pushedTo: ["origin/main"])
    return ScanReport(
      version: "1.2.3", kind: .history, target: ".",
      period: 1_000_000_000...1_000_000_061, isComplete: false, scanned: tally,
      errors: [.init(path: "pack-1.pack", message: "The pack ends in the middle of an object.")],
      findings: [
        finding(
          critical, secret("example-admin-", length: 48, seed: 5), prefix: 14,
          evidence: ["prefix example-admin-"], status: pushed,
          at: [
            place(
              "app/keys.txt", line: 2, before: "key: ", length: 62, blob: blob,
              commit: firstCommit),
            place(
              "app/keys.txt", line: 5, before: "key: ", length: 62, blob: blob,
              commit: secondCommit),
            place("app/…keys", before: "app/", after: "keys", subject: .path, commit: secondCommit),
          ]),
        finding(
          critical, secret("example-admin-", length: 20, seed: 6), prefix: 14, severity: .high,
          evidence: ["prefix example-admin-", "shorter than usual"], status: pushedOnce,
          at: [
            place(
              "commit/\(secondCommit.id)/message", line: 3, before: "Tested with ", after: ".",
              subject: .commitMessage, length: 34, commit: secondCommit)
          ]),
        finding(
          ambiguous, secret("", length: 40, seed: 7), prefix: 0, evidence: ["40 characters"],
          status: Finding.Status(atHead: true, pushedTo: []),
          at: [
            place(
              "commit/\(firstCommit.id)/author", before: "Jane Doe <jane@example.com> ",
              subject: .author, length: 40, commit: firstCommit)
          ]),
        finding(
          ambiguous, secret("", length: 40, seed: 8), prefix: 0, evidence: ["40 characters"],
          status: Finding.Status(atHead: false, pushedTo: []),
          at: [
            place(
              "ref/refs/heads/fix-…", before: "refs/heads/fix-", subject: .refName, length: 40),
            place("tag/\(blob)/message", line: 2, subject: .tagMessage, length: 40),
          ]),
      ],
      rules: rules)
  }
}
