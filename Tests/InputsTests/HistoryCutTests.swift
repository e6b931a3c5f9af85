import Engine
import Findings
import Foundation
import GitRepository
import ScanTestSupport
import TestSupport
import Testing

/// Shallow clones: a part of the history that runs into the cut says so, another one costs nothing.
struct HistoryCutTests {
  /// A part of a clone's history, what must be found, and where it is cut off.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let clone: [String]
    var revisions: [String] = []
    var since: String?
    /// Keys that are found, by number.
    let keys: [UInt64]
    /// What names the commit that is reported; nil for a part that is complete.
    let cut: String?

    init(
      _ description: String, _ clone: String, _ revisions: String..., since: String? = nil,
      finds keys: [UInt64], cutAt cut: String?
    ) {
      testDescription = description
      self.clone = clone.split(separator: " ").map(String.init)
      self.revisions = revisions
      self.since = since
      self.keys = keys
      self.cut = cut
    }
  }

  /// Makes the repository that is cloned.
  ///
  /// Its `main` is `Root - A - B - M`, with `A - S - M`; its `feature` is `A - F1 … F5`. Each commit
  /// but the root brings in a key: 1 to 4, and 11 to 15.
  private func origin() throws -> GitFixture {
    let repository = try GitFixture("origin", in: TemporaryFolder())
    func commit(_ name: String, _ key: UInt64, day: Int) throws {
      try repository.write("\(name).env", LeakedKey.text(key))
      try repository.commit(name, day: day)
    }
    try repository.commit("Root", day: 1)
    try commit("A", 1, day: 2)
    try repository.git("branch", "side")
    try repository.git("checkout", "-q", "-b", "feature")
    for number in 1...5 { try commit("F\(number)", UInt64(10 + number), day: 10 + number) }
    try repository.git("checkout", "-q", "side")
    try commit("S", 3, day: 3)
    try repository.git("checkout", "-q", "main")
    try commit("B", 2, day: 4)
    try repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
    try commit("M", 4, day: 5)
    return repository
  }

  private func clone(_ origin: GitFixture, _ options: [String]) throws -> GitFixture {
    try origin.git(["clone", "-q"] + options + ["file://\(origin.path)", "../clone"])
    return GitFixture(existing: "clone", in: origin.folder)
  }

  private func keys(_ result: ScanResult) -> [UInt64] {
    let found = Set(result.findings.map(\.fingerprint))
    return (UInt64(1)...20).filter { found.contains(LeakedKey.fingerprint($0)) }
  }

  private func id(_ revision: String, in repository: GitFixture) throws -> String {
    try repository.git("rev-parse", "\(revision)^{commit}").trimmingCharacters(in: .newlines)
  }

  private static let examples: [Example] = [
    Example("all of depth 1", "--depth=1", "HEAD", finds: [1, 2, 3, 4], cutAt: "HEAD"),
    Example(
      "over a merge", "--depth=2", "HEAD^1..HEAD", finds: [1, 3, 4], cutAt: "HEAD^2"),
    Example(
      "a feature longer than the clone is deep", "--depth=3 --branch=feature --no-single-branch",
      "origin/main..HEAD", finds: [1, 11, 12, 13, 14, 15], cutAt: "HEAD~2"),
    Example(
      "the last commit of a merge", "--depth=2", "HEAD^!", finds: [4], cutAt: nil),
    Example(
      "what follows the cut", "--depth=2 --branch=feature", "HEAD~1..HEAD", finds: [15],
      cutAt: nil),
    Example(
      "a feature that is all there", "--depth=6 --branch=feature --no-single-branch",
      "origin/feature~3..HEAD", finds: [13, 14, 15], cutAt: nil),
    Example(
      "nothing", "--depth=1", "HEAD..HEAD", finds: [], cutAt: nil),
    Example(
      "since a day after the cut", "--depth=3 --branch=feature", since: "2024-01-14",
      finds: [14, 15], cutAt: nil),
    Example(
      "since a day before the cut", "--depth=3 --branch=feature", since: "2024-01-12",
      finds: [1, 11, 12, 13, 14, 15], cutAt: "HEAD~2"),
  ]

  @Test(arguments: examples, [false, true])
  func aPartSaysWhereItIsCutOff(_ example: Example, throughGit: Bool) throws {
    let clone = try clone(origin(), example.clone)
    let since = try example.since.map { try #require(SinceDate($0, now: 0)) }
    let scope = HistoryScope.range(example.revisions, since: since)
    let result = try HistoryProbe.scan(clone.path, scope: scope, readsThroughGit: throughGit)
    #expect(keys(result) == example.keys)
    let gaps = try example.cut.map { cut in
      [
        ScanReport.ScanError(
          path: clone.path,
          message:
            "the clone is shallow, the history before \(try id(cut, in: clone)) is not here; "
            + "`git fetch --unshallow` fetches it")
      ]
    }
    #expect(result.coverage.errors == gaps ?? [])
    #expect(result.coverage.skipped == [])
    // The user may know, and want the rest all the same.
    let allowed = try HistoryProbe.scan(
      clone.path, scope: scope, readsThroughGit: throughGit, allowsGaps: true)
    #expect(allowed.isComplete)
    #expect(
      allowed.coverage.skipped
        == (gaps ?? []))
    #expect(allowed.findings == result.findings)
  }

  @Test(arguments: [false, true])
  func whatIsUnpushedIsAllThere(throughGit: Bool) throws {
    let clone = try clone(origin(), ["--depth=1"])
    func unpushed() throws -> ScanResult {
      try HistoryProbe.scan(clone.path, scope: .unpushed, readsThroughGit: throughGit)
    }
    let nothing = try unpushed()
    #expect(nothing.findings == [])
    #expect(nothing.coverage.errors == [])
    try clone.write("new.env", LeakedKey.text(20))
    try clone.commit("New", day: 20)
    let one = try unpushed()
    #expect(keys(one) == [20])
    #expect(one.coverage.errors == [])
    // Of what no remote is known to have, the clone has only a part.
    try clone.git("remote", "remove", "origin")
    let all = try unpushed()
    #expect(keys(all) == [1, 2, 3, 4, 20])
    #expect(all.coverage.errors.count == 1)
    #expect(all.coverage.errors.first?.message.contains(try id("HEAD~1", in: clone)) == true)
  }

  /// A commit or tree that is missing, for whatever reason, is a gap of the parts that need it only.
  @Test(arguments: ["HEAD~1", "HEAD~1^{tree}", "HEAD~1:F4.env"], [false, true])
  func whatIsMissingIsAGapOfWhatNeedsIt(_ revision: String, throughGit: Bool) throws {
    let repository = try origin()
    try repository.git("checkout", "-q", "feature")
    try FileManager.default.removeItem(atPath: repository.path(".git/logs"))
    let object = try repository.git("rev-parse", revision).trimmingCharacters(in: .newlines)
    let ids = try (0...3).map { try id("HEAD~\($0)", in: repository) }
    try repository.folder.remove("origin/.git/objects/\(object.prefix(2))/\(object.dropFirst(2))")
    func scan(_ new: String, _ old: String) throws -> ScanResult {
      try HistoryProbe.scan(
        repository.path, scope: .range([new, "^\(old)"]), readsThroughGit: throughGit)
    }
    let inside = try scan(ids[0], ids[2])
    #expect(keys(inside).contains(15))
    #expect(inside.coverage.errors.map(\.path) == ["object/\(object)"])
    let before = try scan(ids[2], ids[3])
    #expect(keys(before) == [13])
    #expect(before.coverage.errors == [])
  }
}

