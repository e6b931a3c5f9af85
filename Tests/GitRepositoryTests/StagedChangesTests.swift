import Foundation
import GitFormat
import GitRepository
import SystemIO
import TestSupport
import Testing

@Suite struct StagedChangesTests {
  private func paths(_ staged: StagedChanges) -> [String] { staged.changes.map { String($0.path) } }

  @Test func isTheWholeIndexFromAnyFolder() throws {
    let fixture = try GitFixture()
    try fixture.write("kept", "kept")
    try fixture.write("changed", "old")
    try fixture.write("gone", "gone")
    try fixture.commit()
    try fixture.write("changed", "new")
    try fixture.write("folder/added", "added")
    try fixture.git("rm", "-q", "gone")
    try fixture.git("add", "-A")
    // What is staged counts, not what the work tree holds by now.
    try fixture.write("changed", "newer")
    try fixture.git("config", "diff.relative", "true")
    for folder in ["", "/folder"] {
      let staged = try StagedChanges(in: try Git.open(fixture.path + folder))
      // What is deleted brings nothing in.
      #expect(paths(staged) == ["changed", "folder/added"])
      #expect(staged.changes.map(\.status) == [.modified, .added])
      #expect(staged.changes[0].old == [try Git.id("HEAD:changed", in: fixture)])
      let new = try #require(staged.changes[0].new)
      #expect(
        try Git.read(Git.open(fixture.path), [new]).objects[new].map { String($0.bytes) } == "new")
    }
  }

  @Test(arguments: ["sha1", "sha256"])
  func beforeTheFirstCommitAllIsNew(_ format: String) throws {
    let fixture = try GitFixture(options: ["--object-format=\(format)"])
    #expect(try StagedChanges(in: Git.open(fixture.path)).changes.isEmpty)
    try fixture.write("a", "a")
    try fixture.git("add", "a")
    let staged = try StagedChanges(in: Git.open(fixture.path))
    #expect(paths(staged) == ["a"])
    #expect(staged.changes.first?.status == .added)
  }

  @Test func aBrokenHeadIsAnErrorNotAnUnbornBranch() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit()
    try fixture.folder.remove(".git/objects/\(commit.prefix(2))/\(commit.dropFirst(2))")
    #expect(throws: GitError.self) { try StagedChanges(in: Git.open(fixture.path)) }
  }

  @Test func linksAndSubmodulesAreToldApart() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit()
    try fixture.write("file", "x")
    try fixture.commit("file")
    try fixture.folder.remove("file")
    try fixture.folder.link("file", to: "target")
    try fixture.git("add", "-A")
    try fixture.git("update-index", "--add", "--cacheinfo", "160000,\(commit),sub")
    try fixture.git("config", "diff.ignoreSubmodules", "all")
    let staged = try StagedChanges(in: Git.open(fixture.path))
    #expect(paths(staged) == ["file", "sub"])
    #expect(staged.changes.map(\.status) == [.typeChanged, .added])
    #expect(staged.changes[0].mode.isSymbolicLink)
    #expect(staged.changes[1].mode.isSubmodule)
  }

  @Test func aMergeShowsWhatItsParentsHave() throws {
    let fixture = try GitFixture()
    try fixture.write("conflict", "base\n")
    try fixture.commit("base", day: 1)
    try fixture.git("checkout", "-q", "-b", "side")
    try fixture.write("theirs", "from the side\n")
    try fixture.write("conflict", "side\n")
    try fixture.commit("side", day: 2)
    try fixture.git("checkout", "-q", "main")
    try fixture.write("conflict", "main\n")
    try fixture.commit("main", day: 3)
    try fixture.git(["merge", "-q", "side"], accepted: [1])

    var staged = try StagedChanges(in: Git.open(fixture.path))
    #expect(staged.mergeParents == [try Git.id("side", in: fixture)])
    #expect(staged.changes.first { String($0.path) == "conflict" }?.status == .unmerged)
    #expect(staged.changes.first { String($0.path) == "conflict" }?.new == nil)

    try fixture.write("conflict", "solved\n")
    try fixture.write("mine", "added while merging\n")
    try fixture.git("add", "-A")
    staged = try StagedChanges(in: Git.open(fixture.path))
    #expect(paths(staged) == ["conflict", "mine", "theirs"])
    #expect(
      staged.changes[0].old == [
        try Git.id("main:conflict", in: fixture), try Git.id("side:conflict", in: fixture),
      ])
    #expect(staged.changes[1].old == [nil, nil])
    // Already in a commit that is merged: nothing new.
    #expect(staged.changes[2].old == [nil, try Git.id("side:theirs", in: fixture)])
    #expect(staged.changes[2].new == staged.changes[2].old[1])
  }
}
