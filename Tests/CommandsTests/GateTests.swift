import Foundation
import TestSupport
import Testing

/// What decides whether a gate opens: severities, paths that are left out, known findings.
struct GateTests {
  private static func sum(_ scanned: ScannedFolder) throws -> GitFixture {
    let repository = try scanned.repository()
    try repository.write("src/a.txt", "KEY=\(ScannedFolder.key(1))\n")
    try repository.write("vendor/b.txt", "KEY=\(ScannedFolder.key(1))\n")
    try repository.write("vendor/deep/c.txt", "KEY=\(ScannedFolder.key(2))\n")
    try repository.commit("Keys")
    return repository
  }

  private func run(
    _ arguments: [String], in repository: GitFixture, format: String = "json"
  ) throws -> (status: Int32, report: [String: Any], errors: String) {
    let run = try KunciProgram.run(arguments + ["--format", format], in: repository.path)
    return (
      run.status, run.outputBytes.isEmpty ? [:] : try ScannedFolder.json(run.outputBytes),
      run.errors
    )
  }

  private func paths(_ report: [String: Any]) -> [String] {
    let findings = report["findings"] as? [[String: Any]] ?? []
    return findings.flatMap { $0["locations"] as? [[String: Any]] ?? [] }
      .compactMap { $0["path"] as? String }
  }

  private func remarks(_ report: [String: Any], _ name: String) -> [[String]] {
    let scan = report["scan"] as? [String: Any] ?? [:]
    let remarks = scan[name] as? [[String: Any]] ?? []
    return remarks.map { remark in
      ["path", "reason", "message"].compactMap { remark[$0] as? String }
    }
  }

  // MARK: --fail-on

