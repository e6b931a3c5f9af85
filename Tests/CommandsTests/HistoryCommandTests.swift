import Foundation
import TestSupport
import Testing

/// The options of `kunci history`, and what a signal does to it.
struct HistoryCommandTests {
  /// Three tagged commits, each with a key of its own.
  private func row(in folder: ScannedFolder) throws -> GitFixture {
    let repository = try folder.repository()
    for number in UInt64(1)...3 {
      try repository.write("\(number).env", "KEY=\(ScannedFolder.key(number))\n")
      try repository.commit("Add \(number)", day: Int(number))
      try repository.git("tag", "v\(number)")
    }
    return repository
  }

  private func paths(_ run: ProgramRun) throws -> [String] {
    let report = try ScannedFolder.json(run.outputBytes)
    let findings = try #require(report["findings"] as? [[String: Any]])
    return findings.compactMap { finding in
      (finding["locations"] as? [[String: Any]])?.first?["path"] as? String
    }
  }

  @Test(
    arguments: [
      ([], ["1.env", "2.env", "3.env"]), (["--through-git"], ["1.env", "2.env", "3.env"]),
      (["--range", "v1..v2"], ["2.env"]), (["--range", "v3 ^v2"], ["3.env"]),
      (["--range", "v3 --not v1"], ["2.env", "3.env"]),
      (["--range", "v1..v3", "--range", "^v2"], ["3.env"]),
      (["--range=v2", "--range=v2..v3"], ["1.env", "2.env", "3.env"]),
      (["--range", "v1..v2", "--range", "v2..v3"], ["2.env", "3.env"]),
      (["--since", "2024-01-02"], ["2.env", "3.env"]),
      (["--since", "2024-01-02", "--range", "v2"], ["2.env"]),
    ])
  func narrowsTheHistory(_ options: [String], _ expected: [String]) throws {
    let folder = try ScannedFolder()
    _ = try row(in: folder)
    let run = try folder.kunci(["history", "repository", "-f", "json"] + options)
    #expect(try paths(run) == expected)
    #expect(run.status == 1)
  }

  @Test func streamsWhatItSees() throws {
    let folder = try ScannedFolder()
    _ = try row(in: folder)
    let plain = try folder.kunci(["history", "repository", "-f", "jsonl"])
    let run = try folder.kunci(["history", "repository", "-f", "jsonl", "--stream"])
    let lines = run.output.split(separator: "\n")
    let seen = lines.prefix { $0.hasPrefix("{\"seen\":") }
    #expect(Set(seen).count == 3)
    #expect(lines.dropFirst(3) == plain.output.split(separator: "\n")[...])
    for number in UInt64(1)...3 {
      #expect(!run.output.contains(ScannedFolder.key(number)))
    }
    #expect(try folder.kunci(["history", "repository", "--stream"]).status == 2)
  }

