import Basics
import Detection
import Engine
import Findings
import Foundation
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// A scan of the index, against a table of repositories.
struct StagedScanTests {
  /// How blobs are read.
  enum Reading: CaseIterable {
    case natively
    case inPieces
    case throughGit
  }

  private func scan(_ path: String, _ reading: Reading = .natively) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    var source = StagedSource(path)
    source.readsThroughGit = reading == .throughGit
    if reading == .inPieces { source.wholeLimit = 0 }
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  /// From the repository's files, as a whole and in pieces, and by asking git for everything.
  @Test(
    arguments: StagedCase.contents + StagedCase.changes + StagedCase.merges, Reading.allCases)
  func findsWhatIsStaged(_ example: StagedCase, reading: Reading) throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try example.build(repository)
    let before = try repository.git(["status", "--porcelain=v2"])
    let outcome = try scan(repository.path(example.start), reading)
    let expected = example.expected.map { number, places in
      ExpectedFinding(
        key: LeakedKey.redacted(number), places: places.sorted(), atHead: false, pushedTo: [])
    }
    #expect(outcome.findings.map(ExpectedFinding.init).sorted() == expected.sorted())
    #expect(outcome.coverage.skipped.map { "\($0.path): \($0.message)" } == example.skipped)
    #expect(outcome.coverage.errors.map { "\($0.path): \($0.message)" } == example.errors)
    // Looking changes nothing.
    #expect(try repository.git(["status", "--porcelain=v2"]) == before)
  }

  /// The same, when the commit is made through a linked work tree.
  @Test func looksAtTheIndexOfItsOwnWorkTree() throws {
    let repository = try GitFixture("work", in: TemporaryFolder())
    try repository.commit("Base")
    try repository.git("worktree", "add", "-q", "../other")
    try repository.write("a.env", LeakedKey.text(1))
    try repository.git("add", ".")
    let other = GitFixture(existing: "other", in: repository.folder)
    try other.write("b.env", LeakedKey.text(2))
    try other.git("add", ".")
    #expect(try scan(repository.path).findings.map(\.fingerprint) == [LeakedKey.fingerprint(1)])
    #expect(try scan(other.path).findings.map(\.fingerprint) == [LeakedKey.fingerprint(2)])
  }

  @Test func readsTheStagedBlob() throws {
    let repository = try GitFixture()
    try repository.write("a.env", "1=\(LeakedKey.text(1))")
    try repository.git("add", ".")
    let outcome = try scan(repository.path)
    let location = try #require(outcome.findings.first?.locations.first)
    #expect(
      try location.provenance.object?.hex
        == repository.git("rev-parse", ":a.env").trimmingCharacters(in: .newlines))
    #expect(location.region.byteOffset == 2)
    #expect(location.snippet.text == "1=\(LeakedKey.redacted(1))")
    #expect(outcome.coverage.scanned.files == 1)
    #expect(outcome.coverage.scanned.bytes == 75)
  }

  @Test func aDamagedBlobIsAnErrorAndTheRestIsScanned() throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    try repository.write("b.env", LeakedKey.text(2))
    try repository.git("add", ".")
    let blob = try repository.git("rev-parse", ":a.env").trimmingCharacters(in: .newlines)
    try repository.folder.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    let outcome = try scan(repository.path)
    #expect(outcome.findings.map(\.fingerprint) == [LeakedKey.fingerprint(2)])
    #expect(outcome.coverage.errors.count == 1)
    #expect(outcome.coverage.errors.first?.path == "a.env")
  }

  /// Git would commit the id, and a push send what another copy holds.
  @Test(arguments: [Reading.natively, .inPieces])
  func aBlobUnderTheIDOfAnotherIsAnError(_ reading: Reading) throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    try repository.write("b.env", "nothing")
    try repository.git("add", ".")
    let paths = try ["a.env", "b.env"].map { name in
      let blob = try repository.git("rev-parse", ":\(name)").trimmingCharacters(in: .newlines)
      return ".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))"
    }
    let content = try repository.folder.bytes(paths[1])
    try repository.folder.remove(paths[0])
    try repository.folder.write(paths[0], content)
    let outcome = try scan(repository.path, reading)
    #expect(outcome.findings == [])
    #expect(outcome.coverage.errors.map(\.path) == ["a.env"])
  }

  /// With a version of git that hashes an index, and with one that has been told not to.
  @Test func anIndexThatIsNotAsItWasWrittenIsAnError() throws {
    let repository = try GitFixture()
    try repository.write("a.env", LeakedKey.text(1))
    try repository.git("add", ".")
    #expect(try scan(repository.path).coverage.errors == [])
    var index = try repository.folder.bytes(".git/index")
    index[index.count - 1] ^= 1
    try repository.folder.write(".git/index", index)
    for reading in Reading.allCases {
      let outcome = try scan(repository.path, reading)
      #expect(outcome.findings.map(\.fingerprint) == [LeakedKey.fingerprint(1)])
      #expect(outcome.coverage.errors.map(\.path) == [repository.path(".git/index")])
    }
    index.replaceSubrange((index.count - 20)..., with: [UInt8](repeating: 0, count: 20))
    try repository.folder.write(".git/index", index)
    #expect(try scan(repository.path).coverage.errors == [])
  }

  @Test func aDamagedIndexIsAnError() throws {
    let repository = try GitFixture()
    try repository.commit("Base")
    try repository.folder.write(".git/index", "no index")
    let outcome = try scan(repository.path)
    #expect(outcome.findings == [])
    #expect(outcome.coverage.errors.count == 1)
  }

  @Test func aBareRepositoryHasNothingStaged() throws {
    let repository = try GitFixture(options: ["--bare"])
    #expect(try scan(repository.path).coverage.errors.count == 1)
    #expect(try scan(repository.path).coverage.errors.first?.message.contains("work tree") == true)
  }

  @Test func noRepositoryIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(try scan(folder.path).coverage.errors.map(\.message) == ["this is no git repository"])
  }
}