  /// The key of the fixture is high in severity.
  @Test(
    arguments: [
      ("low", 1), ("medium", 1), ("high", 1), ("critical", 0), ("never", 0),
    ] as [(String, Int32)])
  func aSeverityDecidesAboutTheExitCode(level: String, status: Int32) throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("scan", "--fail-on", level, "leaky")
    #expect(run.status == status)
    // What does not count is reported all the same.
    #expect(run.output.contains("leaky/a.env:1:5: high: "))
    let seven = try scanned.kunci("scan", "--fail-on", level, "--exit-code", "7", "leaky")
    #expect(seven.status == status * 7)
  }

  @Test func aScanWithAGapNeverPasses() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("scan", "--fail-on", "never", "leaky", "nowhere")
    #expect(run.status == 2)
    #expect(run.output.contains("leaky/a.env:1:5: high: "))
  }

  @Test func anUnknownLevelIsAnError() throws {
    let run = try ScannedFolder().kunci("scan", "--fail-on", "severe", "clean")
    #expect(run.status == 2)
    #expect(run.errors.contains("low, medium, high, critical or never"))
  }

  // MARK: --exclude

  @Test(arguments: [
    (["vendor/"], ["src/a.txt"], ["vendor"]),
    (["/vendor/deep"], ["src/a.txt", "vendor/b.txt"], ["vendor/deep"]),
    (["[ab].txt"], ["vendor/deep/c.txt"], ["src/a.txt", "vendor/b.txt"]),
    (["vendor", "src"], [], ["src", "vendor"]),
    (["txt"], ["src/a.txt", "vendor/b.txt", "vendor/deep/c.txt"], []),
    // The folder that is scanned is `.` by name, and no glob means it.
    ([".*", "?", "**/.*"], ["src/a.txt", "vendor/b.txt", "vendor/deep/c.txt"], []),
  ])
  func aScanLeavesPathsOut(globs: [String], found: [String], skipped: [String]) throws {
    let repository = try Self.sum(ScannedFolder())
    let options = globs.flatMap { ["--exclude", $0] }
    for start in [".", repository.path] {
      let prefix = start == "." ? "" : "\(start)/"
      let (status, report, _) = try run(["scan", start] + options, in: repository)
      #expect(status == (found.isEmpty ? 0 : 1))
      #expect(
        paths(report).filter { $0 != "" }.map { Set([$0]) }.reduce([]) { $0.union($1) }
          == Set(found.map { prefix + $0 }))
      #expect(remarks(report, "skipped") == skipped.map { [prefix + $0, "left out by --exclude"] })
    }
  }

  /// Paths are those from the root, wherever a scan starts, and also for what is named outright.
  @Test(arguments: ["vendor", "vendor/", "vendor/b.txt", "./vendor/deep"])
  func whatIsNamedOutrightIsLeftOutToo(start: String) throws {
    let repository = try Self.sum(ScannedFolder())
    let (status, report, _) = try run(["scan", start, "--exclude", "/vendor/"], in: repository)
    #expect(status == 0)
    #expect(remarks(report, "skipped") == [[start, "left out by --exclude"]])
  }

  @Test func whatIsStagedIsLeftOut() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("vendor/b.txt", "KEY=\(ScannedFolder.key(2))\n")
    try repository.git("add", "-A")
    #expect(try run(["staged"], in: repository).status == 1)
    let (status, report, _) = try run(["staged", "--exclude", "vendor/"], in: repository)
    #expect(status == 0)
    #expect(remarks(report, "skipped") == [["vendor/b.txt", "left out by --exclude"]])
  }

  /// In a history, a secret goes only if all of its paths do, and each glob says how many it cost.
  @Test(arguments: [["history"], ["history", "--range", "HEAD~1..HEAD"], ["unpushed"]])
  func aHistoryLeavesPathsOut(command: [String]) throws {
    let repository = try Self.sum(ScannedFolder())
    let (status, report, _) = try run(command + ["--exclude", "vendor/"], in: repository)
    #expect(status == 1)
    #expect(Set(paths(report)) == ["src/a.txt"])
    #expect(
      remarks(report, "notices").filter { $0.first == "vendor/" }
        == [["vendor/", "2 secrets there: left out by --exclude"]])
    let all = try run(command + ["--exclude", "*.txt"], in: repository)
    #expect(all.status == 0)
    #expect(paths(all.report) == [])
    // Not what stands in a message, whatever the glob.
    try repository.commit("Use \(ScannedFolder.key(3))")
    #expect(try run(command + ["--exclude", "*"], in: repository).status == 1)
  }

  @Test(arguments: ["", "!src", "/"])
  func whatIsNoGlobIsAnError(glob: String) throws {
    let run = try ScannedFolder().kunci("scan", "--exclude", glob, "clean")
    #expect(run.status == 2)
    #expect(run.errors.contains("--exclude is a glob"))
  }

  // MARK: The repository's own baseline

  private static let notice = [
    ".kunci-baseline.json",
    "this baseline is used and knows 2 findings; --no-repo-config goes without it",
  ]

  @Test(arguments: ["scan", "history", "unpushed"])
  func aBaselineAtTheRootCountsByItself(command: String) throws {
    let repository = try Self.sum(ScannedFolder())
    #expect(try KunciProgram.run(["baseline", "--history"], in: repository.path).status == 0)
    let (status, report, _) = try run([command], in: repository)
    #expect(status == 0)
    #expect(remarks(report, "notices").contains(Self.notice))
    let text = try KunciProgram.run([command], in: repository.path)
    #expect(text.errors.contains("note: .kunci-baseline.json: this baseline is used and knows 2"))
    for options in [["--no-repo-config"], ["--config", "/dev/null", "--no-repo-config"]] {
      let without = try run([command] + options, in: repository)
      #expect(without.status == 1)
      #expect(!remarks(without.report, "notices").contains(Self.notice))
    }
    // Another that is named takes its place.
    try repository.folder.write("other.json", "{\"kunciBaseline\": 1}")
    let other = try run([command, "--baseline", "../other.json"], in: repository)
    #expect(other.status == 1)
    #expect(!remarks(other.report, "notices").contains(Self.notice))
    // Made anew, it holds what the one before held.
    #expect(
      try KunciProgram.run(["baseline", "--history", "-o", "-"], in: repository.path).outputBytes
        == repository.folder.bytes("repository/.kunci-baseline.json"))
  }

  @Test func aDamagedBaselineAtTheRootIsAnError() throws {
    let repository = try Self.sum(ScannedFolder())
    try repository.write(".kunci-baseline.json", "{\n")
    for command in ["scan", "staged", "history", "unpushed"] {
      let damaged = try KunciProgram.run([command], in: repository.path)
      #expect(damaged.status == 2)
      #expect(damaged.errors.contains(".kunci-baseline.json:"))
    }
    try repository.folder.remove("repository/.kunci-baseline.json")
    try repository.folder.link("repository/.kunci-baseline.json", to: "/dev/null")
    let linked = try KunciProgram.run(["scan"], in: repository.path)
    #expect(linked.status == 2)
    #expect(linked.errors.contains("plain file"))
  }

  // MARK: Hooks

  @Test func aHookKeepsItsOptions() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let install = ["hook", "install", "--exclude", "ven  dor/", "--exclude=it's/*", "pre-commit"]
    #expect(try KunciProgram.run(install, in: repository.path).status == 0)
    try repository.write("ven  dor/a.txt", ScannedFolder.key(1))
    try repository.write("it's/a.txt", ScannedFolder.key(2))
    #expect(throws: Never.self) { try repository.commit("Left out") }
    try repository.write("b.txt", ScannedFolder.key(3))
    #expect(throws: Shell.Failure.self) { try repository.commit("Found") }
    // It is still one of kunci's, and goes as it came.
    let other = ["hook", "install", "--fail-on", "critical"]
    #expect(try KunciProgram.run(other, in: repository.path).status == 0)
    #expect(throws: Never.self) { try repository.commit("Not critical") }
    #expect(try KunciProgram.run(["hook", "uninstall"], in: repository.path).status == 0)
    let misplaced = try KunciProgram.run(
      ["hook", "status", "--exclude", "a"], in: repository.path)
    #expect(misplaced.status == 2)
  }

  @Test func aHookKnowsABaseline() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("a.txt", ScannedFolder.key(1))
    #expect(
      try KunciProgram.run(["baseline", "-o", "known.json"], in: repository.path).status == 0)
    let install = ["hook", "install", "--baseline", "known.json"]
    #expect(try KunciProgram.run(install, in: repository.path).status == 0)
    #expect(throws: Never.self) { try repository.commit("Known") }
    try repository.write("b.txt", ScannedFolder.key(2))
    #expect(throws: Shell.Failure.self) { try repository.commit("New") }
  }

  @Test(
    arguments: [
      ([], 1), (["--exclude", "*.txt"], 0), (["--fail-on", "never"], 0),
      (["--baseline", "known.json"], 0),
    ] as [([String], Int32)])
  func theFrameworkTakesOptions(options: [String], status: Int32) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("a.txt", ScannedFolder.key(1))
    #expect(
      try KunciProgram.run(["baseline", "-o", "known.json"], in: repository.path).status == 0)
    try repository.git("add", "a.txt")
    for files in [["a.txt"], ["a.txt", "readme"]] {
      let run = try KunciProgram.run(
        ["hook", "run", "pre-commit-framework"] + options + ["--"] + files, in: repository.path)
      #expect(run.status == status)
    }
  }
}
