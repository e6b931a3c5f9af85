import Foundation
import TestSupport
import Testing

/// `kunci history --resume`.
struct ResumedScanTests {
  private typealias Organisation = RepositoriesTests.Organisation

  /// What a cut-off scan did in full is taken over; the rest is scanned.
  @Test(arguments: 0..<6)
  func aShardGoesOnWhereItStopped(seed: UInt64) throws {
    let organisation = try Organisation()
    let whole = try organisation.whole().output
    let lines = try organisation.whole("jsonl").outputBytes
    var random = TestRandom(seed: seed)
    let end = lines.count / 8 + random.below(7 * lines.count / 8)
    try organisation.scanned.folder.write("first.jsonl", Array(lines.prefix(end)))
    let run = try organisation.scanned.kunci(
      ["history"] + Organisation.names + ["--format", "jsonl", "--resume", "first.jsonl"])
    try organisation.scanned.folder.write("second.jsonl", run.outputBytes)
    #expect(try organisation.kunci("merge", "second.jsonl", "-f", "json").output == whole)
  }

  @Test func whatIsTakenOverIsNotScannedAgainAndWhatHasChangedIs() throws {
    let organisation = try Organisation()
    let first = try organisation.whole("jsonl")
    try organisation.scanned.folder.write("first.jsonl", first.outputBytes)
    let again = ["history", "one", "two", "--format", "json", "--resume", "first.jsonl"]
    // Without its objects nobody could scan it again.
    try Shell.run(
      "mv \"$0\"/one/.git/objects/?? \"$0\"", arguments: [organisation.scanned.folder.path])
    let taken = try organisation.scanned.kunci(again)
    #expect(taken.status == 1)
    #expect(taken.output.contains("\"complete\": true"))
    #expect(!taken.output.contains("\"complete\": false"))
    // Other options ask something else.
    let other = try organisation.scanned.kunci(again + ["--min-confidence", "low"])
    #expect(other.output.contains("\"complete\": false"))
    let two = GitFixture(existing: "two", in: organisation.scanned.folder)
    try two.write("new.env", "KEY=\(ScannedFolder.key(9))\n")
    try two.commit("New")
    let changed = try organisation.scanned.kunci(again)
    #expect(changed.output.contains("two/new.env"))
  }

  @Test(arguments: ["", "{\"repo", "{\"repositories\":[\"one\"],\"command\":\"history\"}\n"])
  func aShardThatDidNothingIsResumed(report: String) throws {
    let organisation = try Organisation()
    try organisation.scanned.folder.write("first.jsonl", report)
    let run = try organisation.kunci(
      "history", "one", "two", "-f", "json", "--resume", "first.jsonl")
    #expect(run.status == 1 && run.output.contains("\"complete\": true"))
  }

  /// Files that say what counts are part of the question.
  @Test func aChangedIgnoreFileBaselineOrConfigurationIsAskedAgain() throws {
    let organisation = try Organisation()
    let folder = organisation.scanned.folder
    let report = try ScannedFolder.json(
      try organisation.kunci("history", "one", "-f", "json").outputBytes)
    let found = try #require(
      (report["findings"] as? [[String: Any]])?.compactMap {
        $0["fingerprint"] as? String
      })
    func entries(_ fingerprints: [String]) -> String {
      fingerprints.map { "\($0) # known\n" }.joined()
    }
    func baseline(_ fingerprints: [String]) -> String {
      let entries = fingerprints.map { "  \"kunci_\($0)\": {},\n" }.joined()
      return "{\n\(entries)  \"kunciBaseline\": 1\n}\n"
    }
    func configuration(_ path: String) -> String {
      "[extend]\nuseDefault = true\n[[allowlists]]\npaths = ['^\(path)$']\n"
    }
    let expired = "\(found[0]) until:2001-01-01 # known\n"
    let cases: [(option: [String], file: String, texts: [String])] = [
      (["--ignore-file", "f"], "f", ["", entries([found[0]]), entries(found), expired]),
      (["--baseline", "f"], "f", [baseline([]), baseline([found[0]]), baseline(found)]),
      (["--config", "f.toml"], "f.toml", [configuration("x"), configuration("a.env")]),
      ([], "one/.kunciignore", ["", entries([found[0]]), entries(found), expired]),
      ([], "one/.kunci-baseline.json", [baseline([]), baseline(found)]),
      ([], "one/.kunci.toml", [configuration("x"), configuration("a.env")]),
    ]
    for (option, file, texts) in cases {
      for text in texts + texts {
        try folder.write(file, text)
        let plain = ["history", "one", "two", "-f", "json"] + option
        let fresh = try organisation.scanned.kunci(plain)
        let again = try organisation.scanned.kunci(plain + ["--resume", "first.jsonl"])
        #expect(again.output == fresh.output, "\(file): \(text)")
        let cached = try organisation.scanned.kunci(plain + ["--cache", "cache"])
        #expect(cached.output == fresh.output, "\(file): \(text)")
        try folder.write(
          "first.jsonl",
          try organisation.scanned.kunci(
            ["history", "one", "two", "-f", "jsonl"] + option
          ).outputBytes)
      }
      try Shell.run("rm \"$0\"", arguments: [folder.path(file)])
    }
  }
}