  @Test(
    arguments: [
      ["--since", "tomorrow"], ["--since", ""], ["--range", ""], ["--range", "--not"],
      ["--range", "v1 --not v1..v2"], ["--range", "--all"], ["--unreachable", "--range", "v1"],
      ["--unreachable", "--since", "1.day"],
    ])
  func refusesWhatItCannotDo(_ options: [String]) throws {
    let folder = try ScannedFolder()
    _ = try row(in: folder)
    let run = try folder.kunci(["history", "repository"] + options)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.errors.contains("\n"))
  }

  @Test func aShallowCloneIsIncompleteUnlessThatIsAllowed() throws {
    let folder = try ScannedFolder()
    let repository = try folder.repository()
    try repository.write("readme", "more\n")
    try repository.commit("More")
    try repository.git("clone", "-q", "--depth=1", "file://\(repository.path)", "../shallow")
    let run = try folder.kunci("history", "shallow")
    #expect(run.status == 2)
    #expect(run.errors.contains("git fetch --unshallow"))
    let allowed = try folder.kunci("history", "shallow", "--allow-incomplete")
    #expect(allowed.status == 0)
    #expect(allowed.errors.contains("git fetch --unshallow"))
  }

  /// A range that runs into the cut is incomplete, one behind it is not.
  @Test(
    arguments: [
      (["--range", "HEAD"], 2), (["--range", "HEAD~1"], 2), (["--range", "HEAD~1..HEAD"], 0),
      (["--range", "HEAD", "--allow-incomplete"], 0), (["--since", "2024-01-03"], 0),
      (["--since", "2024-01-02"], 2), (["--since", "2024-01-02", "--allow-incomplete"], 0),
    ] as [([String], Int32)], [[], ["--through-git"]])
  func aRangeOfAShallowCloneSaysWhereItEnds(
    _ example: (options: [String], status: Int32), throughGit: [String]
  ) throws {
    let folder = try ScannedFolder()
    let repository = try folder.repository()
    for day in 1...3 {
      try repository.write("readme", "day \(day)\n")
      try repository.commit("Day \(day)", day: day)
    }
    try repository.git("clone", "-q", "--depth=2", "file://\(repository.path)", "../shallow")
    let cut = try repository.git("rev-parse", "HEAD~1").trimmingCharacters(in: .newlines)
    let run = try folder.kunci(
      ["history", "shallow", "-f", "json"] + example.options + throughGit)
    #expect(run.status == example.status)
    let scan = try #require(ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == (example.status == 0))
    let skipped = try #require(scan["skipped"] as? [[String: String]])
    let errors = try #require(scan["errors"] as? [[String: String]])
    let isAllowed = example.options.contains("--allow-incomplete")
    #expect(skipped.map { $0["reason"]?.contains(cut) } == (isAllowed ? [true] : []))
    #expect(errors.map { $0["message"]?.contains(cut) } == (example.status == 2 ? [true] : []))
  }

  @Test func whatIsUnpushedInAShallowCloneIsComplete() throws {
    let folder = try ScannedFolder()
    let repository = try folder.repository()
    try repository.commit("More")
    try repository.git("clone", "-q", "--depth=1", "file://\(repository.path)", "../shallow")
    #expect(try folder.kunci("unpushed", "shallow").status == 0)
    let clone = GitFixture(existing: "shallow", in: folder.folder)
    try clone.write("a.env", ScannedFolder.key(1))
    try clone.commit("Leak")
    #expect(try folder.kunci("unpushed", "shallow").status == 1)
    try clone.git("remote", "remove", "origin")
    #expect(try folder.kunci("unpushed", "shallow").status == 1)
    try clone.git("reset", "-q", "--hard", "HEAD~1")
    #expect(try folder.kunci("unpushed", "shallow").status == 2)
  }

  /// Where there is nothing, nothing is wrong; but it is said.
  @Test(
    arguments: [
      ["history"], ["history", "--through-git"], ["unpushed"], ["history", "--since", "1.day"],
      ["history", "--since", "1.day", "--through-git"],
    ])
  func anEmptyRepositoryIsNoError(_ command: [String]) throws {
    let folder = try ScannedFolder()
    try folder.repository("empty", options: ["--quiet"])
    let arguments = [command[0], "empty"] + command.dropFirst()
    let run = try folder.kunci(arguments)
    #expect(run.status == 0)
    #expect((run.output + run.errors).contains("the repository is empty: it has no commit yet"))
    let report = try ScannedFolder.json(folder.kunci(arguments + ["-f", "json"]).outputBytes)
    let scan = try #require(report["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == true)
    let notices = try #require(scan["notices"] as? [[String: Any]])
    #expect(
      notices.map { $0["message"] as? String } == [
        "the repository is empty: it has no commit yet"
      ])
  }

  /// A history that takes a second to read, with one key in every file.
  private func long() throws -> ScannedFolder {
    let folder = try ScannedFolder()
    let repository = try folder.repository()
    var random = TestRandom(seed: 5)
    for number in 0..<100 {
      var text = "KEY=\(ScannedFolder.key(1))\n"
      for _ in 0..<8_000 { text += "key \(random.next()) api_key = \(number)\n" }
      try repository.write("\(number).env", text)
    }
    try repository.commit("Much")
    return folder
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalEndsAScanWithWhatWasFound(_ signal: Int32) throws {
    let folder = try long()
    let process = Process()
    process.executableURL = URL(filePath: try KunciProgram.path)
    process.arguments = [
      "history", folder.folder.path("repository"), "-f", "jsonl", "--stream", "--threads", "1",
      "--progress", "never",
    ]
    let output = Pipe()
    process.standardOutput = output
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    // The first file is reported while the others are still to be read.
    var written = Data()
    while !String(decoding: written, as: UTF8.self).contains("seen") {
      let piece = output.fileHandleForReading.availableData
      if piece.isEmpty { break }
      written += piece
    }
    kill(process.processIdentifier, signal)
    written += output.fileHandleForReading.readDataToEndOfFile()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 1)
    #expect(String(decoding: said, as: UTF8.self).contains("interrupted after"))
    let lines = String(decoding: written, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 3)
    let last = try ScannedFolder.json(Array(try #require(lines.last).utf8))
    let scan = try #require(last["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == false)
  }

  // MARK: Remotes

  /// A report says which remotes what is not pushed was measured against, and at which address.
  @Test func unpushedNamesItsRemotes() throws {
    let folder = try ScannedFolder()
    let made = try folder.repository("made")
    try made.write("a.env", ScannedFolder.key(1))
    try made.commit("Leak")
    try made.git("clone", "-q", "--template=", made.path, "../clone")
    let clone = GitFixture(existing: "clone", in: folder.folder)
    func unpushed(_ status: Int32) throws -> [[String: String]] {
      let run = try folder.kunci("unpushed", "-f", "json", "clone")
      #expect(run.status == status)
      let scan = try ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any]
      return scan?["remotes"] as? [[String: String]] ?? []
    }
    #expect(try unpushed(0) == [["name": "origin", "url": made.path]])
    let password = "a" + "b"
    try clone.git("remote", "set-url", "origin", "https://me:\(password)@host.example/x.git")
    let changed = try unpushed(1)
    #expect(changed.first?["url"] == "https://host.example/x.git")
    #expect(changed.first?["doubt"]?.contains("it was cloned from \(made.path)") == true)
    // The address before `insteadOf` is the one of the clone.
    try clone.git("config", "url.https://host.example/x.git.insteadOf", made.path)
    #expect(try unpushed(0).first?["doubt"] == nil)
    try clone.git("remote", "add", "other", "../other")
    try clone.git("remote", "set-url", "--push", "origin", "../other")
    let remotes = try unpushed(1)
    #expect(remotes.map { $0["name"] } == ["origin", "other"])
    #expect(remotes.map { $0["doubt"] } == ["it is pushed to ../other", nil])
    // It is published all the same where another remote has it.
    try clone.git("remote", "set-url", "other", made.path)
    try clone.git("config", "--unset", "url.https://host.example/x.git.insteadOf")
    try clone.git("fetch", "-q", "other")
    _ = try unpushed(0)
  }
}
