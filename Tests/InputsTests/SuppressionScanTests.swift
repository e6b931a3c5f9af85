import Basics
import Detection
import Engine
import Findings
import GitRepository
import Inputs
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// What is accepted is left out by scans of every kind, and everything else is not.
struct SuppressionScanTests {
  private static func run(
    _ source: some Source, _ change: (inout SuppressionPlan) -> Void
  ) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = 2
    change(&plan.suppression)
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private static func scan(
    _ paths: [String], _ change: (inout SuppressionPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    try run(FolderSource(paths), change)
  }

  private static func stagedScan(
    _ repository: GitFixture, _ change: (inout SuppressionPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    try run(StagedSource(repository.path), change)
  }

  private static func history(
    _ path: String, scope: HistoryScope = .everything, throughGit: Bool = false,
    _ change: (inout SuppressionPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    try HistoryProbe.scan(path, scope: scope, readsThroughGit: throughGit) {
      change(&$0.suppression)
    }
  }

  /// `number place` for what is reported, and with the reason for what is not.
  private static func places(_ outcome: ScanResult) -> [String] {
    (outcome.findings + outcome.suppressed).flatMap { finding in
      let key = (UInt64(1)...9).first { LeakedKey.fingerprint($0) == finding.fingerprint } ?? 0
      return finding.locations.map { location in
        let name = location.path.split(separator: "/").last.map(String.init) ?? ""
        return "\(key) \(name):\(location.region.line)"
          + (finding.suppression.map { " \($0.kind.rawValue)" } ?? "")
      }
    }.sorted()
  }

  // MARK: Files

  @Test func eachPlaceCountsByItself() throws {
    let folder = try TemporaryFolder()
    let key = LeakedKey.text(1)
    try folder.write("a", "\(key)\n\(key) # gitleaks:allow\n")
    try folder.write("docs/b", key)
    try folder.write("c", "\(LeakedKey.text(2))")
    try folder.write(
      ".kunciignore",
      "\(LeakedKey.fingerprint(1)) path:docs/ # a sample like \(LeakedKey.text(3))\n")
    let outcome = try Self.scan([folder.path])
    #expect(
      Self.places(outcome) == [
        "1 a:1", "1 a:2 inline", "1 b:1 ignoreFile", "2 c:1", "3 .kunciignore:1",
      ])
    #expect(outcome.isComplete)
    #expect(outcome.coverage.notices == [])
    // A reason is no place for a secret.
    let reason = outcome.suppressed.compactMap(\.suppression?.reason).first
    #expect(reason == "a sample like \(LeakedKey.redacted(3))")
    #expect(Suppression.Tally(of: outcome.suppressed).total == 2)
  }

  /// Paths are those from the root, wherever the user stands and however the start is named.
  @Test func pathsBeginAtTheRoot() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.write("docs/deep/a", LeakedKey.text(1))
    try repository.write("src/docs/b", LeakedKey.text(2))
    try repository.write(".kunciignore", "rule:openrouter path:/docs/\n")
    try repository.folder.link("link", to: "work/docs")
    for (starts, expected) in [
      ([""], ["1 a:1 ignoreFile", "2 b:1"]), (["/docs"], ["1 a:1 ignoreFile"]),
      (["/docs/deep/", "/src"], ["1 a:1 ignoreFile", "2 b:1"]),
      (["/docs/deep/a"], ["1 a:1 ignoreFile"]), (["/src/docs"], ["2 b:1"]),
      (["/src/../docs/deep"], ["1 a:1 ignoreFile"]), (["/../link"], ["1 a:1 ignoreFile"]),
    ] {
      let outcome = try Self.scan(starts.map { repository.path + $0 })
      #expect(Self.places(outcome) == expected, "\(starts)")
    }
    // Another repository's file says nothing of this one.
    let other = try GitFixture("other", in: repository.folder)
    try other.write("docs/a", LeakedKey.text(1))
    let both = try Self.scan([other.path, repository.path])
    #expect(Self.places(both) == ["1 a:1", "1 a:1", "2 b:1"])
  }

  @Test func entriesExpireAndAreMissedOnlyWhenAllWasSeen() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    try folder.write("b", LeakedKey.text(2))
    try folder.write(
      ".kunciignore",
      """
      \(LeakedKey.fingerprint(1)) until:2024-05-01
      \(LeakedKey.fingerprint(2)) # used
      \(LeakedKey.fingerprint(3)) # gone
      rule:no-such-rule path:a

      """)
    let firstOfMay = try #require(CalendarDate.days("2024-05-01"))
    let inTime = try Self.scan([folder.path]) { $0.today = firstOfMay }
    #expect(Self.places(inTime) == ["1 a:1 ignoreFile", "2 b:1 ignoreFile"])
    #expect(inTime.coverage.notices.map(\.line) == [3, 4])
    #expect(inTime.isComplete)
    let late = try Self.scan([folder.path]) { $0.today = firstOfMay + 1 }
    #expect(Self.places(late) == ["1 a:1", "2 b:1 ignoreFile"])
    #expect(late.coverage.notices.map(\.line) == [1, 3, 4])
    #expect(late.coverage.notices.first?.message.contains("2024-05-01") == true)
    // A part of the files, or of the rules, may not be the part that an entry is for.
    let part = try Self.scan([folder.path("a")]) {
      $0.today = firstOfMay
      $0.ignoreFile = ("x", Array("\(LeakedKey.fingerprint(3))\n".utf8))
    }
    #expect(Self.places(part) == ["1 a:1"])
    #expect(part.coverage.notices.isEmpty)
    let lessRules = try Self.scan([folder.path]) {
      $0.today = firstOfMay
      $0.tellsUnused = false
    }
    #expect(lessRules.coverage.notices.isEmpty)
  }

