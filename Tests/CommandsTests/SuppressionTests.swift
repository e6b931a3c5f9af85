import Findings
import Foundation
import TestSupport
import Testing

/// Accepting findings, as a user does it.
struct SuppressionTests {
  private static func fingerprint(_ number: UInt64) -> String {
    Fingerprint(ruleID: "openrouter-api-key", secret: Array(ScannedFolder.key(number).utf8))
      .description
  }

  private func baseline(_ numbers: (UInt64, [String])...) -> String {
    let lines = numbers.map { number, paths in
      let list = paths.map { "\"\($0)\"" }.joined(separator: ",")
      return "  \"kunci_\(Self.fingerprint(number))\": "
        + "{\"rule\":\"openrouter-api-key\",\"paths\":[\(list)]},\n"
    }
    return "{\n\(lines.sorted().joined())  \"kunciBaseline\": 1\n}\n"
  }

  @Test func aBaselineKnowsWhatItHasSeen() throws {
    let scanned = try ScannedFolder()
    let folder = scanned.folder
    try folder.write("leaky/sub/b.env", "\(ScannedFolder.key(2))\n\(ScannedFolder.key(1))\n")
    try folder.write("leaky/c.env", "\(ScannedFolder.key(3)) # kunci:ignore\n")
    let written = try scanned.kunci("baseline", "-o", "base.json", "leaky")
    #expect(written.status == 0 && written.output == "")
    #expect(written.errors.contains("base.json, with 2 findings"))
    let text = String(decoding: try folder.bytes("base.json"), as: UTF8.self)
    #expect(text == baseline((1, ["a.env", "sub/b.env"]), (2, ["sub/b.env"])))
    // The file itself holds nothing that would be found.
    #expect(try scanned.kunci("scan", "base.json").status == 0)

    // Moved to another line and file, the secrets are the same.
    try folder.remove("leaky/sub")
    try folder.write("leaky/d.env", "\n\n\(ScannedFolder.key(2))\n")
    let same = try scanned.kunci("scan", "--baseline", "base.json", "leaky")
    #expect(same.status == 0 && same.output == "")
    #expect(same.errors.contains("2 by the baseline"))
    // Another secret in the place of a known one is new.
    try folder.write("leaky/a.env", "KEY=\(ScannedFolder.key(4))\n")
    let other = try scanned.kunci("scan", "--baseline", "base.json", "leaky")
    #expect(other.status == 1 && other.output.contains("leaky/a.env:1:5"))
    #expect(!other.output.contains("d.env"))
    // What is gone leaves the file.
    #expect(try scanned.kunci("baseline", "-q", "-o", "base.json", "leaky").errors == "")
    #expect(
      String(decoding: try folder.bytes("base.json"), as: UTF8.self)
        == baseline((4, ["a.env"]), (2, ["d.env"])))
    let input = try scanned.kunci(
      ["stdin", "--baseline", "base.json"], input: ScannedFolder.key(2))
    #expect(input.status == 0)
  }

  @Test func aBaselineOfAHistory() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("sub/a.env", ScannedFolder.key(2))
    try repository.commit("Add")
    try scanned.folder.remove("repository/sub")
    try repository.commit("Remove")
    let run = { (arguments: [String]) in
      try KunciProgram.run(arguments, in: repository.path)
    }
    #expect(try run(["history"]).status == 1)
    #expect(try run(["baseline", "--history"]).status == 0)
    let text = String(
      decoding: try scanned.folder.bytes("repository/.kunci-baseline.json"), as: UTF8.self)
    #expect(text == baseline((2, ["sub/a.env"])))
    #expect(try run(["history", "--baseline", ".kunci-baseline.json"]).status == 0)
    // One of the files has nothing to do with what is gone from them.
    #expect(try run(["baseline"]).status == 0)
    #expect(try run(["history", "--baseline", ".kunci-baseline.json"]).status == 1)
    for command in ["staged", "unpushed"] {
      #expect(try run([command, "--baseline", ".kunci-baseline.json"]).status != 2)
    }
  }

  @Test func noBaselineOfWhatWasNotRead() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("baseline", "-o", "base.json", "missing")
    #expect(run.status == 2 && run.errors.contains("no baseline is written"))
    #expect(!FileManager.default.fileExists(atPath: scanned.folder.path("base.json")))
  }

  @Test func everyReportCountsAndListsOnRequest() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write(
      "work/a.env",
      "1=\(ScannedFolder.key(1)) # gitleaks:allow\n2=\(ScannedFolder.key(2))\n"
        + "3=\(ScannedFolder.key(3))\n")
    try scanned.folder.write("work/.kunciignore", "\(Self.fingerprint(2)) # the reason\n")
    try scanned.folder.write("base.json", baseline((3, [])))
    let outputs = ["r.txt", "r.json", "r.jsonl", "r.sarif"]
    func scan(_ options: String...) throws -> ProgramRun {
      let files = outputs.flatMap { ["-o", $0] }
      return try scanned.kunci(["scan", "--baseline", "base.json"] + options + files + ["work"])
    }
    func text(_ name: String) throws -> String {
      String(decoding: try scanned.folder.bytes(name), as: UTF8.self)
    }
    let quiet = try scan()
    #expect(quiet.status == 0 && quiet.output == "")
    for name in outputs { #expect(try !text(name).contains(Self.fingerprint(2)), "\(name)") }
    let report = try scanned.json("r.json")
    let counts = try #require(
      (report["scan"] as? [String: Any])?["suppressed"] as? [String: Int])
    #expect(counts == ["inline": 1, "ignoreFile": 1, "baseline": 1])
    let member = "\"suppressed\":{\"inline\":1,\"ignoreFile\":1,\"baseline\":1}"
    #expect(try text("r.jsonl").contains(member))
    #expect(try text("r.sarif").contains("1 findings are suppressed by comments"))

    let listing = try scan("--show-suppressed")
    #expect(listing.status == 0)
    #expect(listing.output.contains("work/a.env:1:3: suppressed:"))
    #expect(listing.output.contains("by .kunciignore:1: the reason"))
    for name in outputs {
      for number in UInt64(1)...3 {
        #expect(try text(name).contains(Self.fingerprint(number)), "\(name)")
        #expect(try !text(name).contains(ScannedFolder.key(number)), "\(name)")
      }
    }
    #expect((try scanned.json("r.json")["findings"] as? [Any])?.isEmpty == true)
    let runs = try #require(scanned.json("r.sarif")["runs"] as? [[String: Any]])
    let results = try #require(runs.first?["results"] as? [[String: Any]])
    let kinds = results.compactMap { ($0["suppressions"] as? [[String: Any]])?.first?["kind"] }
    #expect(kinds as? [String] == ["inSource", "external", "external"])

    #expect(try scan("--no-inline-ignore").status == 1)
    #expect(try scan("--ignore-file", "/dev/null").status == 1)
  }
}
