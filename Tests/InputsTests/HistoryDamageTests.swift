import Basics
import Engine
import Findings
import Foundation
import GitRepository
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Repositories that do not hold all that they should: what is missing is said, the rest is found.
struct HistoryDamageTests {
  /// Three commits, each with a file and a key of its own.
  private func row() throws -> GitFixture {
    let repository = try GitFixture("work", in: TemporaryFolder())
    for number in UInt64(1)...3 {
      try repository.write("\(number)/key.env", LeakedKey.text(number))
      try repository.commit("Commit \(number)")
    }
    return repository
  }

  private func id(_ revision: String, in repository: GitFixture) throws -> String {
    try repository.git("rev-parse", revision).trimmingCharacters(in: .newlines)
  }

  private func objectPath(_ id: String, in repository: GitFixture) -> String {
    repository.path(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
  }

  private func damage(_ id: String, in repository: GitFixture) throws {
    let path = objectPath(id, in: repository)
    try FileManager.default.removeItem(atPath: path)
    try Data("no zlib stream".utf8).write(to: URL(filePath: path))
  }

  private func keys(_ outcome: ScanResult) -> Set<Fingerprint> {
    Set(outcome.findings.map(\.fingerprint))
  }

  @Test func aDamagedBlob() throws {
    let repository = try row()
    let blob = try id("HEAD:2/key.env", in: repository)
    try damage(blob, in: repository)
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(keys(outcome) == [LeakedKey.fingerprint(1), LeakedKey.fingerprint(3)])
    #expect(
      outcome.findings.flatMap(\.locations).compactMap { $0.provenance.commit?.summary }.sorted()
        == ["Commit 1", "Commit 3"])
    #expect(outcome.coverage.errors.map(\.path) == ["object/\(blob)"])
    #expect(outcome.coverage.errors.first?.message.contains("damaged") == true)
    #expect(!outcome.isComplete)
  }