extension HistoryCutTests {
  /// A revision that was cut off is no revision here, and why is said.
  @Test(arguments: [false, true])
  func aRevisionThatIsCutOffSaysSo(allowsGaps: Bool) throws {
    let origin = try GitFixture("origin", in: TemporaryFolder())
    for number in 1...3 { try origin.commit("\(number)", day: number) }
    try origin.git("clone", "-q", "--depth=1", "file://\(origin.path)", "../clone")
    let result = try HistoryProbe.scan(
      origin.folder.path("clone"), scope: .range(["HEAD~1..HEAD"]), allowsGaps: allowsGaps)
    let messages = result.coverage.errors.map(\.message) + result.coverage.skipped.map(\.message)
    #expect(messages.contains { $0.contains("git fetch --unshallow") })
    #expect(!result.isComplete)
  }
}

/// Who else has a secret, where that is known and where it is not.
struct PublicationTests {
  /// A repository with a key, of which `origin` has all but the last commit, which has another.
  private func repository() throws -> GitFixture {
    let origin = try GitFixture("origin", in: TemporaryFolder())
    try origin.write("a.env", LeakedKey.text(1))
    try origin.commit("Public")
    try origin.git("clone", "-q", origin.path, "../work")
    let work = GitFixture(existing: "work", in: origin.folder)
    try work.write("b.env", LeakedKey.text(2))
    try work.commit("Private")
    return work
  }

