import Basics
import Engine
import Findings
import Foundation
import GitRepository
import TestSupport
import Testing

/// Every part of a random history, read natively and through git, held against ``HistoryOracle``.
struct HistoryOracleTests {
  /// A part of a history, for kunci and for git.
  private struct Part: CustomStringConvertible {
    var scope: HistoryScope
    var arguments: [String]

    init(_ scope: HistoryScope, _ arguments: [String]) {
      (self.scope, self.arguments) = (scope, arguments)
    }

    /// What revisions name.
    init(_ revisions: [String]) { self.init(.range(revisions), revisions) }

    var description: String { "\(arguments)" }

    static let everything = Part(.everything, HistoryOracle.everything)
    static let unpushed = Part(
      .unpushed, ["--exclude=refs/stash", "--all", "--not", "--remotes"])
  }

  private func commits(_ repository: GitFixture) throws -> [String] {
    try repository.git(["--no-replace-objects", "rev-list"] + HistoryOracle.everything)
      .split(separator: "\n").map(String.init).sorted()
  }

  private func since(_ seconds: Int) throws -> (date: SinceDate, argument: String) {
    let text = "\(CalendarDate.dateTime(seconds))Z"
    return (try #require(SinceDate(text, now: 0)), "--since=@\(seconds) +0000")
  }

  /// Parts of all kinds.
  private func parts(
    of repository: GitFixture, _ random: inout TestRandom
  ) throws -> [Part] {
    let commits = try commits(repository)
    func pick() -> String { random.pick(commits) }
    func ids(_ texts: [String]) throws -> [ObjectID] {
      try texts.map { try #require(ObjectID(hex: $0)) }
    }
    let middle = try since(RandomHistory.start + (10 + random.below(35)) * RandomHistory.step)
    let (new, old) = ([pick(), pick()], [pick(), pick(), pick()])
    let range = ["\(pick())..\(pick())"]
    return [
      .everything, .unpushed, Part(["\(pick())..\(pick())"]), Part(["\(pick())...\(pick())"]),
      Part(["^\(pick())", pick(), pick()]), Part([pick()]), Part(["\(pick())^!"]),
      Part(.range([], since: middle.date), [middle.argument] + HistoryOracle.everything),
      Part(.range(range, since: middle.date), [middle.argument] + range),
      Part(.gained(try ids(new), over: try ids(old)), new + old.map { "^\($0)" }),
    ]
  }

  private func expect(
    _ found: ScanResult, _ expected: ScanResult, _ part: Part, throughGit: Bool
  ) {
    let comment = Comment(rawValue: "\(part)\(throughGit ? " through git" : "")")
    #expect(differences(found.findings, expected.findings) == [], comment)
    #expect(differences(found.suppressed, expected.suppressed) == [], comment)
    #expect(found.hiddenFindings == expected.hiddenFindings, comment)
  }

  /// Findings that are not among others, in words; of equal words, all of it.
  private func differences(_ found: [Finding], _ expected: [Finding]) -> [String] {
    guard found != expected else { return [] }
    let (words, others) = (found.map(ExpectedFinding.init), expected.map(ExpectedFinding.init))
    if words == others {
      return zip(found, expected).filter { $0 != $1 }.map { "\($0) is not \($1)" }
    }
    return words.filter { !others.contains($0) }.map { "found: \($0)" }
      + others.filter { !words.contains($0) }.map { "expected: \($0)" }
      + (words.sorted() == others.sorted() ? ["another order"] : [])
  }

  @Test(arguments: 0..<20)
  func everyPartGivesWhatItShould(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed) + 1_000)
    let clocks = RandomHistory.Clock.allCases
    let repository = try RandomHistory.repository(
      seed: seed, clock: clocks[seed % clocks.count],
      options: seed == 19 ? ["--object-format=sha256"] : [])
    let commits = try commits(repository)
    for name in ["origin/main", "origin/side", "fork/main"].prefix(seed % 4) {
      try repository.git("update-ref", "refs/remotes/\(name)", random.pick(commits))
    }
    if seed % 4 == 3 {
      // Replacements must not count, but they are refs, and what they name is there.
      let children = try repository.git("rev-list", "--min-parents=1", "--all")
        .split(separator: "\n").map(String.init).sorted()
      try repository.git("replace", "--graft", children[0])
      try repository.git("replace", "--graft", children[1], commits[0])
    }
    // A ref that is gone leaves objects that nothing reaches.
    if seed % 3 == 0 { try repository.git("update-ref", "-d", "refs/heads/side") }
    try RandomHistory.store(repository, seed)
    // Git then knows the generations of commits.
    try repository.git("--no-replace-objects", "commit-graph", "write", "--reachable")
    let oracle = try HistoryOracle(repository)
    let parts = try parts(of: repository, &random)
    let results = try parts.map { try oracle.result($0.arguments) }
    let counts = try parts.map { try oracle.counts($0.arguments) }
    let sets = try parts.map { Set(try oracle.revList($0.arguments)) }
    #expect(results[0].findings.map(\.locations.count).reduce(0, +) > 20)
    if seed % 2 == 0 { try repository.folder.remove("work/.git/objects/info/commit-graph") }

    for throughGit in [false, true] {
      var whole: ScanResult?
      for (number, part) in parts.enumerated() {
        let found = try HistoryProbe.scan(
          repository.path, scope: part.scope, threads: 1 + (seed + number) % 3,
          readsThroughGit: throughGit)
        #expect(found.coverage.errors == [])
        expect(found, results[number], part, throughGit: throughGit)
        if part.scope == .everything {
          whole = found
          continue
        }
        #expect(found.coverage.scanned.commits == counts[number].commits, "\(part)")
        #expect(found.coverage.scanned.blobs == counts[number].blobs, "\(part)")
        expectPart(found, of: try #require(whole), commits: sets[number])
      }
    }
  }

  /// A part reports what the whole reports of its commits, and nothing of others.
  ///
  /// Where two lines of history bring in the same, the first in the order of the part may be another
  /// one than the first of all.
  private func expectPart(_ part: ScanResult, of whole: ScanResult, commits: Set<ObjectID>) {
    func places(_ result: ScanResult) -> Set<String> {
      var places: Set<String> = []
      for finding in result.findings + result.suppressed {
        for location in finding.locations {
          guard let commit = location.provenance.commit, commits.contains(commit.id) else {
            continue
          }
          places.insert("\(finding.fingerprint) \(location.path)")
        }
      }
      return places
    }
    #expect(places(whole).subtracting(places(part)) == [])
    let all = (part.findings + part.suppressed).flatMap(\.locations)
    #expect(all.allSatisfy { $0.provenance.commit.map { commits.contains($0.id) } ?? false })
  }

  // MARK: Shallow clones

  /// A part that runs into the cut says so, and one that does not is as good as ever.
  @Test(arguments: 0..<8)
  func aShallowCloneSaysWhereItEnds(_ seed: Int) throws {
    var random = TestRandom(seed: UInt64(seed) + 2_000)
    // In a shallow clone git has no generations to go by.
    let origin = try RandomHistory.repository(seed: seed + 40)
    try origin.git(
      "clone", "-q", "--no-checkout", "--no-single-branch", "--depth=\(1 + random.below(12))",
      "file://\(origin.path)", "../shallow")
    let clone = GitFixture(existing: "shallow", in: origin.folder)
    try RandomHistory.store(clone, seed)
    // A commit without parents is listed as well, but nothing of it was cut off.
    let listed = String(decoding: try clone.folder.bytes("shallow/.git/shallow"), as: UTF8.self)
    let cut = Set(
      try listed.split(separator: "\n").filter {
        try clone.git("cat-file", "commit", String($0)).contains("\nparent ")
      }.compactMap { ObjectID(hex: String($0)) })
    #expect(!cut.isEmpty)
    // What remotes have is not cut off from what they have not.
    for ref in try clone.git("for-each-ref", "--format=%(refname)", "refs/remotes")
      .split(separator: "\n") where random.chance(40)
    {
      try clone.git("update-ref", String(ref), random.pick(commits(clone)))
    }
    let oracle = try HistoryOracle(clone)
    var (complete, incomplete) = (0, 0)
    for part in try parts(of: clone, &random) + parts(of: clone, &random) {
      let expected = try oracle.result(part.arguments)
      let ends = Set(try oracle.revList(part.arguments)).intersection(cut)
      for throughGit in [false, true] {
        let found = try HistoryProbe.scan(
          clone.path, scope: part.scope, threads: 2, readsThroughGit: throughGit)
        expect(found, expected, part, throughGit: throughGit)
        #expect(found.isComplete == ends.isEmpty, "\(part)")
        #expect(found.coverage.errors.count == (ends.isEmpty ? 0 : 1))
        if found.isComplete { complete += 1 } else { incomplete += 1 }
        for error in found.coverage.errors {
          #expect(error.message.contains("shallow"))
          #expect(ends.contains { error.message.contains($0.hex) }, "\(part): \(error.message)")
        }
        let allowed = try HistoryProbe.scan(
          clone.path, scope: part.scope, readsThroughGit: throughGit, allowsGaps: true)
        #expect(allowed.isComplete)
        #expect(allowed.coverage.skipped.map(\.message) == found.coverage.errors.map(\.message))
        #expect(allowed.findings == found.findings)
      }
    }
    #expect(complete > 0)
    #expect(incomplete > 0)
  }
}
