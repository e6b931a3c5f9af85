import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Submodules: named when they are not scanned, and joined with the rest when they are.
struct SubmoduleTests {
  private static let passed = "submodule; scan it by itself, or use --recurse-submodules"
  private static let absent = "submodule that is not checked out; scan it by itself"

  /// A repository with key 1, with a submodule that has key 2, with a submodule that has both.
  private func nested() throws -> GitFixture {
    let outer = try GitFixture("outer", in: TemporaryFolder())
    let inner = try GitFixture("inner", in: outer.folder)
    try inner.write("both.env", "\(LeakedKey.text(1))\n\(LeakedKey.text(2))\n")
    try inner.commit("Inner")
    let middle = try GitFixture("middle", in: outer.folder)
    try middle.write("2.env", LeakedKey.text(2))
    try add(inner, to: middle, at: "inner")
    try outer.write("1.env", LeakedKey.text(1))
    try add(middle, to: outer, at: "deps/middle")
    try update(outer)
    return outer
  }

  private func add(_ module: GitFixture, to repository: GitFixture, at path: String) throws {
    try repository.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", module.path, path)
    try repository.commit("Add \(path)")
  }

  private func update(_ repository: GitFixture) throws {
    try repository.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init", "--recursive")
  }

  private func scan(_ repository: GitFixture, enters: Bool) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    var source = FolderSource([repository.path])
    source.entersSubmodules = enters
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private func history(_ repository: GitFixture, enters: Bool) throws -> ScanResult {
    try HistoryProbe.scan(repository.path, entersSubmodules: enters)
  }

  private func places(_ outcome: ScanResult, in repository: GitFixture) -> [[String]] {
    outcome.findings.map { finding in
      finding.locations.map {
        "\($0.path.replacing(repository.path + "/", with: "")):\($0.region.line)"
      }
    }
  }

  private func skipped(_ outcome: ScanResult, in repository: GitFixture) -> [String] {
    outcome.coverage.skipped.map {
      "\($0.path.replacing(repository.path + "/", with: "")): \($0.message)"
    }
  }

  @Test(arguments: ["", "--split-index", "--index-version=4"])
  func areNamedUnlessTheyAreEntered(_ index: String) throws {
    let outer = try nested()
    if !index.isEmpty {
      try outer.git(["update-index"] + index.split(separator: "=").map(String.init))
    }
    // A submodule is tracked, whatever is ignored.
    try outer.write(".gitignore", "deps\n")
    let all = [
      ["1.env:1", "deps/middle/inner/both.env:1"],
      ["deps/middle/2.env:1", "deps/middle/inner/both.env:2"],
    ]
    for run in [scan, history] {
      let alone = try run(outer, false)
      #expect(places(alone, in: outer) == [["1.env:1"]])
      #expect(skipped(alone, in: outer) == ["deps/middle: \(Self.passed)"])
      #expect(alone.isComplete)
      let whole = try run(outer, true)
      #expect(places(whole, in: outer) == all)
      #expect(skipped(whole, in: outer) == [])
      #expect(whole.isComplete)
    }
  }

  @Test func countsAllThatWasReadAndAllThatFails() throws {
    let outer = try nested()
    let (alone, whole) = (try history(outer, enters: false), try history(outer, enters: true))
    #expect(alone.coverage.scanned.commits == 1)
    #expect(whole.coverage.scanned.commits == 3)
    #expect(whole.findings.allSatisfy { $0.status?.atHead == true })
    // Key 1 has not left the outer repository, but the inner one.
    #expect(
      whole.findings.map { $0.status?.publication.remotes } == [["origin/main"], ["origin/main"]])
    try outer.folder.remove("outer/.git/modules/deps/middle/modules/inner/objects")
    try outer.folder.makeFolder("outer/.git/modules/deps/middle/modules/inner/objects")
    let broken = try history(outer, enters: true)
    #expect(!broken.isComplete)
    #expect(broken.coverage.errors.contains { $0.path.hasPrefix("deps/middle/inner/object/") })
  }

  @Test func areNamedWhenTheyAreNotThere() throws {
    let outer = try nested()
    try outer.git("submodule", "--quiet", "deinit", "-f", "deps/middle")
    for run in [scan, history] {
      #expect(skipped(try run(outer, false), in: outer) == ["deps/middle: \(Self.passed)"])
      let whole = try run(outer, true)
      #expect(skipped(whole, in: outer) == ["deps/middle: \(Self.absent)"])
      #expect(places(whole, in: outer) == [["1.env:1"]])
    }
  }

  /// An index is untrusted: it must not lead out of the work tree, nor through a link.
  @Test(arguments: ["link", "deps/../../elsewhere"])
  func noPathLeadsOut(_ path: String) throws {
    let outer = try GitFixture("outer", in: TemporaryFolder())
    let elsewhere = try GitFixture("elsewhere", in: outer.folder)
    try elsewhere.write("1.env", LeakedKey.text(1))
    let commit = try elsewhere.commit("Elsewhere")
    try outer.write("deps/readme", "nothing\n")
    try outer.commit("Outer")
    try outer.folder.link("outer/link", to: "../elsewhere")
    // Git refuses to stage the second path, so it is written over another of the same length.
    let staged = String(repeating: "x", count: path.utf8.count)
    try outer.git("update-index", "--add", "--cacheinfo", "160000,\(commit),\(staged)")
    let index = try outer.folder.bytes("outer/.git/index")
    let text = String(decoding: index, as: Unicode.ASCII.self)
    #expect(text.contains(staged))
    try outer.folder.write(
      "outer/.git/index", index.replacing(Array(staged.utf8), with: Array(path.utf8)))
    let outcome = try history(outer, enters: true)
    #expect(outcome.findings.isEmpty)
    #expect(skipped(outcome, in: outer) == ["\(path): \(Self.absent)"])
  }
}
