import Basics

@testable import Findings

extension SampleReport {
  private static let firstCommit = CommitReference(
    id: object("1f2e3d4c5b6a79880716253443526170ffeeddcc"), author: "Jane \u{1b}[31mDoe",
    email: "jane@example.com", date: "2026-05-01T12:34:56+02:00",
    summary: "Add the configuration")
  private static let secondCommit = CommitReference(
    id: object("a0b1c2d3e4f5061728394a5b6c7d8e9f00112233"), author: "Ōta 太郎",
    email: "taro@example.org", date: "2026-05-02T08:00:00Z", summary: "Use … for the client")

  static var historyReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.blobs = 54_321
    tally.commits = 1
    tally.bytes = 5_600_000_000
    let blob = object("00112233445566778899aabbccddeeff00112233")
    let pushed = Finding.Status(
      atHead: true,
      publication: .pushed(to: ["fork/main", "origin/main", "origin/next", "origin/old"]))
    let pushedOnce = Finding.Status(atHead: false, publication: .pushed(to: ["origin/main"]))
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
              in: .committed(path: "app/keys.txt", blob: blob, by: firstCommit), line: 2,
              before: "key: ", length: 62),
            place(
              in: .committed(path: "app/keys.txt", blob: blob, by: secondCommit), line: 5,
              before: "key: ", length: 62),
            place(
              in: .committedName(path: "app/…keys", by: secondCommit), before: "app/",
              after: "keys"),
          ]),
        finding(
          critical, secret("example-admin-", length: 20, seed: 6), prefix: 14, severity: .high,
          evidence: ["prefix example-admin-", "shorter than usual"], status: pushedOnce,
          at: [
            place(
              in: .commitText(.message, of: secondCommit.id, secondCommit), line: 3,
              before: "Tested with ", after: ".", length: 34)
          ]),
        finding(
          ambiguous, secret("", length: 40, seed: 7), prefix: 0, evidence: ["40 characters"],
          status: Finding.Status(atHead: true, publication: .notPushed),
          at: [
            place(
              in: .commitText(.author, of: firstCommit.id, firstCommit),
              before: "Jane Doe <jane@example.com> ", length: 40)
          ]),
        finding(
          ambiguous, secret("", length: 40, seed: 8), prefix: 0, evidence: ["40 characters"],
          status: Finding.Status(atHead: false, publication: .notPushed),
          at: [
            place(in: .ref(name: "refs/heads/fix-…"), before: "refs/heads/fix-", length: 40),
            place(in: .tagText(.message, of: blob), line: 2, length: 40),
          ]),
      ])
  }

  static var mirrorReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.blobs = 2
    tally.commits = 2
    tally.bytes = 4_321
    let blob = object("00112233445566778899aabbccddeeff00112233")
    return ScanReport(
      version: "1.2.3", kind: .history, target: "mirror.git",
      period: 1_000_000_000...1_000_000_061, isComplete: true, scanned: tally,
      findings: [
        finding(
          critical, secret("example-admin-", length: 48, seed: 5), prefix: 14,
          evidence: ["prefix example-admin-"],
          status: Finding.Status(atHead: true, publication: .unknown),
          at: [
            place(
              in: .committed(path: "app/keys.txt", blob: blob, by: firstCommit), line: 2,
              before: "key: ", length: 62)
          ]),
        finding(
          ambiguous, secret("", length: 40, seed: 8), prefix: 0, evidence: ["40 characters"],
          status: Finding.Status(atHead: false, publication: .unknown),
          at: [place(in: .tagText(.message, of: blob), line: 2, length: 40)]),
      ])
  }
}
