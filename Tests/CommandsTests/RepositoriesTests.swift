import Foundation
import TestSupport
import Testing

/// Scans of several repositories, and reports that are merged.
struct RepositoriesTests {
  /// Some repositories in a folder, a fork among them, and one that is none.
  struct Organisation {
    static let names = ["one", "two", "fork", "quiet", "none"]
    let scanned: ScannedFolder

    init() throws {
      scanned = try ScannedFolder()
      let one = try scanned.repository("one")
      try one.write("a.env", "KEY=\(ScannedFolder.key(1))\n")
      try one.commit("Key \(ScannedFolder.key(2))")
      try scanned.folder.makeFolder("two")
      let two = try scanned.repository("two")
      try two.write("deep/b.env", "KEY=\(ScannedFolder.key(1))\nOTHER=\(ScannedFolder.key(3))\n")
      try two.commit("Keys")
      try two.git("tag", "-a", "-m", "Tag \(ScannedFolder.key(4))", "v1")
      try two.git("branch", "topic-\(ScannedFolder.key(5))")
      try one.git("clone", "-q", "--no-hardlinks", one.path, scanned.folder.path("fork"))
      try scanned.repository("quiet")
      try scanned.folder.write("none/readme", "nothing\n")
    }

    func kunci(_ arguments: String..., input: String = "") throws -> ProgramRun {
      try scanned.kunci(arguments, input: input)
    }

    /// The whole report, from one process.
    func whole(_ format: String = "json") throws -> ProgramRun {
      try scanned.kunci(["history"] + Self.names + ["--format", format])
    }
  }

  @Test func eachPlaceNamesItsRepositoryAndAFailureHidesNoOther() throws {
    let organisation = try Organisation()
    let run = try organisation.whole()
    #expect(run.status == 1)
    let report = try ScannedFolder.json(run.outputBytes)
    let scan = try #require(report["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == false)
    let repositories = try #require(scan["repositories"] as? [[String: Any]])
    #expect(repositories.compactMap { $0["name"] as? String } == Organisation.names.sorted())
    let complete = repositories.map { ($0["scan"] as? [String: Any])?["complete"] as? Bool }
    #expect(complete == [true, false, true, true, true])
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(findings.count == 5)
    let places = findings.map { finding in
      (finding["locations"] as? [[String: Any]] ?? []).compactMap { $0["repository"] as? String }
    }
    #expect(places.contains(["fork", "one", "two"]))
    #expect(places.allSatisfy { !$0.isEmpty })
  }

  @Test func aTextNamesRepositoryAndFile() throws {
    let organisation = try Organisation()
    let run = try organisation.whole("text")
    #expect(run.output.contains("fork/a.env:1:5: "))
    #expect(run.output.contains("two: tag "))
  }

  /// The shards of a scan in any order, twice, cut off and done again: the same bytes.
  @Test(arguments: 0..<12)
  func mergingShardsGivesTheReportOfOneScan(seed: UInt64) throws {
    let organisation = try Organisation()
    let whole = try organisation.whole().output
    var random = TestRandom(seed: seed)
    var names = Organisation.names.shuffled(using: &random)
    var files: [String] = []
    while !names.isEmpty {
      let shard = names.prefix(1 + random.below(3))
      names.removeFirst(shard.count)
      let isLines = random.chance(60)
      let file = "shard-\(files.count).\(isLines ? "jsonl" : "json")"
      let list = shard.joined(separator: "\n")
      let run = try organisation.kunci(
        "history", "--repo-list", "-", "-f", isLines ? "jsonl" : "json", input: list)
      try organisation.scanned.folder.write(file, run.outputBytes)
      files.append(file)
      if isLines, random.chance(50) {
        let first = "first-\(files.count).jsonl"
        try organisation.scanned.folder.write(
          first, Array(run.outputBytes.prefix(1 + random.below(run.outputBytes.count))))
        // Of a first try that has not even one line there is nothing to merge.
        if run.outputBytes.prefix(while: { $0 != 10 }).count < 1 { continue }
        let text = try organisation.scanned.folder.bytes(first)
        if text.contains(10) { files.append(first) }
      }
      if random.chance(30) { files.append(file) }
    }
    files.shuffle(using: &random)
    // A part of them merged before is the same as well.
    if random.chance(50), files.count > 1 {
      let part = Array(Set(files.prefix(files.count / 2))).filter { !$0.hasPrefix("first") }
      if !part.isEmpty {
        let merged = try organisation.scanned.kunci(["merge"] + part + ["--format", "jsonl"])
        #expect(merged.status < 2 || merged.output.contains("\"complete\":false"))
        try organisation.scanned.folder.write("merged.jsonl", merged.outputBytes)
        files = files.filter { !$0.hasPrefix("first") } + ["merged.jsonl"]
      }
    }
    let merged = try organisation.scanned.kunci(["merge"] + files + ["--format", "json"])
    #expect(merged.output == whole, "\(files): \(merged.errors)")
    #expect(merged.status == 1)
  }

