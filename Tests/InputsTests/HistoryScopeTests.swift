import Detection
import Engine
import Findings
import Foundation
import GitRepository
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Scans of a part of the history, and what is known of remotes.
struct HistoryScopeTests {
  /// A repository with a bare clone of itself as `origin`, which has everything so far.
  private func published() throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.write("a.env", "1=\(LeakedKey.text(1))\n")
    try repository.write("names/\(LeakedKey.text(7)).txt", "")
    try repository.commit("Old")
    try repository.git("init", "-q", "--bare", "../origin.git")
    try repository.git("remote", "add", "origin", "../origin.git")
    try repository.git("push", "-q", "origin", "main")
    return repository
  }

  private func findings(
    _ repository: GitFixture, _ scope: HistoryScope = .everything
  ) throws -> [ExpectedFinding] {
    let outcome = try HistoryProbe.scan(repository.path, scope: scope)
    #expect(outcome.coverage.errors == [])
    for finding in outcome.findings where scope == .everything {
      #expect(
        HistoryProbe.disagreements(on: finding, with: repository, scanned: repository.path) == [])
    }
    return outcome.findings.map(ExpectedFinding.init).sorted()
  }

  // MARK: Remotes

  @Test func knowsWhichRemotesHaveAKey() throws {
    let repository = try published()
    try repository.git("rm", "-q", "-r", "names")
    try repository.write("b.env", LeakedKey.text(2))
    try repository.write("a.env", "")
    try repository.commit("New")
    try repository.git("init", "-q", "--bare", "../second.git")
    try repository.git("remote", "add", "second", "../second.git")
    try repository.git("push", "-q", "second", "HEAD:refs/heads/try/out", "HEAD~1:refs/heads/main")
    try repository.write("c.env", LeakedKey.text(3))
    try repository.commit("Newest")
    #expect(
      try findings(repository).filter { $0.key != LeakedKey.redacted(7) }
        == [
          .key(1, "a.env:1:3 < Old", pushedTo: ["origin/main", "second/main", "second/try/out"]),
          .key(2, "b.env:1:1 < New", atHead: true, pushedTo: ["second/try/out"]),
          .key(3, "c.env:1:1 < Newest", atHead: true),
        ].sorted())
  }

  @Test func aKeyThatCameInTwiceIsPushedWhenEitherIs() throws {
    let repository = try published()
    try repository.git("checkout", "-q", "--orphan", "fresh")
    try repository.git("rm", "-q", "-r", "-f", ".")
    try repository.write("a.env", "1=\(LeakedKey.text(1))\n")
    try repository.commit("Again")
    let finding = try #require(
      findings(repository).first { $0.key == LeakedKey.redacted(1) })
    #expect(finding.pushedTo == ["origin/main"])
    #expect(finding.atHead)
  }

  /// Clocks may be wrong by weeks.
  @Test(arguments: [1, 2, 28])
  func pushedIsWhatABranchReachesWhateverItsDate(_ day: Int) throws {
    let repository = try GitFixture()
    try repository.commit("Start", day: 1)
    try repository.write("a.env", LeakedKey.text(1))
    try repository.commit("Add", day: 25)
    try repository.commit("Tip", day: day)
    try repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    for scope in [.everything, .range(["HEAD~2..HEAD"])] as [HistoryScope] {
      #expect(try findings(repository, scope).map(\.pushedTo) == [["origin/main"]])
    }
  }

  @Test func aBranchThatIsGoneFromItsRemoteIsNotNamed() throws {
    let repository = try published()
    try repository.git("push", "-q", "origin", "main:gone")
    try repository.git("push", "-q", "origin", "--delete", "gone")
    #expect(try findings(repository).allSatisfy { $0.pushedTo == ["origin/main"] })
  }

  // MARK: Unpushed

  @Test func nothingIsUnpushedAfterAPush() throws {
    #expect(try findings(published(), .unpushed) == [])
  }

  @Test func unpushedIsWhatTheNextPushPublishes() throws {
    let repository = try published()
    // The old key and the old name stay, beside what is new.
    try repository.write("a.env", "one line more\n1=\(LeakedKey.text(1))\n2=\(LeakedKey.text(2))\n")
    try repository.write("names/\(LeakedKey.text(7)).txt", "changed")
    try repository.commit("New \(LeakedKey.text(3))")
    try repository.git("checkout", "-q", "-b", "side", "HEAD~1")
    try repository.write("side.env", LeakedKey.text(4))
    try repository.commit("Side")
    // The stash is never pushed.
    try repository.write("side.env", LeakedKey.text(5))
    try repository.git("stash", "push", "-q")
    #expect(
      try findings(repository, .unpushed)
        == [
          .key(2, "a.env:3:3 < New \(LeakedKey.redacted(3))"),
          .key(3, "commit/*/message:1:5 commit-message < New \(LeakedKey.redacted(3))"),
          .key(4, "side.env:1:1 < Side", atHead: true),
        ].sorted())
  }

  @Test func aKeyThatIsTakenOutAgainIsStillPublished() throws {
    let repository = try published()
    try repository.write("b.env", LeakedKey.text(2))
    try repository.commit("Add")
    try repository.git("rm", "-q", "b.env")
    try repository.commit("Remove")
    #expect(try findings(repository, .unpushed) == [.key(2, "b.env:1:1 < Add")])
  }

  /// As in the whole history, where a key at a new path is brought in there, however the file came
  /// to it.
  @Test func anOldKeyInANewFileIsNew() throws {
    let repository = try published()
    try repository.git("mv", "a.env", "b.env")
    try repository.commit("Rename")
    #expect(try findings(repository, .unpushed).map(\.places) == [["b.env:1:3 < Rename"]])
    try repository.write("c.env", "copied \(LeakedKey.text(1))")
    try repository.commit("Copy")
    #expect(
      try findings(repository, .unpushed).map(\.places)
        == [["b.env:1:3 < Rename", "c.env:1:8 < Copy"]])
  }

  @Test func withoutARemoteEverythingIsUnpushed() throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    try repository.commit("Add")
    #expect(
      try findings(repository, .unpushed) == [.key(1, "a.env:1:1 < Add", atHead: true)])
  }

  // MARK: Ranges

  /// Six commits; the third to fifth each bring a key in.
  private func row() throws -> GitFixture {
    let repository = try GitFixture()
    for number in 1...6 {
      var text = "version \(number)\n"
      for key in 3...5 where key <= number { text += "\(LeakedKey.text(UInt64(key)))\n" }
      try repository.write("a.env", text)
      try repository.commit("Commit \(number)")
      try repository.git("tag", "v\(number)")
    }
    return repository
  }

  @Test(
    arguments: [
      (["v2..v4"], [3, 4]), (["v3..v4"], [4]), (["v5..v6"], []), (["v4"], [3, 4]),
      (["v4..v4"], []), (["v6", "^v4"], [5]), (["HEAD~2.."], [5]), (["v3^!"], [3]),
      (["v2...v5"], [3, 4, 5]), (["main"], [3, 4, 5]), (["v5", "v2", "^v2"], [3, 4, 5]),
    ] as [([String], [UInt64])])
  func findsWhatARangeBringsIn(_ revisions: [String], _ keys: [UInt64]) throws {
    let repository = try row()
    let found = try findings(repository, .range(revisions))
    let expected = keys.map { key -> ExpectedFinding in
      .key(key, "a.env:\(key - 1):1 < Commit \(key)")
    }
    #expect(
      found.map { [$0.key] + $0.places } == expected.sorted().map { [$0.key] + $0.places })
  }

  /// A new path below a folder that was there before has that folder's name in it, as it has when it is
  /// staged; a change of a file that was there has not.
  @Test func newPathsBelowAFolderOfASecretsNameCount() throws {
    let repository = try GitFixture()
    let folder = "a/\(LeakedKey.text(1))/b"
    try repository.write("\(folder)/one.txt", "1\n")
    try repository.commit("One")
    try repository.write("\(folder)/one.txt", "2\n")
    try repository.commit("Two")
    try repository.write("\(folder)/c/two.txt", "1\n")
    try repository.git("add", ".")
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    let staged = Scan.run(StagedSource(repository.path), plan, try Detector(plan.ruleSet))
    #expect(staged.findings.count == 1)
    try repository.commit("Three")
    func count(_ range: String) throws -> Int {
      try HistoryProbe.scan(repository.path, scope: .range([range])).findings.flatMap(\.locations)
        .count
    }
    #expect(try count("HEAD~2") == 1)
    #expect(try count("HEAD~2..HEAD~1") == 0)
    #expect(try count("HEAD~1..") == 1)
  }

  @Test(
    arguments: [
      "nowhere..v2", "v2..nowhere", "..nowhere", "v99", "--all", "-1", "", "v1..v2..v3",
      "--output=written", "a.env", "HEAD:a.env:x", "v1\0",
      "0123456789012345678901234567890123456789", "v1..0123456789012345678901234567890123456789",
    ])
  func aBadRangeIsAnError(_ revision: String) throws {
    let repository = try row()
    let outcome = try HistoryProbe.scan(repository.path, scope: .range([revision]))
    #expect(outcome.findings == [])
    #expect(outcome.coverage.errors.count == 1)
    #expect(outcome.coverage.errors.first?.message.contains("no revision or range") == true)
    #expect(!FileManager.default.fileExists(atPath: repository.path("written")))
  }

  @Test(
    arguments: [
      ("v4 --not v2", ["v4", "^v2"]), ("--not ^v4 v2", ["v4", "^v2"]),
      ("--not v2 --not v4", ["^v2", "v4"]), ("v2..v4", ["v2..v4"]), ("--not v2..v4", ["-v2..v4"]),
      ("--not", []),
    ])
  func notIsTurnedIntoCarets(_ words: String, _ expected: [String]) {
    #expect(HistoryScope.withoutNot(words.split(separator: " ").map(String.init)) == expected)
  }

  // MARK: Dates

  /// Six commits on six days, the third to fifth with a key each; a branch with an old key.
  private func days() throws -> GitFixture {
    let repository = try GitFixture()
    for number in 1...6 {
      var text = "version \(number)\n"
      for key in 3...5 where key <= number { text += "\(LeakedKey.text(UInt64(key)))\n" }
      try repository.write("a.env", text)
      try repository.write("old.env", LeakedKey.text(9))
      try repository.commit("Commit \(number)", day: number)
    }
    return repository
  }

  @Test(
    arguments: [
      ("2024-01-04", [], [4, 5]), ("2024-01-05", [], [5]), ("2024-01-07", [], []),
      ("2024-01-04T03:04:05+01:00", [], [4, 5]), ("2024-01-04T02:04:06Z", [], [5]),
      ("2020-02-29", [], [3, 4, 5, 9]), ("100.years", [], [3, 4, 5, 9]), ("1.day", [], []),
      ("2024-01-04", ["HEAD~1"], [4, 5]), ("2024-01-04", ["HEAD", "^HEAD~2"], [5]),
    ] as [(String, [String], [UInt64])])
  func findsWhatWasCommittedSince(
    _ date: String, _ revisions: [String], _ keys: [UInt64]
  ) throws {
    // A hundred years before 2030 there was no git.
    let since = try #require(SinceDate(date, now: 1_900_000_000))
    let found = try findings(try days(), .range(revisions, since: since))
    #expect(Set(found.map(\.key)) == Set(keys.map { LeakedKey.redacted($0) }))
  }

  // MARK: Unreachable

  @Test(arguments: [true, false])
  func unreachableObjectsAreReportedByTheirIDs(isPacked: Bool) throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    try repository.commit("Keep")
    try repository.write("b.env", LeakedKey.text(2))
    try repository.write("copy.env", "again \(LeakedKey.text(1))")
    try repository.commit("Lose \(LeakedKey.text(3))")
    try repository.git("reset", "-q", "--hard", "HEAD~1")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    if isPacked { try repository.git("repack", "-q", "-a", "-d", "-k") }
    #expect(try findings(repository) == [.key(1, "a.env:1:1 < Keep", atHead: true)])
    let outcome = try HistoryProbe.scan(repository.path, includesUnreachable: true)
    #expect(
      outcome.findings.map(ExpectedFinding.init).sorted()
        == [
          .key(1, "a.env:1:1 < Keep", "blob/*:1:7", atHead: true),
          .key(2, "blob/*:1:1"),
          .key(3, "commit/*/message:1:6 commit-message"),
        ].sorted())
  }
}
