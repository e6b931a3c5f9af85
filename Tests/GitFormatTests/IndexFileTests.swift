import Basics
import Foundation
import TestSupport
import Testing

@testable import GitFormat

@Suite struct IndexFileTests {
  private func filled(_ format: String, version: Int) throws -> GitFixture {
    let fixture = try GitFixture(options: ["--object-format=\(format)"])
    for name in ["a", "a.b", "a/b", "a/c", "ab", "dir with space/ключ", "dir/x\ty", "z"] {
      try? fixture.write(name == "a/b" || name == "a/c" ? "q" + name : name, "content \(name)")
    }
    // Every length of name once, for the padding, and one beyond the length field's 12 bits.
    for length in 1...24 { try fixture.write("n/" + String(repeating: "n", count: length), "n") }
    let long = (0..<20).map { _ in String(repeating: "p", count: 210) }.joined(separator: "/")
    let blob = try fixture.git(["hash-object", "-w", "--stdin"], input: Data("long".utf8))
      .trimmingCharacters(in: .newlines)
    try fixture.folder.link("link", to: "a")
    try fixture.git("add", "-A")
    try fixture.git("update-index", "--add", "--cacheinfo", "100755,\(blob),\(long)")
    try fixture.git("update-index", "--index-version", "\(version)")
    if version == 3 {
      try fixture.write("intended", "x")
      try fixture.git("add", "-N", "intended")
    }
    return fixture
  }

  /// `<mode> SP <id> SP <stage> TAB <path>`, as `git ls-files --stage` prints it.
  private func lines(_ index: IndexFile) -> [String] {
    index.entries.map { entry in
      let mode = String(entry.mode.rawValue, radix: 8)
      return "\(mode) \(entry.id) \(entry.stage)\t\(String(index.path(of: entry)))"
    }
  }

  private func expected(_ fixture: GitFixture) throws -> [String] {
    try fixture.git("ls-files", "--stage", "-z").split(separator: "\0").map { String($0) }
  }

  private func index(_ fixture: GitFixture) throws -> IndexFile {
    let bytes = try fixture.folder.bytes(".git/index")
    return try IndexFile(bytes.span, format: fixture.format)
  }

  @Test(arguments: ["sha1", "sha256"], [2, 3, 4])
  func agreesWithGit(_ format: String, _ version: Int) throws {
    let fixture = try filled(format, version: version)
    let index = try index(fixture)
    #expect(index.version == version)
    #expect(lines(index) == (try expected(fixture)))
  }

  /// Names that repeat a part of the one before are put together in time that grows with their length.
  @Test(.timeLimit(.minutes(1)))
  func manyPathsOfVersion4AreThoseOfVersion2() throws {
    let fixture = try GitFixture()
    let id = String(repeating: "5", count: 40)
    let paths = (0..<40_000).map { "100644 \(id)\tfolder/\($0 / 100)/file\($0)\n" }.joined()
    try fixture.git(["update-index", "--add", "--index-info"], input: Data(paths.utf8))
    let plain = lines(try index(fixture))
    try fixture.git("update-index", "--index-version", "4")
    let index = try index(fixture)
    #expect(index.version == 4)
    #expect(plain.count == 40_000)
    #expect(lines(index) == plain)
  }

  @Test func readsConflicts() throws {
    let fixture = try GitFixture()
    try fixture.write("f", "base")
    try fixture.commit("base", day: 1)
    try fixture.git("checkout", "-q", "-b", "side")
    try fixture.write("f", "side")
    try fixture.commit("side", day: 2)
    try fixture.git("checkout", "-q", "main")
    try fixture.write("f", "main")
    try fixture.commit("main", day: 3)
    try fixture.git(["merge", "-q", "side"], accepted: [1])
    let index = try index(fixture)
    #expect(index.entries.map(\.stage) == [1, 2, 3])
    #expect(lines(index) == (try expected(fixture)))
  }

  @Test func whatOnlyGitReadsIsSaid() throws {
    let split = try filled("sha1", version: 2)
    try split.git("update-index", "--split-index")
    let sparse = try GitFixture()
    try sparse.write("top", "x")
    try sparse.write("in/a", "x")
    try sparse.write("out/b", "x")
    try sparse.commit()
    try sparse.git("sparse-checkout", "init", "--cone", "--sparse-index")
    try sparse.git("sparse-checkout", "set", "in")
    for fixture in [split, sparse] {
      do {
        _ = try index(fixture)
        Issue.record("read natively")
      } catch let error as IndexError {
        guard case .unsupported = error.reason else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }

  @Test func everyPrefixIsAnError() throws {
    let fixture = try filled("sha1", version: 4)
    let bytes = try fixture.folder.bytes(".git/index")
    for length in stride(from: 0, to: bytes.count - 1, by: 3) {
      let part = Array(bytes[..<length])
      #expect(throws: IndexError.self, "\(length) bytes") {
        // A prefix may end just before extensions and a stretch that passes for a checksum.
        let index = try IndexFile(part.span, format: .sha1)
        if index.entries.count == 36 { throw IndexError(reason: .truncated, offset: length) }
      }
    }
  }

  /// Whatever the bytes, the answer is entries or an error.
  @Test(arguments: [2, 3, 4])
  func flippedBytesNeverTrap(_ version: Int) throws {
    let bytes = try filled("sha1", version: version).folder.bytes(".git/index")
    var random = TestRandom(seed: UInt64(version))
    var errors = 0
    for _ in 0..<3_000 {
      var broken = bytes
      for _ in 0...random.below(3) { broken[random.below(broken.count)] = UInt8(random.below(256)) }
      do { _ = try IndexFile(broken.span, format: .sha1) } catch { errors += 1 }
    }
    #expect(errors > 0)
  }

  @Test func headersAreChecked() {
    let table: [(name: String, bytes: [UInt8], reason: IndexError.Reason)] = [
      ("empty", [], .notAnIndex),
      ("other file", Array("hello, world, hello".utf8), .notAnIndex),
      ("version 5", Array("DIRC".utf8) + [0, 0, 0, 5, 0, 0, 0, 0], .unsupported("version 5")),
      (
        "too many entries", Array("DIRC".utf8) + [0, 0, 0, 2, 255, 255, 255, 255],
        .truncated
      ),
      (
        "unknown extension",
        Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, 0] + Array("abcd".utf8) + [0, 0, 0, 0]
          + [UInt8](repeating: 0, count: 20), .unsupported("extension abcd")
      ),
      (
        "extension beyond the end",
        Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, 0] + Array("TREE".utf8) + [255, 255, 255, 255]
          + [UInt8](repeating: 0, count: 20), .truncated
      ),
    ]
    for row in table {
      do {
        _ = try IndexFile(row.bytes.span, format: .sha1)
        Issue.record("\(row.name) was accepted")
      } catch {
        #expect(error.reason == row.reason, "\(row.name)")
      }
    }
  }
}
