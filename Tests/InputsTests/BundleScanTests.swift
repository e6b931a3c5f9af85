import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// A git bundle is read like the history that it is of.
@Suite struct BundleScanTests {
  private static func scan(_ folder: TemporaryFolder) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    return Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
  }

  /// A repository with a long file whose versions become deltas, with keys in some of them, one of
  /// which is gone.
  private static func repository() throws -> GitFixture {
    let repository = try GitFixture()
    let lines = (0..<400).map { "line \($0) of a file that is long enough for deltas" }
    for version in 0..<6 {
      var text = lines
      text[version * 60] = "version \(version)"
      if version == 2 { text[9] = "key = \(LeakedKey.text(2))" }
      if version >= 4 { text[300] = "key = \(LeakedKey.text(4))" }
      try repository.write("src/a b/long.txt", text.joined(separator: "\n"))
      try repository.commit(
        version == 5 ? "message \(LeakedKey.text(5))" : "change", day: version + 1)
    }
    return repository
  }

  private static func bundle(
    _ repository: GitFixture, _ refs: String, version: Int = 2
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Shell.run(
      "cd \"$0\" && git repack -adfq --depth=50 --window=50"
        + " && git bundle create -q --version=\(version) \"$1\" \(refs)",
      arguments: [repository.path, folder.path("a.bundle")])
    return folder
  }

  private static func paths(_ result: ScanResult) -> [Fingerprint: Set<String>] {
    var paths: [Fingerprint: Set<String>] = [:]
    for finding in result.findings {
      paths[finding.fingerprint] = Set(
        finding.locations.map {
          $0.path.split(separator: "!").dropFirst().map { part in
            // Ids are told by their kind alone.
            ["blob", "commit", "delta"].first { part.hasPrefix($0 + "/") } ?? String(part)
          }.joined(separator: "!")
        })
    }
    return paths
  }

  /// A pack alone, as it lies in a copy of a repository, is read likewise.
  @Test(arguments: ["sha1", "sha256"], ["objects/pack/x.pack", "copy.tar"])
  func packsAloneAreRead(format: String, name: String) throws {
    let repository = try GitFixture(
      "packed", in: TemporaryFolder(), options: ["--object-format=\(format)"])
    try repository.write("src/key.txt", "key = \(LeakedKey.text(2))\n")
    try repository.commit("message \(LeakedKey.text(5))")
    try repository.write("src/key.txt", "gone\n")
    try repository.commit("change")
    let folder = try TemporaryFolder()
    try folder.write("objects/pack/readme", "")
    try Shell.run(
      "cd \"$0\" && git repack -adq && cp .git/objects/pack/*.pack \"$1/objects/pack/x.pack\""
        + " && cd \"$1\" && tar cf copy.tar objects && test \"$2\" = copy.tar && rm -r objects || rm copy.tar",
      arguments: [repository.path, folder.path, name])
    let result = try Self.scan(folder)
    #expect(result.isComplete && result.unopened == [])
    #expect(Set(result.findings.map(\.fingerprint)) == Set([2, 5].map(LeakedKey.fingerprint)))
    #expect(
      result.findings.flatMap(\.locations).contains { $0.path.hasSuffix("!src/key.txt") })
  }

  /// A header that is no more in order is not taken for a text.
  @Test(arguments: [20, 30, 60, 75])
  func aDamagedHeaderIsTold(offset: Int) throws {
    let folder = try Self.bundle(try Self.repository(), "main")
    var bytes = try folder.bytes("a.bundle")
    bytes[offset] = bytes[offset] == UInt8(ascii: "z") ? UInt8(ascii: "y") : UInt8(ascii: "z")
    try folder.write("a.bundle", bytes)
    let result = try Self.scan(folder)
    #expect(!result.isComplete || !result.findings.isEmpty)
  }

  @Test func whatAFilterLeavesOutIsTold() throws {
    let repository = try Self.repository()
    let folder = try TemporaryFolder()
    try Shell.run(
      "cd \"$0\" && git bundle create -q --version=3 \"$1\" --filter=blob:none --all",
      arguments: [repository.path, folder.path("a.bundle")])
    #expect(try !Self.scan(folder).isComplete)
  }

  @Test(arguments: [2, 3])
  func allObjectsAreScanned(version: Int) throws {
    let result = try Self.scan(try Self.bundle(try Self.repository(), "--all", version: version))
    #expect(
      Self.paths(result) == [
        LeakedKey.fingerprint(2): ["blob!src/a b/long.txt"],
        LeakedKey.fingerprint(4): ["blob!src/a b/long.txt"], LeakedKey.fingerprint(5): ["commit"],
      ])
    #expect(
      result.findings.first { $0.fingerprint == LeakedKey.fingerprint(4) }?.locations.count == 2)
    #expect(result.unopened == [])
    #expect(result.isComplete)
  }

  @Test func whatABundleLeavesOutIsTold() throws {
    let repository = try Self.repository()
    let result = try Self.scan(try Self.bundle(repository, "HEAD~2..HEAD"))
    // The message is whole. The file is made of one that is not there, but the line is new.
    #expect(Self.paths(result)[LeakedKey.fingerprint(5)] == ["commit"])
    #expect(Self.paths(result)[LeakedKey.fingerprint(4)] == ["delta"])
    #expect(
      result.unopened.first?.message.hasSuffix("derived from what the bundle leaves out") == true)
    #expect(!result.isComplete)
  }

  @Test func bundlesInArchivesAreOpened() throws {
    let folder = try Self.bundle(try Self.repository(), "--all")
    try ArchiveFixture.pack(folder.path, as: "tar-gz", to: folder.path("z.tgz"))
    try Shell.run("rm \"$0\"/a.bundle", arguments: [folder.path])
    #expect(try Self.scan(folder).findings.count == 3)
  }

  @Test func damageIsTold() throws {
    let folder = try Self.bundle(try Self.repository(), "--all")
    let bytes = try folder.bytes("a.bundle")
    for cut in [20, bytes.count / 2, bytes.count - 30] {
      try folder.write("a.bundle", Array(bytes.prefix(cut)))
      let result = try Self.scan(folder)
      #expect(result.unopened.count == 1, "\(cut)")
      #expect(!result.isComplete)
    }
  }

  /// A bundle of more than is held in memory is read where it lies.
  @Test(arguments: [1, 2])
  func largeBundlesAreRead(threads: Int) throws {
    let repository = try Self.repository()
    var random = TestRandom(seed: 12)
    try repository.folder.write(
      "noise", (0..<33 << 17).flatMap { _ in withUnsafeBytes(of: random.next()) { Array($0) } })
    try repository.commit("noise", day: 9)
    let folder = try TemporaryFolder()
    try Shell.run(
      "cd \"$0\" && git bundle create -q \"$1\" --all",
      arguments: [repository.path, folder.path("a.bundle")])
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    let result = Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
    #expect(result.unopened == [] && result.isComplete)
    #expect(result.findings.count == 3)
  }
}
