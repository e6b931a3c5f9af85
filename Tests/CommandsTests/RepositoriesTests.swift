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
        if try organisation.scanned.folder.bytes(first).contains(10) { files.append(first) }
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

  /// What a shard was to scan and did not is never clean.
  @Test func aShardThatWasCutOffIsIncompleteUntilItIsDoneAgain() throws {
    let scanned = try ScannedFolder()
    for name in ["one", "two"] { try scanned.repository(name) }
    let whole = try scanned.kunci(["history", "one", "two", "-f", "jsonl"]).outputBytes
    let ends = whole.indices.filter { whole[$0] == 10 }.map { $0 + 1 }
    #expect(ends.count == 4)
    let announced = Array(whole[..<ends[0]])
    for (name, end) in [("start", ends[0]), ("half", ends[1]), ("all", ends[2]), ("end", ends[3])] {
      try scanned.folder.write("\(name).jsonl", Array(whole[..<end]))
    }
    try scanned.folder.write("empty.jsonl", [])
    try scanned.folder.write("cut.jsonl", Array(announced.dropLast(9)))
    try scanned.folder.write("old.jsonl", Array(whole[ends[0]..<ends[1]]))
    func merge(_ files: String...) throws -> ProgramRun {
      try scanned.kunci(["merge"] + files.map { "\($0).jsonl" } + ["-f", "json"])
    }
    for name in ["empty", "cut"] {
      let run = try merge("end", name)
      #expect(run.status == 2)
      #expect(run.errors.contains("\(name).jsonl: this tells of no repository"))
    }
    for name in ["start", "half"] {
      let run = try merge(name)
      #expect(run.status == 2)
      #expect(run.errors.contains(": its shard was cut off"))
      #expect(run.output.contains("\"repositoryCount\": 2"))
    }
    // Nothing says what an old report was to tell of.
    let old = try merge("old")
    #expect(old.status == 2)
    #expect(old.errors.contains("old.jsonl: its end is missing"))
    let complete = try merge("end")
    #expect(complete.status == 0)
    for files in [["half", "end"], ["end", "start"], ["all", "half"]] {
      #expect(try merge(files[0], files[1]).output == complete.output)
    }
    // Also after it was merged once.
    try scanned.folder.write(
      "merged.jsonl",
      try scanned.kunci(
        ["merge", "half.jsonl", "-f", "jsonl"]).outputBytes)
    for files in [["merged", "end"], ["end", "merged"]] {
      #expect(try merge(files[0], files[1]).output == complete.output)
    }
  }

  /// A scan that was merged with others, findings and all, gives way to nothing; what only stood for
  /// one does.
  @Test func whatStoodForAScanGivesWayAfterAMerge() throws {
    let organisation = try Organisation()
    let lines = try organisation.kunci("history", "one", "two", "-f", "jsonl").outputBytes
    let place = try #require(
      lines.split(separator: 10).first { $0.starts(with: "{\"repository\"".utf8) })
    try organisation.scanned.folder.write("half.jsonl", Array(lines[...place.endIndex]))
    let merged = try organisation.kunci("merge", "half.jsonl", "-f", "json")
    #expect(merged.errors.contains("its shard was cut off"))
    try organisation.scanned.folder.write("merged.json", merged.outputBytes)
    try organisation.scanned.folder.write("all.jsonl", lines)
    let whole = try organisation.kunci("history", "one", "two", "-f", "json")
    for files in [["merged.json", "all.jsonl"], ["all.jsonl", "merged.json"]] {
      #expect(
        try organisation.scanned.kunci(["merge"] + files + ["-f", "json"]).output == whole.output)
    }
  }

  @Test(arguments: ["text", "sarif", "csv", "junit", "github", "html"])
  func everyFormatComesFromAMerge(format: String) throws {
    let organisation = try Organisation()
    let run = try organisation.whole("jsonl")
    try organisation.scanned.folder.write("all.jsonl", run.outputBytes)
    let merged = try organisation.kunci("merge", "all.jsonl", "--format", format)
    let whole = try organisation.whole(format)
    #expect(merged.output == whole.output)
    #expect(merged.status == whole.status)
  }

  /// Two caches are one when the files of both are copied together.
  @Test func filesOfTwoCachesAreOneCache() throws {
    let organisation = try Organisation()
    let folder = organisation.scanned.folder
    let names = ["one", "two", "quiet"]
    let plain = try organisation.scanned.kunci(["history"] + names + ["-f", "json"])
    for name in names {
      _ = try organisation.kunci("history", name, "--cache", "cache-\(name)")
    }
    // In any order, and with what both have.
    try Shell.run(
      "cd \"$0\" && mkdir all && cp cache-two/* cache-one/* all && cp cache-quiet/* cache-two/* all",
      arguments: [folder.path])
    func files() throws -> [String: Date] {
      var files: [String: Date] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("all")) {
        let attributes = try FileManager.default.attributesOfItem(
          atPath: folder.path("all/\(name)"))
        files[name] = attributes[.modificationDate] as? Date
      }
      return files
    }
    let before = try files()
    #expect(before.count == 6)
    let cached = try organisation.scanned.kunci(
      ["history"] + names + ["-f", "json", "--cache", "all"])
    #expect(cached.output == plain.output)
    // Each answer was there, so nothing was written.
    #expect(try files() == before)
    // A fork of one of them costs its own objects, of which there are none.
    let fork = try organisation.kunci("history", "fork", "-f", "json", "--cache", "all")
    #expect(fork.output == (try organisation.kunci("history", "fork", "-f", "json")).output)
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

  /// An address with a password gives it to git alone.
  @Test func aPasswordIsKeptNowhere() throws {
    let organisation = try Organisation()
    let folder = organisation.scanned.folder
    let password = "Tr0ub4dor-and-3"
    // Somewhere that looks like a host: git is told by its environment where that is.
    let address = "https://someone:\(password)@example.invalid/\("one")"
    let environment: [String: String?] = [
      "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.https.allow",
      "GIT_CONFIG_VALUE_0": "never",
    ]
    let run = try organisation.scanned.kunci(
      ["history", address, "two", "--clone", "mirrors", "-f", "jsonl"], environment: environment)
    #expect(run.status == 1)
    #expect(run.errors.contains("git cannot clone it"))
    for text in [run.output, run.errors] {
      #expect(!text.contains(password) && !text.contains("someone"))
      #expect(text.contains("https://example.invalid/one"))
    }
    // A mirror of an earlier version, in which the password is.
    let plain = "file://\(folder.path("one"))"
    _ = try organisation.kunci("history", plain, "two", "--clone", "mirrors")
    let mirror = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("mirrors")).first)
    let path = folder.path("mirrors/\(mirror)")
    let git = GitFixture(existing: "mirrors/\(mirror)", in: folder)
    try git.git("config", "remote.origin.url", address)
    try GitFixture(existing: "one", in: folder).commit("New \(ScannedFolder.key(8))")
    let again = try organisation.kunci("history", plain, "two", "--clone", "mirrors", "-f", "json")
    #expect(again.output.contains("New sk-or"))
    #expect(try !String(contentsOfFile: "\(path)/config", encoding: .utf8).contains(password))
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