  private func publications(_ path: String, throughGit: Bool) throws -> [Finding.Publication?] {
    let result = try HistoryProbe.scan(path, readsThroughGit: throughGit)
    #expect(result.findings.map(\.fingerprint) == [1, 2].map(LeakedKey.fingerprint))
    return result.findings.map(\.status?.publication)
  }

  @Test(arguments: [false, true])
  func isKnownFromRemoteTrackingBranches(throughGit: Bool) throws {
    let work = try repository()
    #expect(
      try publications(work.path, throughGit: throughGit)
        == [.pushed(to: ["origin/main"]), .notPushed])
  }

  /// Whether a tag was pushed, git does not say; of a commit on a branch, it does.
  @Test(
    arguments: [
      ("git tag v1 && git reset -q --hard HEAD~1", .unknown),
      ("git tag -a -m v1 v1 && git reset -q --hard HEAD~1", .unknown),
      ("git tag -a -m v1 v1", .notPushed),
      ("git tag v1 && git checkout -q -b next && git branch -q -D main", .notPushed),
      ("git tag v1 && git checkout -q --detach && git branch -q -D main", .unknown),
      ("git checkout -q --detach && git branch -q -D main", .notPushed),
    ] as [(String, Finding.Publication)])
  func isUnknownOfWhatOnlyATagHolds(commands: String, expected: Finding.Publication) throws {
    let work = try repository()
    _ = try Shell.run(
      URL(filePath: "/bin/sh"), ["-c", commands], environment: GitFixture.environment,
      folder: work.path, input: nil, accepted: [0])
    for throughGit in [false, true] {
      #expect(
        try publications(work.path, throughGit: throughGit)
          == [.pushed(to: ["origin/main"]), expected])
    }
  }

  /// Makes of the repository one in which nobody can tell, but for what a remote is seen to have.
  @Test(
    arguments: [
      ("git clone -q --bare work other", .unknown),
      ("git clone -q --mirror origin other && git -C other fetch -q ../work main:main", .unknown),
      // As a CI job checks out: a ref of its own, and no branch.
      (
        "git init -q other && cd other && git fetch -q ../work main:refs/pipelines/1 "
          + "&& git checkout -q refs/pipelines/1", .unknown
      ),
      ("cp -r work other && git -C other remote remove origin", .unknown),
      // Refs of remotes came along.
      ("git clone -q --mirror work other", .pushed(to: ["origin/main"])),
      (
        "cp -r work/.git other && git -C other config core.bare true",
        .pushed(to: ["origin/main"])
      ),
    ] as [(String, Finding.Publication)], [false, true])
  func isUnknownElsewhere(
    _ example: (script: String, first: Finding.Publication), throughGit: Bool
  ) throws {
    let work = try repository()
    _ = try Shell.run(
      URL(filePath: "/bin/sh"), ["-c", example.script], environment: GitFixture.environment,
      folder: work.folder.path, input: nil, accepted: [0])
    #expect(
      try publications(work.folder.path("other"), throughGit: throughGit)
        == [example.first, .unknown])
  }
}
