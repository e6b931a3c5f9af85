import Basics
import Foundation
import TestSupport
import Testing

@testable import GitFormat

/// Refs and reflogs read from their files; see also the tests of `Refs`, which hold them against git.
@Suite struct RefFilesTests {
  private func read(_ fixture: GitFixture) throws -> RefFiles {
    let git = try fixture.git("rev-parse", "--absolute-git-dir", "--git-common-dir")
      .split(separator: "\n").map(String.init)
    let common = git[1].hasPrefix("/") ? git[1] : fixture.path(git[1])
    return try RefFiles(common: common, own: git[0], format: fixture.format)
  }

  @Test(arguments: ["sha1", "sha256"])
  func readsWhatGitReads(_ format: String) throws {
    let fixture = try GitFixture("repository", options: ["--object-format=\(format)"])
    let empty = try read(fixture)
    #expect(empty.all.isEmpty)
    #expect(empty.head == nil)
    for round in 0..<4 {
      try fixture.commit("change \(round)")
      try fixture.git("tag", "-m", "tag", "v\(round)")
      try fixture.git("symbolic-ref", "refs/heads/to-\(round)", "refs/heads/main")
      if round == 1 { try fixture.git("pack-refs", "--all") }
      if round == 2 { try fixture.git("reset", "-q", "--hard", "HEAD~1") }
    }
    let files = try read(fixture)
    let listed = try fixture.git("for-each-ref", "--format=%(objectname) %(refname)")
    #expect(
      files.all.map { "\($0.target) \(String($0.name))" }
        == listed.split(separator: "\n").map(String.init))
    #expect(try files.head == fixture.id("HEAD"))
    let logged = try fixture.git("rev-list", "--no-walk", "--reflog")
    #expect(Set(files.logged.map(\.hex)) == Set(logged.split(separator: "\n").map(String.init)))
  }

  @Test func seesWorkTrees() throws {
    let fixture = try GitFixture("repository")
    try fixture.write("file", "one")
    try fixture.commit()
    try fixture.git("worktree", "add", "-q", "../second", "-b", "second")
    let second = GitFixture(existing: "second", in: fixture.folder)
    try second.write("file", "two")
    let commit = try #require(ObjectID(hex: try second.commit()))
    try second.git("update-ref", "refs/bisect/bad", "HEAD")
    try second.git("reset", "-q", "--hard", "HEAD~1")
    try second.git("checkout", "-q", "--detach")

    for (folder, other) in [(fixture, "worktrees/second"), (second, "main-worktree")] {
      let files = try read(folder)
      #expect(files.logged.contains(commit))
      let names = files.ofOtherWorkTrees.map { String($0.name) }
      #expect(names.contains("\(other)/HEAD"))
      #expect(names.contains("\(other)/refs/bisect/bad") == (other == "worktrees/second"))
    }
  }

  @Test func leavesTheUnusualToGit() throws {
    let cases: [(name: String, change: (GitFixture) throws -> Void)] = [
      ("refstorage", { try $0.write(".git/config", "[extensions]\n refStorage = reftable\n") }),
      ("unknown", { try $0.write(".git/config", "[core]\n[extensions] surprise = 1\n") }),
      ("link", { try $0.folder.link("repository/.git/refs/heads/link", to: "main") }),
      ("packed", { try $0.write(".git/packed-refs", "nonsense\n") }),
    ]
    for (name, change) in cases {
      let fixture = try GitFixture("repository")
      try fixture.write("file", "one")
      try fixture.commit()
      let git = fixture.path(".git")
      #expect(throws: Never.self) { try RefFiles(common: git, own: git, format: .sha1) }
      try change(fixture)
      #expect(throws: NeedsGit.self, "\(name)") {
        try RefFiles(common: git, own: git, format: .sha1)
      }
    }
  }
}
