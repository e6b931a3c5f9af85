import Basics
import Foundation
import GitObjects
import SystemIO
import TestSupport
import Testing

@Suite struct RefFilesTests {
  /// Everything that the files say is what git says.
  private func expectSame(_ repository: Repository) throws -> RefFiles {
    let files = try #require(RefFiles(in: repository))
    let expected = try Refs(in: repository)
    #expect(files.refs == expected)
    return files
  }

  @Test(arguments: ["sha1", "sha256"])
  func readsWhatGitReads(_ format: String) throws {
    let fixture = try GitFixture("repository", options: ["--object-format=\(format)"])
    let repository = try Git.open(fixture.path)
    #expect(try expectSame(repository).refs.isEmpty)
    var random = TestRandom(seed: 11)
    for round in 0..<8 {
      try fixture.write("file", "\(round)")
      try fixture.commit("change \(round)")
      for number in 0..<4 {
        let name = "n\(random.below(12))"
        switch random.below(6) {
        case 0: try fixture.git(["branch", "-f", "feature/\(name)"])
        case 1: try fixture.git(["tag", "-f", "-m", "tag", "v\(number)"])
        case 2: try fixture.git(["tag", "-f", "light\(number)"])
        case 3: try fixture.git(["update-ref", "refs/remotes/origin/\(name)", "HEAD"])
        case 4: try fixture.git(["symbolic-ref", "refs/heads/to-\(name)", "refs/heads/main"])
        default: try fixture.git(["symbolic-ref", "refs/heads/s-\(name)", "refs/tags/light0"])
        }
      }
      if round % 3 == 1 { try fixture.git("pack-refs", "--all") }
      if round == 4 {
        try fixture.write("file", "stashed")
        try fixture.git("stash")
        try fixture.git("reset", "-q", "--hard", "HEAD~2")
      }
      if round == 6 { try fixture.git("checkout", "-q", "--detach") }
      let files = try expectSame(repository)
      let logged = try fixture.git("rev-list", "--no-walk", "--reflog")
      #expect(Set(files.logged.map(\.hex)) == Set(logged.split(separator: "\n").map(String.init)))
    }
  }

  @Test func seesWorkTrees() throws {
    let fixture = try GitFixture("repository")
    try fixture.write("file", "one")
    try fixture.commit()
    try fixture.git("worktree", "add", "-q", "../second", "-b", "second")
    let second = GitFixture(existing: "second", in: fixture.folder)
    try second.write("file", "two")
    let commit = try Git.requireID(try second.commit())
    try second.git("update-ref", "refs/bisect/bad", "HEAD")
    try second.git("reset", "-q", "--hard", "HEAD~1")
    try second.git("checkout", "-q", "--detach")

    for (folder, other) in [(fixture, "worktrees/second"), (second, "main-worktree")] {
      let files = try expectSame(try Git.open(folder.path))
      #expect(files.logged.contains(commit))
      let names = files.otherWorkTrees.map { String($0.name) }
      #expect(names.contains("\(other)/HEAD"))
      #expect(names.contains("\(other)/refs/bisect/bad") == (other == "worktrees/second"))
    }
  }

  @Test func judgesBrokenRefsAsGitDoes() throws {
    let fixture = try GitFixture("repository")
    try fixture.write("file", "one")
    let id = try fixture.commit()
    let contents = [
      "missing": String(repeating: "1", count: 40), "garbage": "garbage", "empty": "",
      "dangling": "ref: refs/heads/none", "sym": "ref: refs/heads/main", "bad..name": id,
      "x.lock": id, "zero": String(repeating: "0", count: 40), "a b": id,
      "to-garbage": "ref: refs/heads/garbage", "to-missing": "ref: refs/heads/missing",
      "no-space": "ref:refs/heads/main", "trailing": "\(id) trailing", "longer": "\(id)0",
      "HEAD": id, "to-head": "ref: HEAD", "outside": "ref: ../x", "self": "ref: refs/heads/self",
      ".hidden": id, "@": id, "brace@{": id, "dot.": id,
    ]
    for (name, content) in contents { try fixture.write(".git/refs/heads/\(name)", content + "\n") }
    let files = try expectSame(try Git.open(fixture.path))
    #expect(files.refs.warnings.count > 5)
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
      let repository = try Git.open(fixture.path)
      #expect(RefFiles(in: repository) != nil)
      try change(fixture)
      #expect(RefFiles(in: repository) == nil, "\(name)")
    }
  }
}
