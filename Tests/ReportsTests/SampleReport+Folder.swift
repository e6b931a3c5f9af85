@testable import Findings

extension SampleReport {
  static var folderReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.files = 1_234
    tally.bytes = 12_345_678
    tally.ignored = 12
    let first = secret("example-admin-", length: 48, seed: 1)
    let second = secret("example-admin-", length: 48, seed: 2)
    let third = secret("", length: 12, seed: 3)
    let binary = secret("", length: 32, seed: 4) + [0xff, 0x00]
    return ScanReport(
      version: "1.2.3", kind: .scan, target: ".",
      period: 1_000_000_000...1_000_000_061, isComplete: true, scanned: tally,
      skipped: [
        .init(path: "lib/linked", message: "symbolic link"),
        .init(path: "vendor/one", message: "submodule"),
        .init(path: "vendor/two", message: "submodule"),
      ],
      findings: [
        finding(
          critical, first, prefix: 14,
          evidence: ["prefix example-admin-", "48 letters and digits", "entropy 4.6 bits/char"],
          at: [
            place("src/config.py", line: 12, before: "API_KEY = \"", after: "\"", length: 62),
            place("src/config.py", line: 40, before: "\t# old: ", length: 62),
            place("test/a.py", line: 1, length: 62),
          ] + (1...16).map { place("test/data/\($0).txt", line: $0, length: 62) }),
        finding(
          critical, second, prefix: 14, evidence: ["prefix example-admin-"],
          at: [
            place(
              "docs/日本 語/100%:#?.md", line: 7, before: "\t鍵は「", after: "」です。\u{1b}[2J",
              length: 62)
          ]),
        finding(
          ambiguous, third, prefix: 0, evidence: [],
          at: [place("odd\u{1b}]0;name\nline\u{202e}.txt", line: 99_999, before: "🔑 = ")]),
        finding(
          identifier, binary, prefix: 0, confidence: .high,
          evidence: ["beside the word client_id"],
          at: [
            place(
              ".env", line: 3, before: "CLIENT_ID=", length: 34,
              decodedFrom: [.utf16LittleEndian, .base64])
          ]),
      ],
      hidden: ["ambiguous-key": 1])
  }

  static var cleanReport: ScanReport {
    var tally = ScanReport.Tally()
    tally.files = 1
    tally.bytes = 999
    return ScanReport(
      version: "1.2.3", kind: .scan, target: "src",
      period: 1_000_000_000...1_000_000_061, isComplete: true, scanned: tally)
  }

  static var incompleteReport: ScanReport {
    ScanReport(
      version: "1.2.3", kind: .scan, target: "/home/someone/src",
      period: 1_000_000_000...1_000_000_061, isComplete: false,
      scanned: ScanReport.Tally(),
      skipped: [.init(path: "../else\u{7}where", message: "outside of the scanned folder")],
      errors: [
        .init(path: "/etc/private", message: "Permission denied. Run as a user who may read it."),
        .init(path: "", message: "Nothing was read."),
      ])
  }
}
