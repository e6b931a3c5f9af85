import Basics
import Foundation
import GitObjects
import SystemIO
import TestSupport
import Testing

@Suite struct HistoryTests {
  /// Every kind of place that an object can be reached from, and git's own list of them.
  private func richFixture(options: [String] = []) throws -> GitFixture {
    let fixture = try GitFixture(options: options)
    try fixture.write("a.txt", "one\n")
    try fixture.write("folder/deep/b.txt", "two\n")
    try fixture.commit("first", day: 1)
    try fixture.write("lost.txt", "reached by the reflog only\n")
    try fixture.commit("lost", day: 2)
    try fixture.git("reset", "-q", "--hard", "HEAD~1")
    try fixture.write("stashed.txt", "in the stash\n")
    try fixture.git("add", "stashed.txt")
    try fixture.git("stash", "-q")
    try fixture.git("tag", "-a", "v1", "-m", "an annotated tag")
    try fixture.git("checkout", "-q", "-b", "side")
    try fixture.write("side.txt", "on a side branch\n")
    try fixture.commit("side", day: 3)
    try fixture.git("checkout", "-q", "--detach", "main")
    try fixture.write("detached.txt", "on no branch\n")
    try fixture.commit("detached", day: 4)
    return fixture
  }

  private func contents(_ repository: Repository, _ objects: ReachableObjects) throws -> Set<String>
  {
    let read = try Git.read(repository, objects.blobs)
    #expect(read.unreadable.isEmpty)
    return Set(read.objects.values.map { String($0.bytes) })
  }

