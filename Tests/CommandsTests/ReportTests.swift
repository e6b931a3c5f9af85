import Foundation
import Reports
import TestSupport
import Testing

/// What the program writes, where, and how it ends.
struct ReportTests {
  @Test func exitCodes() throws {
    let scanned = try ScannedFolder()
    #expect(try scanned.kunci("scan", "clean").status == 0)
    #expect(try scanned.kunci("scan", "leaky").status == 1)
    #expect(try scanned.kunci("scan", "clean", "missing").status == 2)
    #expect(try scanned.kunci("scan", "leaky", "missing").status == 1)
    #expect(try scanned.kunci("scan").status == 1)
    #expect(try scanned.kunci().status == 1)
    #expect(try scanned.kunci("version").status == 0)
    #expect(try scanned.kunci("help").status == 0)
    #expect(try scanned.kunci("rules", "list").status == 0)
    #expect(try scanned.kunci("rules", "show", "openrouter-api-key").status == 0)
    #expect(try scanned.kunci(["stdin"], input: "nothing").status == 0)
    let found = try scanned.kunci(["stdin"], input: "\nKEY=\(ScannedFolder.key(1))")
    #expect(found.status == 1)
    #expect(found.output.contains("stdin:2:5"))
  }

  @Test(
    arguments: [
      ("0", "leaky", 0), ("7", "leaky", 7), ("255", "leaky", 255), ("7", "clean", 0),
      ("7", "missing", 2), ("0", "missing", 2),
    ] as [(String, String, Int32)])
  func theExitCodeForFindingsCanBeChosen(_ code: String, _ path: String, _ status: Int32) throws {
    let scanned = try ScannedFolder()
    #expect(try scanned.kunci("scan", "--exit-code", code, path).status == status)
  }

  /// Findings that are no failure must not hide that not everything was read.
  @Test(arguments: [("0", 2), ("7", 7)] as [(String, Int32)])
  func theExitCodeHidesNoGap(_ code: String, _ status: Int32) throws {
    let scanned = try ScannedFolder()
    for gap in [["missing"], ["-o", "missing/r.json"]] {
      let run = try scanned.kunci(["scan", "--exit-code", code, "leaky"] + gap)
      #expect(run.status == status)
      #expect(run.output.contains("leaky/a.env:1:5"))
    }
  }