  @Test func mistakesAreErrorsAndTheRestCounts() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    try folder.write(".kunciignore", "nonsense\n\(LeakedKey.fingerprint(1))\n")
    try folder.write(".gitleaksignore", "nonsense\n")
    let outcome = try Self.scan([folder.path])
    #expect(Self.places(outcome) == ["1 a:1 ignoreFile"])
    #expect(outcome.coverage.errors.map(\.path) == [".kunciignore:1:1"])
    #expect(outcome.coverage.notices.map { "\($0.path):\($0.line)" } == [".gitleaksignore:1"])
  }

  @Test(arguments: [".kunciignore", ".gitleaksignore"])
  func onlyPlainFilesAreRead(name: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("outside", "\(LeakedKey.fingerprint(1))\n")
    try folder.write("work/a", LeakedKey.text(1))
    let prepare: [(TemporaryFolder) throws -> Void] = [
      { try $0.link("work/\(name)", to: "../outside") },
      { try $0.link("work/\(name)", to: "missing") },
      { try $0.makeFolder("work/\(name)") },
      { try Shell.run("mkfifo \"$0\"", arguments: [$0.path("work/\(name)")]) },
    ]
    for prepare in prepare {
      try prepare(folder)
      let outcome = try Self.scan([folder.path("work")])
      #expect(Self.places(outcome) == ["1 a:1"])
      #expect(outcome.coverage.errors.contains { $0.path == name }, "\(outcome.coverage.errors)")
      try folder.remove("work/\(name)")
    }
  }

  /// A rule for 32 hexadecimal digits finds fingerprints as well.
  @Test func entriesAreNoSecrets() throws {
    let rule = """
      provider = "Test"
      [[rules]]
      id = "test-hex"
      description = "Digits"
      regex = '[0-9a-f]{32}'
      context = ["test"]
      severity = "high"
      confidence = "high"
      examples = ["test {hex:32}"]
      counter_examples = ["{hex:32}"]
      """
    let ruleSet = try RuleSet([RuleFile(Array(rule.utf8), named: "test.toml")])
    let folder = try TemporaryFolder()
    let entry = "\(LeakedKey.fingerprint(1)) # test"
    let other = "test: \(LeakedKey.fingerprint(2))"
    try folder.write("sub/.kunciignore", "\(entry)\n")
    try folder.write("accepted", "\(entry)\n")
    try folder.write("b", "\(other)\n\(LeakedKey.fingerprint(3)) test")
    var plan = ScanPlan(ruleSet: ruleSet)
    plan.suppression.ignoreFile = ("accepted", Array(entry.utf8))
    let outcome = Scan.run(FolderSource([folder.path]), plan, try Detector(ruleSet))
    let paths = outcome.findings.flatMap(\.locations).map {
      "\($0.path.suffix(2)):\($0.region.line)"
    }
    #expect(paths == ["/b:1", "/b:2"])
    #expect(outcome.suppressed.isEmpty)
  }

  // MARK: Repositories

  @Test func stagedFilesKeepToTheWorkTreesFile() throws {
    let repository = try GitFixture()
    try repository.write("a", "\(LeakedKey.text(1)) # kunci:ignore\n")
    try repository.write("c", "\(LeakedKey.text(4))\n")
    try repository.commit("Accept it")
    try repository.write("a", "\(LeakedKey.text(1))\n")
    try repository.write("b", "\(LeakedKey.text(2))\n\(LeakedKey.text(3)) # ggignore\n")
    try repository.write("c", "\(LeakedKey.text(4)) # ggignore\n")
    try repository.git("add", ".")
    // Without its comment, the secret is a new one; with one, it is the old one.
    #expect(Self.places(try Self.stagedScan(repository)) == ["1 a:1", "2 b:1", "3 b:2 inline"])
    try repository.write(".kunciignore", "\(LeakedKey.fingerprint(2))\n\(LeakedKey.fingerprint(9))")
    let outcome = try Self.stagedScan(repository)
    #expect(Self.places(outcome) == ["1 a:1", "2 b:1 ignoreFile", "3 b:2 inline"])
    #expect(outcome.coverage.notices.isEmpty)
    let strict = try Self.stagedScan(repository) { $0.honoursComments = false }
    #expect(Self.places(strict) == ["2 b:1 ignoreFile", "3 b:2"])
  }

  @Test(arguments: [false, true])
  func historyJudgesEachVersion(throughGit: Bool) throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    let key = LeakedKey.text(1)
    try repository.write("a", "\(key) # gitleaks:allow\n")
    let first = try repository.commit("Allow \(LeakedKey.text(2)) kunci:ignore")
    try repository.write("a", "x\n\(key)\n")
    try repository.write("b", LeakedKey.text(3))
    let second = try repository.commit("Change")
    try repository.write("a", "x\n\(key) # gitleaks:allow\n")
    try repository.commit("Change back")
    try repository.write(".kunciignore", "\(LeakedKey.fingerprint(9)) # gone\n")
    try repository.write(
      ".gitleaksignore", "\(second):b:generic-api-key:1\n\(first):a:openrouter-api-key:2\n")
    try repository.git("gc", "-q")
    let outcome = try Self.history(repository.path, throughGit: throughGit)
    #expect(
      Self.places(outcome) == ["1 a:1 inline", "1 a:2", "2 message:1 inline", "3 b:1 ignoreFile"])
    #expect(outcome.findings.first?.locations.first?.provenance.commit?.id.hex == second)
    #expect(outcome.suppressed.allSatisfy { $0.status != nil })
    #expect(outcome.coverage.notices.map(\.line) == [1])
    let strict = try Self.history(repository.path, throughGit: throughGit) {
      $0.honoursComments = false
    }
    #expect(Self.places(strict) == ["1 a:1", "2 message:1", "3 b:1 ignoreFile"])

    let range = try Self.history(
      repository.path, scope: .range(["\(first)..HEAD"], since: nil), throughGit: throughGit)
    #expect(Self.places(range) == ["1 a:2", "3 b:1 ignoreFile"])
    #expect(range.coverage.notices.isEmpty)

    // A bare repository has no work tree that an ignore file could stand in.
    try repository.git("clone", "-q", "--bare", ".", "../bare")
    let bare = try Self.history(repository.folder.path("bare"), throughGit: throughGit)
    #expect(Self.places(bare) == ["1 a:1 inline", "1 a:2", "2 message:1 inline", "3 b:1"])
    let named = try Self.history(repository.folder.path("bare"), throughGit: throughGit) {
      $0.ignoreFile = ("x", Array("rule:openrouter path:b\n".utf8))
    }
    #expect(Self.places(named).contains("3 b:1 ignoreFile"))
  }

  /// A text that is too long to be read as a whole, in chunks and by several threads.
  @Test func longTextsHaveCommentsToo() throws {
    let folder = try TemporaryFolder()
    var text = String(repeating: String(repeating: "x", count: 99) + "\n", count: 170_000)
    text += "# kunci:ignore\n\(LeakedKey.text(1))\n\(LeakedKey.text(2))\n"
    try folder.write("a", text)
    #expect(Self.places(try Self.scan([folder.path])) == ["1 a:170002 inline", "2 a:170003"])
  }
}