  @Test(arguments: ["sha1", "sha256"])
  func everythingIsFound(_ format: String) throws {
    let fixture = try richFixture(options: ["--object-format=\(format)"])
    let repository = try Git.open(fixture.path)
    let objects = try ReachableObjects(in: repository, scope: .everything)
    #expect(
      try contents(repository, objects) == [
        "one\n", "two\n", "reached by the reflog only\n", "in the stash\n", "on a side branch\n",
        "on no branch\n",
      ])
    #expect(objects.tags.count == 1)
    #expect(objects.missing.isEmpty)
    let listed = try fixture.git("rev-list", "--objects", "--no-object-names", "--all", "--reflog")
    let expected = try Set(listed.split(separator: "\n").map { try Git.requireID(String($0)) })
    #expect(Git.everything(objects) == expected)
  }

  @Test func otherWorkTreesCount() throws {
    let folder = try TemporaryFolder()
    let fixture = try GitFixture("main", in: folder)
    try fixture.commit()
    try fixture.git("worktree", "add", "-q", "--detach", folder.path("side"))
    try folder.write("side/new.txt", "only there\n")
    try fixture.git("-C", folder.path("side"), "add", ".")
    try fixture.git("-C", folder.path("side"), "commit", "-q", "-m", "x")
    // Without its reflog, only that work tree's HEAD names the commit.
    try fixture.git("reflog", "expire", "--expire=now", "--all")
    try folder.write("main/.git/worktrees/side/logs/HEAD", "")
    let repository = try Git.open(fixture.path)
    let objects = try ReachableObjects(in: repository, scope: .everything)
    #expect(try contents(repository, objects) == ["only there\n"])
  }

  @Test func aBareRepositoryIsReadToo() throws {
    let fixture = try richFixture()
    let bare = try TemporaryFolder()
    try fixture.git("clone", "-q", "--bare", fixture.path, bare.path("r"))
    let repository = try Git.open(bare.path("r"))
    let objects = try ReachableObjects(in: repository, scope: .everything)
    #expect(try contents(repository, objects).contains("on a side branch\n"))
    #expect(try HeadTree(in: repository).blobs.count > 0)
  }

  @Test func anEmptyRepositoryIsAnErrorForEverythingOnly() throws {
    let fixture = try GitFixture()
    let repository = try Git.open(fixture.path)
    do {
      _ = try ReachableObjects(in: repository, scope: .everything)
      Issue.record("no error")
    } catch {
      #expect(error.reason == .emptyRepository)
    }
    #expect(try Git.everything(ReachableObjects(in: repository, scope: .unpushed)).isEmpty)
    #expect(try Git.walk(repository).isEmpty)
    #expect(try CommitGraph(in: repository, scope: .everything).count == 0)
    #expect(try Refs(in: repository).isEmpty)
    #expect(try HeadTree(in: repository).blobs.isEmpty)
  }

  @Test func aRangeIsWhatItSays() throws {
    let fixture = try richFixture()
    let repository = try Git.open(fixture.path)
    let objects = try ReachableObjects(in: repository, scope: .range(["main..side"]))
    #expect(try contents(repository, objects) == ["on a side branch\n"])
    #expect(objects.commits == [try Git.id("side", in: fixture)])
    #expect(try Git.walk(repository, .range(["side", "^main"])).map(\.summary) == ["side"])
  }

  @Test(arguments: [
    [], [""], ["--all"], ["-n1"], ["--output=/tmp/kunci-owned"], ["nothing..main"], ["a\0b"],
    ["main", "--not"], ["0123456789012345678901234567890123456789"],
  ])
  func aBadRangeIsAnError(_ range: [String]) throws {
    let fixture = try GitFixture()
    try fixture.commit()
    let repository = try Git.open(fixture.path)
    for attempt in [
      { _ = try ReachableObjects(in: repository, scope: .range(range)) },
      { _ = try Git.walk(repository, .range(range)) },
      { _ = try CommitGraph(in: repository, scope: .range(range)) },
    ] as [() throws -> Void] {
      do {
        try attempt()
        Issue.record("\(range) was accepted")
      } catch let error as GitError {
        guard case .badRevision = error.reason else {
          Issue.record("\(range): \(error)")
          continue
        }
      }
    }
  }

  @Test func unpushedIsWhatNoRemoteHas() throws {
    let folder = try TemporaryFolder()
    let origin = try GitFixture("origin", in: folder)
    try origin.write("public.txt", "public\n")
    try origin.commit()
    try origin.git("clone", "-q", origin.path, folder.path("clone"))
    let clone = ["-C", folder.path("clone")]
    try folder.write("clone/private.txt", "private\n")
    try origin.git(clone + ["add", "."])
    try origin.git(clone + ["commit", "-q", "-m", "private"])
    try folder.write("clone/stashed.txt", "stashed\n")
    try origin.git(clone + ["add", "."])
    try origin.git(clone + ["stash", "-q"])
    let repository = try Git.open(folder.path("clone"))
    let objects = try ReachableObjects(in: repository, scope: .unpushed)
    #expect(try contents(repository, objects) == ["private\n"])

    let graph = try CommitGraph(in: repository, scope: .everything)
    let refs = try Refs(in: repository)
    let local = try #require(try repository.resolve("HEAD"))
    let pushed = try #require(try repository.resolve("HEAD~1"))
    #expect(
      graph.remoteBranches(reaching: [local, pushed], refs: refs) == [
        local: [], pushed: ["origin/main"],
      ])
    #expect(refs.headBranch == "refs/heads/main")
    #expect(refs.head == local)
  }

  // MARK: Changes

  @Test func commitsTellWhoWhenAndWhat() throws {
    let fixture = try GitFixture()
    try fixture.write("a.txt", "one\n")
    try fixture.commit("first line\n\nbody", day: 5)
    try fixture.write("a.txt", "two\n")
    try fixture.git("rm", "-q", "--cached", "a.txt")
    try fixture.write("b.txt", "b\n")
    try fixture.git("add", "-A")
    try fixture.commit("second", day: 6)
    let repository = try Git.open(fixture.path)
    let commits = try Git.walk(repository)
    let first = try #require(commits.first)
    #expect(commits.map(\.summary) == ["first line", "second"])
    #expect(first.author == "Ada Author")
    #expect(first.email == "ada@example.com")
    #expect(first.date == "2024-01-05T03:04:05+01:00")
    #expect(first.parents.isEmpty)
    #expect(first.changes.map { String($0.path) } == ["a.txt"])
    #expect(first.changes.first?.status == .added)
    #expect(first.changes.first?.old == [nil])
    let second = try #require(commits.last)
    #expect(second.parents == [first.id])
    #expect(second.changes.map { String($0.path) } == ["a.txt", "b.txt"])
    #expect(second.changes.first?.old == [first.changes.first?.new])
    #expect(second.changes.map(\.status) == [.modified, .added])
  }

  @Test func aMergeBringsInOnlyWhatNoParentHas() throws {
    let fixture = try GitFixture()
    try fixture.write("a.txt", "base\n")
    try fixture.commit("base", day: 1)
    try fixture.git("checkout", "-q", "-b", "side")
    try fixture.write("side.txt", "side\n")
    try fixture.commit("side", day: 2)
    try fixture.git("checkout", "-q", "main")
    try fixture.write("main.txt", "main\n")
    try fixture.commit("main", day: 3)
    try fixture.git("merge", "-q", "--no-commit", "--no-ff", "side")
    try fixture.write("evil.txt", "in neither parent\n")
    try fixture.write("a.txt", "changed by the merge\n")
    try fixture.commit("merge", day: 4)
    let commits = try Git.walk(try Git.open(fixture.path))
    let merge = try #require(commits.last)
    #expect(commits.first?.summary == "base")
    #expect(Set(commits[1...2].map(\.summary)) == ["side", "main"])
    #expect(commits.count == 4)
    #expect(merge.parents.count == 2)
    #expect(merge.changes.map { String($0.path) } == ["a.txt", "evil.txt"])
    #expect(merge.changes.map(\.old.count) == [2, 2])
    #expect(merge.changes.last?.old == [nil, nil])
  }

  @Test func anOctopusHasAsManyOldBlobsAsParents() throws {
    let fixture = try GitFixture()
    try fixture.commit("base", day: 1)
    for name in ["x", "y"] {
      try fixture.git("checkout", "-q", "-b", name, "main")
      try fixture.write("\(name).txt", name)
      try fixture.commit(name, day: 2)
    }
    try fixture.git("checkout", "-q", "main")
    try fixture.write("z.txt", "z")
    try fixture.commit("z", day: 3)
    try fixture.git("merge", "-q", "--no-commit", "x", "y")
    try fixture.write("evil.txt", "evil")
    try fixture.commit("octopus", day: 4)
    let merge = try #require(try Git.walk(try Git.open(fixture.path)).last)
    #expect(merge.parents.count == 3)
    #expect(merge.changes.map { String($0.path) } == ["evil.txt"])
    #expect(merge.changes.first?.old.count == 3)
  }

  @Test func oddPathsAndMessagesStayWhatTheyAre() throws {
    let fixture = try GitFixture()
    let names = [
      "with space", "tab\tand\nnewline", "\"quoted\"", ":colon", "\u{1}start", "ключ.txt", "-dash",
    ]
    for name in names { try fixture.write(name, "content of \(name)") }
    // Two bytes that are no UTF-8.
    try Shell.run(
      "cd \"$0\" && printf x > \"$(printf 'bad\\377\\376')\"", arguments: [fixture.path])
    try fixture.git("add", "-A")
    try fixture.git("commit", "-q", "--allow-empty-message", "-m", "")
    let commits = try Git.walk(try Git.open(fixture.path))
    let paths = try #require(commits.first).changes.map(\.path)
    #expect(commits.count == 1)
    #expect(commits.first?.summary == "")
    #expect(Set(paths) == Set(names.map { Array($0.utf8) } + [Array("bad".utf8) + [0xff, 0xfe]]))
  }

  @Test func submodulesAndLinksAreToldApart() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit()
    try fixture.folder.link("link", to: "target")
    try fixture.git("add", "link")
    try fixture.git("update-index", "--add", "--cacheinfo", "160000,\(commit),sub")
    try fixture.git("commit", "-q", "-m", "entries")
    let repository = try Git.open(fixture.path)
    let changes = try #require(try Git.walk(repository).last).changes
    #expect(changes.map { String($0.path) } == ["link", "sub"])
    #expect(changes.map(\.mode.isSymbolicLink) == [true, false])
    #expect(changes.map(\.mode.isSubmodule) == [false, true])
    #expect(try HeadTree(in: repository).blobs.count == 1)
    let objects = try ReachableObjects(in: repository, scope: .everything)
    #expect(objects.missing.isEmpty)
  }

  // MARK: Refs and graph

  @Test func refsAreListedAlsoFromAnUnbornBranch() throws {
    let fixture = try GitFixture()
    let commit = try fixture.commit()
    try fixture.git("tag", "-a", "t", "-m", "t")
    try fixture.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    let refs = try Refs(in: try Git.open(fixture.path))
    #expect(refs.all.map { String($0.name) } == ["refs/heads/main", "refs/tags/t"])
    #expect(refs.all.first?.target.hex == commit)
    #expect(refs.all.last?.target == (try Git.id("t", in: fixture)))
    #expect(refs.head == nil)
    #expect(refs.headBranch == "refs/heads/unborn")
    #expect(!refs.isEmpty)
  }

  /// Random histories; `git merge-base --is-ancestor` is the oracle.
  @Test func reachAgreesWithGit() throws {
    let fixture = try GitFixture()
    var random = TestRandom(seed: 7)
    let tree = try fixture.git("write-tree").trimmingCharacters(in: .newlines)
    var ids: [String] = []
    for number in 0..<90 {
      var arguments = ["commit-tree", tree, "-m", "\(number)"]
      var parents: Set<Int> = []
      if number > 2 { for _ in 0..<random.below(4) { parents.insert(random.below(number)) } }
      for parent in parents.sorted() { arguments += ["-p", ids[parent]] }
      ids.append(try fixture.git(arguments).trimmingCharacters(in: .newlines))
      try fixture.git("update-ref", "refs/remotes/origin/b\(number)", ids[number])
    }
    let repository = try Git.open(fixture.path)
    let graph = try CommitGraph(in: repository, scope: .everything)
    let commits = try ids.map { try Git.requireID($0) }
    let reached = graph.reach(from: commits, to: commits)
    for _ in 0..<150 {
      let ancestor = random.below(90)
      let tip = random.below(90)
      let said = try fixture.git(
        ["rev-list", "--count", ids[ancestor], "^" + ids[tip]], accepted: [0])
      let expected = said.trimmingCharacters(in: .newlines) == "0"
      #expect(reached[commits[ancestor]]?.contains(tip) == expected, "\(ancestor) from \(tip)")
    }
    let named = graph.remoteBranches(reaching: [commits[89]], refs: try Refs(in: repository))
    #expect(named[commits[89]] == ["origin/b89"])
  }
}
