import Basics
import Foundation
import GitFormat
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// Refs read from files, held against git's account of them.
@Suite struct RefsTests {
  /// The refs that git lists, and what it warns of.
  private func listed(_ repository: Repository) throws -> (all: [String], warnings: [String]) {
    var command = try repository.start([
      "for-each-ref", "--sort=refname", "--format=%(objectname) %(refname)",
    ])
    var lines: [String] = []
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      lines.append(String(command.record))
    }
    return (lines, try command.finish())
  }

  /// The commits that objects come to, as git follows tags.
  private func commits(_ ids: [ObjectID], _ fixture: GitFixture) throws -> Set<String> {
    guard !ids.isEmpty else { return [] }
    let peeled = try fixture.git(["rev-parse"] + ids.map { "\($0)^{commit}" })
    return Set(peeled.split(separator: "\n").map(String.init))
  }

  /// Everything that the files say is what git says.
  @discardableResult
  private func expectSame(_ fixture: GitFixture) throws -> Refs {
    let repository = try Git.open(fixture.path)
    let refs = try Refs(of: repository)
    let git = try Refs(of: repository, throughGit: true)
    let (all, warnings) = try listed(repository)
    #expect(refs.all.map { "\($0.target) \(String($0.name))" } == all)
    #expect(refs.warnings == warnings)
    #expect(git.all == refs.all)
    #expect(git.warnings == warnings)
    #expect(try refs.head == repository.resolve("HEAD"))
    #expect(git.head == refs.head)
    #expect(try commits(git.tips, fixture) == commits(refs.tips, fixture))
    #expect(try commits(git.publishableTips, fixture) == commits(refs.publishableTips, fixture))
    let everything = try fixture.git("rev-list", "--no-walk", "--all", "--reflog", "HEAD", "--")
    #expect(
      try commits(refs.tips, fixture) == Set(everything.split(separator: "\n").map(String.init)))
    return refs
  }

  @Test(arguments: ["sha1", "sha256"])
  func areWhatGitSays(_ format: String) throws {
    let fixture = try GitFixture("repository", options: ["--object-format=\(format)"])
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
      try expectSame(fixture)
    }
  }

  @Test(arguments: [[], ["--bare"], ["--object-format=sha256"]])
  func areEmptyBeforeTheFirstCommit(_ options: [String]) throws {
    let fixture = try GitFixture(options: options)
    let repository = try Git.open(fixture.path)
    for throughGit in [false, true] {
      let refs = try Refs(of: repository, throughGit: throughGit)
      #expect(refs.isEmpty)
      #expect(refs.head == nil)
      #expect(refs.warnings == [])
    }
  }

  @Test func areListedAlsoFromAnUnbornBranch() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit()
    try fixture.git("tag", "-a", "t", "-m", "t")
    try fixture.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    for throughGit in [false, true] {
      let refs = try Refs(of: Git.open(fixture.path), throughGit: throughGit)
      #expect(refs.all.map { String($0.name) } == ["refs/heads/main", "refs/tags/t"])
      #expect(refs.all.first?.target.hex == commit)
      #expect(refs.all.last?.target == (try Git.id("t", in: fixture)))
      #expect(refs.head == nil)
      #expect(!refs.isEmpty)
    }
  }

  @Test func includeWhatOtherWorkTreesName() throws {
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
    for folder in [fixture, second] {
      let refs = try expectSame(folder)
      #expect(refs.logged.contains(commit))
      #expect(!refs.otherTips.isEmpty)
    }
  }

  /// The stash is no more published than a reflog.
  @Test func theStashIsNeverPublished() throws {
    let fixture = try GitFixture()
    try fixture.write("file", "one")
    try fixture.commit()
    try fixture.write("file", "two")
    try fixture.git("stash", "-q")
    let stash = try Git.id("stash", in: fixture)
    let refs = try expectSame(fixture)
    #expect(refs.tips.contains(stash))
    #expect(!refs.publishableTips.contains(stash))
  }

  @Test func brokenOnesAreJudgedAsGitJudgesThem() throws {
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
    let repository = try Git.open(fixture.path)
    let refs = try Refs(of: repository)
    let (all, warnings) = try listed(repository)
    #expect(refs.all.map { "\($0.target) \(String($0.name))" } == all)
    #expect(refs.warnings == warnings)
    #expect(warnings.count > 5)
  }
}