  @Test func aMissingBlob() throws {
    let repository = try row()
    let blob = try id("HEAD:2/key.env", in: repository)
    try FileManager.default.removeItem(atPath: objectPath(blob, in: repository))
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(keys(outcome) == [LeakedKey.fingerprint(1), LeakedKey.fingerprint(3)])
    #expect(
      outcome.coverage.errors
        == [
          ScanReport.ScanError(path: "object/\(blob)", message: "the object is missing or damaged")
        ])
  }

  @Test(arguments: ["HEAD~1:2", "HEAD~1^{tree}", "HEAD~1"], [true, false])
  func aDamagedOrMissingTreeOrCommit(_ revision: String, isMissing: Bool) throws {
    let repository = try row()
    let object = try id(revision, in: repository)
    if isMissing {
      try FileManager.default.removeItem(atPath: objectPath(object, in: repository))
    } else {
      try damage(object, in: repository)
    }
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(!outcome.isComplete)
    #expect(keys(outcome).isSuperset(of: [LeakedKey.fingerprint(1), LeakedKey.fingerprint(3)]))
  }

  /// A commit that is damaged in the pack, while its loose copy is whole: what only this commit leads
  /// to is still found, and told of with its commit.
  @Test func aDamagedCopy() throws {
    let repository = try row()
    try repository.git("rm", "-q", "1/key.env")
    try repository.commit("Remove")
    try repository.write("4", "more")
    try repository.commit("Go on")
    try repository.git("repack", "-adq")
    let folder = repository.path(".git/objects/pack")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let pack = try #require(files.first { $0.hasSuffix(".pack") })
    let aside = repository.folder.path("aside")
    try FileManager.default.moveItem(atPath: folder, toPath: aside)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try repository.git(
      ["unpack-objects", "-q"], input: try Data(contentsOf: URL(filePath: "\(aside)/\(pack)")))
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: aside, toPath: folder)
    try damageEntry(of: id("HEAD~1", in: repository), in: "\(folder)/\(pack)", repository)
    // A reflog names every commit.
    try FileManager.default.removeItem(atPath: repository.path(".git/logs"))

    let outcome = try HistoryProbe.scan(repository.path)
    #expect(outcome.coverage.errors == [])
    #expect(keys(outcome).count == 3)
    #expect(
      Set(outcome.findings.flatMap(\.locations).map { $0.provenance.commit?.summary })
        == ["Commit 1", "Commit 2", "Commit 3"])
  }

  /// Flips bits in the middle of an object's compressed bytes.
  private func damageEntry(of id: String, in pack: String, _ repository: GitFixture) throws {
    let lines = try repository.git("verify-pack", "-v", pack).split(separator: "\n")
    let words = try #require(lines.first { $0.hasPrefix(id) }).split(separator: " ")
    let (size, offset) = (try #require(Int(words[3])), try #require(Int(words[4])))
    var bytes = try Data(contentsOf: URL(filePath: pack))
    bytes[offset + size / 2] ^= 0xFF
    try FileManager.default.removeItem(atPath: pack)
    try bytes.write(to: URL(filePath: pack))
  }

  /// A tree that can be read and makes no sense names nobody knows what.
  @Test(arguments: [true, false])
  func aSenselessTree(readsThroughGit: Bool) throws {
    let repository = try row()
    let tree = try repository.git(
      ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], input: Data("senseless".utf8)
    ).trimmingCharacters(in: .newlines)
    let commit = try repository.git("commit-tree", "-p", "HEAD", "-m", "Odd", tree)
      .trimmingCharacters(in: .newlines)
    try repository.git("update-ref", "refs/heads/odd", commit)
    let outcome = try HistoryProbe.scan(repository.path, readsThroughGit: readsThroughGit)
    #expect(!outcome.isComplete)
    #expect(keys(outcome).count == 3)
  }

  @Test func aDamagedRef() throws {
    let repository = try row()
    try repository.folder.write("work/.git/refs/heads/broken", "no id\n")
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(!outcome.isComplete)
    #expect(outcome.coverage.errors.contains { $0.message.contains("broken") })
  }

  @Test func aShallowClone() throws {
    let repository = try row()
    try repository.git("clone", "-q", "--depth=1", "file://\(repository.path)", "../shallow")
    let outcome = try HistoryProbe.scan(repository.folder.path("shallow"))
    #expect(keys(outcome).count == 3)
    #expect(
      outcome.findings.flatMap(\.locations).map { $0.provenance.commit?.summary }.allSatisfy {
        $0 == "Commit 3"
      })
    #expect(outcome.coverage.errors.count == 1)
    #expect(outcome.coverage.errors.first?.message.contains("shallow") == true)
  }

  @Test(arguments: [true, false])
  func gapsCanBeAllowed(readsThroughGit: Bool) throws {
    let repository = try row()
    try repository.git("config", "uploadpack.allowFilter", "true")
    try repository.git(
      "clone", "-q", "--filter=blob:none", "--no-checkout", "--depth=2",
      "file://\(repository.path)", "../partial")
    let outcome = try HistoryProbe.scan(
      repository.folder.path("partial"), readsThroughGit: readsThroughGit, allowsGaps: true)
    #expect(outcome.coverage.errors == [])
    #expect(outcome.coverage.skipped.count == 4)
    #expect(outcome.coverage.skipped.count { $0.path.hasPrefix("object/") } == 3)
    #expect(outcome.coverage.skipped.contains { $0.message.contains("shallow") })

    // Damage is not allowed with it.
    try repository.folder.write("work/.git/refs/heads/broken", "no id\n")
    let damaged = try HistoryProbe.scan(repository.path, allowsGaps: true)
    #expect(damaged.coverage.errors.count == 1)
  }

  @Test func aRefToAMissingObject() throws {
    let repository = try row()
    try repository.git("branch", "gone", "HEAD~1")
    try repository.git("reset", "-q", "--hard", "HEAD~2")
    try repository.git("reflog", "expire", "--expire=now", "--all")
    let gone = try id("gone", in: repository)
    try FileManager.default.removeItem(atPath: objectPath(gone, in: repository))
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(outcome.coverage.errors.contains { $0.path == "object/\(gone)" })
    #expect(keys(outcome).contains(LeakedKey.fingerprint(1)))
  }

  @Test(arguments: [true, false])
  func aCancelledScanSaysSo(readsThroughGit: Bool) throws {
    let repository = try row()
    let outcome = try HistoryProbe.scan(repository.path, readsThroughGit: readsThroughGit) {
      $0.isCancelled = { true }
    }
    #expect(outcome.coverage.errors.count == 1)
    #expect(outcome.coverage.errors.first?.message.hasPrefix("interrupted after 0 of") == true)
    #expect(outcome.findings == [])
  }

  @Test func aPartialCloneFetchesNothing() throws {
    let repository = try row()
    try repository.git("config", "uploadpack.allowFilter", "true")
    try repository.git(
      "clone", "-q", "--filter=blob:none", "--no-checkout", "file://\(repository.path)",
      "../partial")
    let outcome = try HistoryProbe.scan(repository.folder.path("partial"))
    #expect(outcome.findings == [])
    #expect(
      outcome.coverage.errors.map(\.message)
        == Array(
          repeating: "the partial clone has left the object at origin; "
            + "`git fetch --refetch --no-filter --tags` fetches all", count: 3))
    let partial = GitFixture(existing: "partial", in: repository.folder)
    #expect(try partial.git("count-objects", "-v").contains("count: 0"))
  }

  /// Objects of a part that are not of the kind that they are named as, or that break its format.
  @Test(arguments: ["tag", "tree of a commit", "parent", "file", "folder"], [false, true])
  func whatIsOfAnotherKindIsNamed(_ place: String, readsThroughGit: Bool) throws {
    let repository = try row()
    func object(_ kind: String, _ content: [UInt8]) throws -> String {
      let options = ["hash-object", "-t", kind, "-w", "--literally", "--stdin"]
      return try repository.git(options, input: Data(content))
        .trimmingCharacters(in: .whitespacesAndNewlines)
    }
    func id(_ hex: String) throws -> [UInt8] {
      stride(from: 0, to: hex.count, by: 2).compactMap {
        UInt8(hex.dropFirst($0).prefix(2), radix: 16)
      }
    }
    func commit(_ headers: String) throws -> String {
      let names = ["author", "committer"].map { "\($0) a <a@b> 1700000000 +0000\n" }.joined()
      return try object("commit", Array("\(headers)\(names)\nx\n".utf8))
    }
    let blob = try object("blob", Array(LeakedKey.text(9).utf8))
    let tree = try object("tree", Array("100644 a\0".utf8) + id(blob))
    let (tip, culprit): (String, String)
    switch place {
    case "tag":
      culprit = try object("tag", Array("no tag\n".utf8))
      tip = culprit
    case "tree of a commit": (tip, culprit) = (try commit("tree \(blob)\n"), blob)
    case "parent": (tip, culprit) = (try commit("tree \(tree)\nparent \(blob)\n"), blob)
    case "file":
      culprit = tree
      tip = try commit("tree \(object("tree", Array("100644 b\0".utf8) + id(tree)))\n")
    default:
      culprit = blob
      tip = try commit("tree \(object("tree", Array("40000 b\0".utf8) + id(blob)))\n")
    }
    let found = try HistoryProbe.scan(
      repository.path,
      scope: .gained([try #require(ObjectID(hex: tip))], over: []), readsThroughGit: readsThroughGit
    )
    #expect(found.coverage.errors.map(\.path) == ["object/\(culprit)"])
    // `cat-file --batch-all-objects` leaves out what makes no sense to git.
    guard place != "tag" || !readsThroughGit else { return }
    try repository.folder.write("work/.git/refs/odd/tip", "\(tip)\n")
    let whole = try HistoryProbe.scan(repository.path, readsThroughGit: readsThroughGit)
    #expect(whole.coverage.errors.map(\.path) == ["object/\(culprit)"])
    // No path leads there, perhaps; what was read is told all the same.
    #expect(keys(whole).contains(LeakedKey.fingerprint(9)))
  }

  /// A loose object that claims to be longer than it is, about which git would say nothing for ever.
  @Test(arguments: [1, 100, 20_000, 1 << 30, 1 << 40])
  func aBlobThatClaimsAnotherSize(_ size: Int) throws {
    let repository = try row()
    let blob = try id("HEAD:2/key.env", in: repository)
    let path = objectPath(blob, in: repository)
    try FileManager.default.removeItem(atPath: path)
    try Self.stored(Array("blob \(size)\0\(LeakedKey.text(2))".utf8)).write(to: URL(filePath: path))
    let outcome = try HistoryProbe.scan(repository.path)
    #expect(outcome.coverage.errors.map(\.path) == ["object/\(blob)"])
    // Of one that is read in pieces, what it does hold is found.
    #expect(
      Set(keys(outcome)).subtracting([LeakedKey.fingerprint(2)])
        == [LeakedKey.fingerprint(1), LeakedKey.fingerprint(3)])
  }

  /// A zlib stream (RFC 1950) of one block that is not compressed (RFC 1951, 3.2.4).
  private static func stored(_ bytes: [UInt8]) -> Data {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let length = UInt16(bytes.count)
    let head = [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let check = [high >> 8, high & 0xFF, low >> 8, low & 0xFF].map { UInt8($0) }
    return Data([0x78, 0x01, 0x01] + head + bytes + check)
  }

  /// Nothing is there, and that is said; it is no error.
  @Test(arguments: [[], ["--bare"], ["--object-format=sha256"]], [true, false])
  func anEmptyRepository(_ options: [String], readsThroughGit: Bool) throws {
    let repository = try GitFixture(options: options)
    let since = try #require(SinceDate("1.day", now: 1_700_000_000))
    for scope in [.everything, .unpushed, .range([], since: since)] as [HistoryScope] {
      let outcome = try HistoryProbe.scan(
        repository.path, scope: scope, readsThroughGit: readsThroughGit)
      #expect(outcome.isComplete)
      #expect(outcome.findings == [])
      #expect(
        outcome.coverage.notices.map(\.message)
          == ["the repository is empty: it has no commit yet"])
    }
    // A range names what there is not.
    let range = try HistoryProbe.scan(
      repository.path, scope: .range(["HEAD"]), readsThroughGit: readsThroughGit)
    #expect(!range.isComplete)
  }

  @Test func noRepository() throws {
    let folder = try TemporaryFolder()
    #expect(
      try HistoryProbe.scan(folder.path).coverage.errors
        == [ScanReport.ScanError(path: folder.path, message: "this is no git repository")])
    let missing = try HistoryProbe.scan(folder.path("missing"))
    #expect(missing.coverage.errors.count == 1)
    #expect(missing.coverage.errors.first?.path == folder.path("missing"))
  }
}
