import Detection
import Engine
import Findings
import Foundation
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// What archives hold is found as if it were unpacked, and what cannot be opened is named.
@Suite struct ArchiveScanTests {
  private func scan(
    _ folder: TemporaryFolder, threads: Int = 1, plan change: (inout ScanPlan) -> Void = { _ in }
  ) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    change(&plan)
    return Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
  }

  private func places(_ outcome: ScanResult, below start: String) -> [String] {
    outcome.findings.flatMap(\.locations).map {
      // A name is scanned as the path from where the scan starts.
      $0.provenance.kind == .path
        ? $0.path.replacing(start, with: "")
        : "\($0.path.replacing(start, with: "")):\($0.region.line):\($0.region.column)@"
          + "\($0.region.byteOffset) \($0.provenance.kind)"
    }.sorted()
  }

  /// Files of random sizes, with keys at the start, at the end and in between.
  private static func fill(_ folder: TemporaryFolder, seed: UInt64) throws {
    var random = TestRandom(seed: seed)
    let words = ["let", "a", "naïve", "text", "=", "🙂", "\n", "\r\n", " ", "{}", "0x17"]
    for number in 0..<12 {
      var text = random.chance(30) ? LeakedKey.text(random.next() % 9) + "\n" : ""
      for _ in 0..<random.below(random.pick([1, 40, 4_000])) { text += random.pick(words) + " " }
      if random.chance(60) { text += "\nkey = \"\(LeakedKey.text(random.next() % 9))\"" }
      let depth = random.below(3)
      let path = (0..<depth).map { "folder\($0)/" }.joined() + "file \(number).txt"
      try folder.write(path, text)
    }
    try folder.write("empty", "")
    try folder.write(
      "long/\(String(repeating: "n", count: 90))/\(LeakedKey.text(40)).txt", "name\n")
  }

  @Test(arguments: ArchiveFixture.forms)
  func membersAreFoundAsIfUnpacked(form: String) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let plain = try TemporaryFolder()
      try Self.fill(plain, seed: seed)
      let packed = try TemporaryFolder()
      try ArchiveFixture.pack(plain.path, as: form, to: packed.path("a"))
      let outcome = try scan(packed)
      #expect(outcome.unopened == [], "\(form)")
      #expect(outcome.isComplete)
      #expect(
        places(outcome, below: packed.path + "/a!")
          == places(try scan(plain), below: plain.path + "/"),
        "\(form), seed \(seed)")
    }
  }

  @Test(arguments: ["gz", "gz-twice", "zlib", "bz2", "xz", "lzma"])
  func compressedFilesAreOpened(form: String) throws {
    let plain = try TemporaryFolder()
    try plain.write("notes.txt", "one\ntwo \(LeakedKey.text(1))\n")
    let packed = try TemporaryFolder()
    try ArchiveFixture.pack(plain.path, as: form, to: packed.path("notes.txt.\(form)"))
    let outcome = try scan(packed)
    #expect(outcome.unopened == [])
    #expect(
      outcome.findings.flatMap(\.locations).map(\.path)
        == [packed.path("notes.txt.\(form)!notes.txt")])
    #expect(outcome.findings.first?.locations.first?.region.line == 2)
  }

  /// Where a key crosses the border of what is read at once.
  @Test(arguments: ["zip-deflate", "zip-streamed-stored", "tar-gz"])
  func keysAcrossChunksAreFound(form: String) throws {
    for start in [(4 << 20) - 40, 4 << 20, (8 << 20) - 1] {
      let plain = try TemporaryFolder()
      let line = String(repeating: "x", count: 63) + "\n"
      let lines = String(repeating: line, count: start / 64)
      let rest = String(repeating: " ", count: start % 64)
      try plain.write("long.txt", lines + rest + LeakedKey.text(1) + "\n" + lines)
      let packed = try TemporaryFolder()
      try ArchiveFixture.pack(plain.path, as: form, to: packed.path("a"))
      let outcome = try scan(packed)
      #expect(
        places(outcome, below: packed.path + "/a!")
          == places(try scan(plain), below: plain.path + "/"))
      #expect(outcome.findings.count == 1)
    }
  }

  /// Packs a key so many times.
  private static func nest(_ count: Int, in folder: TemporaryFolder, _ name: String) throws {
    var inner = try TemporaryFolder()
    try inner.write("key.txt", LeakedKey.text(1))
    for level in 1...count {
      let outer = try TemporaryFolder()
      let form = ["zip-deflate", "tar-gz", "zip-stored", "cpio-newc"][level % 4]
      try ArchiveFixture.pack(inner.path, as: form, to: outer.path("level\(level)"))
      inner = outer
    }
    try folder.write(name, try inner.bytes("level\(count)"))
  }

  @Test func archivesInArchivesAreOpenedToTheDepth() throws {
    let folder = try TemporaryFolder()
    try Self.nest(3, in: folder, "a")
    #expect(
      places(try scan(folder), below: folder.path + "/")
        == ["a!level2!level1!key.txt:1:1@0 content"])
    let shallow = try scan(folder) { $0.archives.depth = 2 }
    #expect(shallow.findings.isEmpty)
    #expect(shallow.unopened.map(\.path) == [folder.path("a!level2!level1")])
    #expect(shallow.unopened.map(\.message) == ["more than 2 archives inside one another"])
    #expect(!shallow.isComplete)
    let none = try scan(folder) { $0.archives.depth = 0 }
    #expect(none.isComplete)
    #expect(none.coverage.skipped.map(\.path) == [folder.path("a")])
  }

  @Test(
    arguments: [
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0], "7z, which is not opened"),
      ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00, 0], "RAR, which is not opened"),
      ([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B], "damaged: cut off"),
    ] as [([UInt8], String)])
  func whatIsNotOpenedIsNamed(bytes: [UInt8], reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a", bytes)
    let outcome = try scan(folder)
    #expect(outcome.unopened.map(\.message) == [reason])
    #expect(!outcome.isComplete)
    #expect(try scan(folder) { $0.allowsGaps = true }.isComplete)
    let excluded = try scan(folder) { _ = $0.excluded.add("a") }
    #expect(excluded.isComplete)
  }

  /// Damage at the very start of a container hides nothing, or is told.
  @Test(arguments: ["zip-stored", "zip-deflate", "tar-ustar", "tar-gnu", "gz", "lzma"])
  func damageAtTheStartIsTold(form: String) throws {
    let plain = try TemporaryFolder()
    let isOne = form == "gz" || form == "lzma"
    if !isOne { try plain.write("a.txt", (0..<200).map { "\($0 * 7919)" }.joined()) }
    // What stands in clear would be found without opening anything.
    let inner = try TemporaryFolder()
    try inner.write("key", "a line\nkey = \"\(LeakedKey.text(1))\"\nmore text\n")
    if isOne {
      try plain.write("key", try inner.bytes("key"))
    } else {
      try ArchiveFixture.pack(inner.path, as: "gz", to: plain.path("key.gz"))
    }
    let packed = try TemporaryFolder()
    try ArchiveFixture.pack(plain.path, as: form, to: packed.path("a"))
    let bytes = try packed.bytes("a")
    var damaged: [[UInt8]] = []
    if form.hasPrefix("zip") {
      damaged = [1, 3, 4, 10, 30, 60].map { Array(bytes[$0...]) }
    }
    if form == "lzma" {
      damaged = (1...4).map { back in
        var other = bytes
        for index in bytes.count - 2 * back..<bytes.count { other[index] ^= 0x5A }
        return other
      }
    }
    let places =
      form.hasPrefix("tar")
      ? [0, 1, 100, 104, 124, 134, 150, 257, 260]
      : form == "gz" ? [3] : form == "lzma" ? [] : [0, 1, 2, 3]
    for place in places {
      var other = bytes
      other[place] ^= form == "gz" ? 0x40 : 1
      damaged.append(other)
    }
    for bytes in damaged {
      let folder = try TemporaryFolder()
      try folder.write("a", bytes)
      let result = try scan(folder)
      #expect(!result.isComplete || result.findings.count == 1, "\(form)")
      // The rest of an archive is there.
      #expect(result.findings.count == 1 || isOne, "\(form)")
    }
    #expect(!damaged.isEmpty)
  }

  @Test func globsMeanMembers() throws {
    let folder = try TemporaryFolder()
    let plain = try TemporaryFolder()
    try plain.write("sub/key.txt", LeakedKey.text(1))
    try ArchiveFixture.pack(plain.path, as: "zip-deflate", to: folder.path("a.zip"))
    for glob in ["a.zip", "a.zip/sub", "a.zip!sub/", "*.txt", "sub/", "a.zip!sub/key.txt", "a.*"] {
      let outcome = try scan(folder) { _ = $0.excluded.add(glob) }
      #expect(outcome.findings.isEmpty, "\(glob)")
    }
    for glob in ["b.zip", "key", "a.zip!key.txt", "/sub/"] {
      let outcome = try scan(folder) { _ = $0.excluded.add(glob) }
      #expect(outcome.findings.count == 1, "\(glob)")
    }
  }

  @Test(arguments: [false, true])
  func historiesAreOpened(throughGit: Bool) throws {
    let repository = try GitFixture()
    let plain = try TemporaryFolder()
    try plain.write("sub/key.txt", LeakedKey.text(1))
    try ArchiveFixture.pack(plain.path, as: "zip-deflate", to: repository.path("a.zip"))
    try repository.folder.write("b.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0])
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "archives")
    try repository.git("rm", "-q", "a.zip")
    try repository.git("commit", "-q", "-m", "none")
    let outcome = try HistoryProbe.scan(repository.path, readsThroughGit: throughGit)
    let location = try #require(outcome.findings.first?.locations.first)
    #expect(location.path == "a.zip!sub/key.txt")
    #expect(location.provenance.commit?.summary == "archives")
    #expect(outcome.findings.first?.status?.atHead == false)
    #expect(outcome.unopened.map(\.path) == ["b.7z"])
    #expect(!outcome.isComplete)
  }
}