  @Test(arguments: ["text", "sarif", "csv", "junit", "github"])
  func everyFormatComesFromAMerge(format: String) throws {
    let organisation = try Organisation()
    let run = try organisation.whole("jsonl")
    try organisation.scanned.folder.write("all.jsonl", run.outputBytes)
    let merged = try organisation.kunci("merge", "all.jsonl", "--format", format)
    let whole = try organisation.whole(format)
    #expect(merged.output == whole.output)
    #expect(merged.status == whole.status)
  }

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

  /// What could not be opened is said again, without reading it again.
  @Test func aCacheHidesNoGap() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository("packed")
    let start: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]
    try scanned.folder.write("packed/data.gz", start)
    try repository.commit("Packed")
    let arguments = ["history", "packed", "--format", "json"]
    let plain = try scanned.kunci(arguments)
    #expect(plain.status == 2 && plain.output.contains("\"unopened\": true"))
    for _ in 0..<2 {
      let cached = try scanned.kunci(arguments + ["--cache", "cache"])
      #expect(cached.output == plain.output)
      #expect(cached.status == 2)
    }
  }

  @Test func anAddressIsClonedOnlyWhenAskedFor() throws {
    let organisation = try Organisation()
    let address = "file://\(organisation.scanned.folder.path("one"))"
    let refused = try organisation.kunci("history", address, "two", "--format", "json")
    #expect(refused.output.contains("--clone FOLDER"))
    for _ in 0..<2 {
      let cloned = try organisation.kunci("history", address, "--clone", "mirrors")
      #expect(cloned.status == 1)
      #expect(cloned.output.contains("\(address)/a.env:1:5"))
    }
    let missing = try organisation.kunci("history", address + "-nowhere", "--clone", "mirrors")
    #expect(missing.status == 2)
    #expect(missing.errors.contains("git cannot clone it"))
  }

  static let mistakes: [(arguments: [String], message: String)] = [
    (["merge"], "name the reports"),
    (["merge", "missing.json"], "missing.json"),
    (["merge", "clean/readme"], "clean/readme:1: "),
    (["history", "--repo-list", "missing"], "missing"),
    (["history", "--repo-list", "/dev/null"], "no repository is named"),
    (["history", "a", "b", "--stream", "-f", "jsonl"], "--stream is for one repository"),
    (["history", "a", "b", "--only", "nonsense"], "nonsense"),
  ]

  @Test(arguments: mistakes)
  func aMistakeIsNamed(arguments: [String], message: String) throws {
    let run = try ScannedFolder().kunci(arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains(message))
  }

  @Test func scansOfDifferentCommandsAreNotMerged() throws {
    let organisation = try Organisation()
    for (command, file) in [("scan", "a.json"), ("history", "b.json")] {
      let run = try organisation.kunci(command, "one", "-f", "json")
      try organisation.scanned.folder.write(file, run.outputBytes)
    }
    let run = try organisation.kunci("merge", "a.json", "b.json")
    #expect(run.status == 2)
  }
}