  @Test func repositoryCommands() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    for command in ["history", "staged", "unpushed"] {
      #expect(try scanned.kunci(command, "repository").status == 0)
    }
    try repository.write("a.env", ScannedFolder.key(1))
    try repository.git("add", ".")
    #expect(try scanned.kunci("staged", "repository").status == 1)
    #expect(try scanned.kunci("history", "repository").status == 0)
    try repository.commit("Add it")
    #expect(try scanned.kunci("staged", "repository").status == 0)
    let run = try scanned.kunci("history", "repository")
    #expect(run.status == 1)
    #expect(run.output.contains("a.env:1:1"))
    #expect(run.output.contains("Add it"))
    #expect(try scanned.kunci("unpushed", "repository").status == 1)
    #expect(try scanned.kunci("history", "--range", "HEAD^..HEAD", "repository").status == 1)
    #expect(try scanned.kunci("history", "--range", "HEAD^", "repository").status == 0)
  }

  /// A path that is named wins over the repository that a hook runs in.
  @Test func gitsVariablesCountOnlyWhereNoRepositoryIsNamed() throws {
    let scanned = try ScannedFolder()
    try scanned.repository("clean-repository")
    let leaky = try scanned.repository("leaky-repository")
    try leaky.write("a.env", ScannedFolder.key(1))
    try leaky.commit("Add")
    let environment: [String: String?] = ["GIT_DIR": leaky.path(".git")]
    #expect(try scanned.kunci(["history"], environment: environment).status == 1)
    #expect(
      try scanned.kunci(["history", "clean-repository"], environment: environment).status == 0)
  }

  @Test(arguments: ["text", "json", "jsonl", "sarif"])
  func onlyTheReportIsOnStandardOutput(_ format: String) throws {
    let scanned = try ScannedFolder()
    let clean = try scanned.kunci("scan", "-f", format, "--progress", "always", "clean")
    let leaky = try scanned.kunci("scan", "-f", format, "leaky")
    #expect(clean.status == 0)
    #expect(leaky.status == 1)
    switch format {
    case "text":
      #expect(clean.output == "")
      #expect(clean.errors.contains("No secrets found."))
      #expect(leaky.output.contains("leaky/a.env:1:5"))
      #expect(!leaky.output.contains("\u{1B}"))
      #expect(leaky.errors.contains("1 secret found"))
    case "json":
      #expect(try (ScannedFolder.json(clean.outputBytes)["findings"] as? [Any])?.isEmpty == true)
      #expect(try (ScannedFolder.json(leaky.outputBytes)["findings"] as? [Any])?.count == 1)
      #expect(leaky.errors == "")
    case "jsonl":
      let lines = leaky.outputBytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
      #expect(lines.count == 2)
      #expect(try ScannedFolder.json(lines[0])["ruleID"] as? String == "openrouter-api-key")
      #expect(try !ScannedFolder.json(lines[1]).isEmpty)
      #expect(clean.outputBytes.split(separator: UInt8(ascii: "\n")).count == 1)
    default:
      let runs = try ScannedFolder.json(leaky.outputBytes)["runs"] as? [[String: Any]]
      #expect((runs?.first?["results"] as? [Any])?.count == 1)
    }
  }

  @Test func quietSaysOnlyWhatMatters() throws {
    let scanned = try ScannedFolder()
    let clean = try scanned.kunci("scan", "-q", "clean")
    #expect(clean.output + clean.errors == "")
    let leaky = try scanned.kunci("scan", "-q", "leaky", "missing")
    #expect(leaky.output.contains("leaky/a.env:1:5"))
    #expect(leaky.errors.contains("missing"))
    #expect(!leaky.errors.contains("Scanned"))
  }

  @Test func oneScanWritesSeveralReports() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("scan", "-o", "r.json", "-o", "r.sarif", "leaky")
    #expect(run.status == 1)
    #expect(run.output.contains("leaky/a.env:1:5"))
    #expect(try (scanned.json("r.json")["findings"] as? [Any])?.count == 1)
    #expect(try scanned.json("r.sarif")["version"] as? String == "2.1.0")
  }

  @Test func aReportForStandardOutputStandsBesideFiles() throws {
    let scanned = try ScannedFolder()
    let plain = try scanned.kunci("scan", "-f", "jsonl", "leaky")
    let run = try scanned.kunci("scan", "-f", "jsonl", "-o", "-", "-o", "r.json", "leaky")
    #expect(run.status == 1)
    #expect(run.output == plain.output)
    #expect(try (scanned.json("r.json")["findings"] as? [Any])?.count == 1)
    #expect(!FileManager.default.fileExists(atPath: scanned.folder.path("-")))
  }

  // MARK: Secrets

  @Test func noReportHoldsASecret() throws {
    let scanned = try ScannedFolder()
    let formats = ReportFormat.allCases.map(\.rawValue)
    let files = formats.map { "r.\($0)" }
    let run = try scanned.kunci(
      ["scan"] + formats.flatMap { ["-f", $0, "-o", "r.\($0)"] } + ["leaky"])
    let texts = try files.map { String(decoding: try scanned.folder.bytes($0), as: UTF8.self) }
    for text in texts + [run.output, run.errors] {
      #expect(!text.isEmpty)
      // Not even a part: 16 digits of 64 would be a good start.
      #expect(!text.contains(ScannedFolder.key(1).suffix(16)))
      #expect(!text.contains(ScannedFolder.key(1).prefix(25)))
    }
  }

  @Test func reportsThatShowSecretsAreForTheirOwner() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("old.json", "{}")
    let files = ["r.json", "old.json", "r.sarif", "r.txt"]
    let run = try scanned.kunci(
      ["scan", "--show-secrets"] + files.flatMap { ["-o", $0] } + ["leaky"])
    #expect(run.status == 1)
    #expect(
      try String(decoding: scanned.folder.bytes("r.json"), as: UTF8.self)
        .contains(ScannedFolder.key(1)))
    for file in files {
      let attributes = try FileManager.default.attributesOfItem(atPath: scanned.folder.path(file))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
    // And nobody else's business otherwise.
    _ = try scanned.kunci("scan", "-o", "open.json", "leaky")
    let open = try FileManager.default.attributesOfItem(
      atPath: scanned.folder.path("open.json"))
    #expect(open[.posixPermissions] as? Int != 0o600)
  }

  // MARK: Terminals and pipes

  @Test func colour() throws {
    let scanned = try ScannedFolder()
    #expect(try scanned.kunci("scan", "--color", "always", "leaky").output.contains("\u{1B}["))
    #expect(try !scanned.kunci("scan", "--color", "never", "leaky").output.contains("\u{1B}"))
  }

  private static let script = "/usr/bin/script"

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: script), "needs script(1)"),
    arguments: [
      ([:], true), (["NO_COLOR": "1"], false), (["NO_COLOR": ""], true), (["TERM": "dumb"], false),
    ] as [([String: String], Bool)])
  func colourOnATerminal(_ variables: [String: String], isColoured: Bool) throws {
    let scanned = try ScannedFolder()
    var environment: [String: String?] = ["NO_COLOR": nil, "TERM": "xterm"]
    for (name, value) in variables { environment[name] = value }
    let command = "'\(try KunciProgram.path)' scan --progress never leaky"
    let run = try ProgramRun(
      Self.script, ["-q", "-e", "-c", command, "/dev/null"], in: scanned.folder.path,
      environment: environment)
    #expect(run.status == 1)
    #expect(run.output.contains("leaky/a.env:1:5") || run.output.contains("leaky/a.env"))
    #expect(run.output.contains("\u{1B}[") == isColoured)
  }

  @Test(arguments: ["text", "json", "sarif"])
  func aReaderThatGoesIsNoCrash(_ format: String) throws {
    let scanned = try ScannedFolder()
    // More than a pipe holds, so that the writer meets the closed end.
    let lines = (UInt64(1)...1000).map { "KEY=\(ScannedFolder.key($0))\n" }
    try scanned.folder.write("leaky/many.env", lines.joined())
    let run = try ProgramRun(
      "/bin/sh",
      [
        "-c", "{ \"$0\" scan -f \(format) leaky 2>/dev/null; echo $? > status; } | head -n 1",
        KunciProgram.path,
      ], in: scanned.folder.path)
    #expect(run.output.split(separator: "\n").count == 1)
    #expect(try String(decoding: scanned.folder.bytes("status"), as: UTF8.self) == "1\n")
  }

  // MARK: The same each time

  @Test func equalScansGiveEqualBytes() throws {
    let scanned = try ScannedFolder()
    let repository = try GitFixture("repository", in: scanned.folder)
    // More objects than one thread takes at a time; keys in contents, names and messages.
    var stream = ""
    for number in 1...1000 {
      let content = "\(number % 3 == 0 ? ScannedFolder.key(UInt64(number % 40)) : "")\n\(number)\n"
      let name =
        "\(number % 5)/\(number % 100 == 0 ? ScannedFolder.key(UInt64(100 + number / 300)) : "a")-\(number % 60)"
      let message = number % 50 == 0 ? "Use \(ScannedFolder.key(UInt64(number % 6)))" : "Change"
      stream += "commit refs/heads/main\n"
      stream += "committer Cleo <cleo@example.com> \(1_700_000_000 + number) +0000\n"
      stream += "data \(message.utf8.count)\n\(message)\n"
      stream += "M 100644 inline \(name)\ndata \(content.utf8.count)\n\(content)\n"
    }
    try repository.git(["fast-import", "--quiet"], input: Data(stream.utf8))
    try repository.git("checkout", "-q", "-f", "main")
    for command in ["history", "scan"] {
      let reports = try ["1", "4", "4", "3"].map { threads in
        let run = try scanned.kunci(command, "-f", "json", "--threads", threads, "repository")
        #expect(run.status == 1)
        #expect(run.errors == "")
        return run.outputBytes
      }
      #expect(reports[0].count > 10_000)
      for report in reports.dropFirst() { #expect(report == reports[0]) }
    }
  }
}
