import Basics
import Foundation
import GitFormat
import GitRepository
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

  private func contents(_ repository: Repository, _ part: HistoryPart) throws -> Set<String> {
    let read = try Git.read(repository, part.blobs)
    #expect(read.unreadable.isEmpty)
    return Set(read.objects.values.map { String($0.bytes) })
  }

  @Test(arguments: ["sha1", "sha256"], [false, true])
  func everythingIsFound(_ format: String, throughGit: Bool) throws {
    let fixture = try richFixture(options: ["--object-format=\(format)"])
    let repository = try Git.open(fixture.path)
    let part = try HistoryPart(repository, throughGit: throughGit)
    #expect(
      try contents(repository, part) == [
        "one\n", "two\n", "reached by the reflog only\n", "in the stash\n", "on a side branch\n",
        "on no branch\n",
      ])
    #expect(part.selection.tags.count == 1)
    #expect(part.missing.isEmpty)
    #expect(part.failures.isEmpty)
    let listed = try fixture.git("rev-list", "--all", "--reflog").split(separator: "\n")
    #expect(Set(part.commits.map(\.id.hex)) == Set(listed.map(String.init)))
    let objects = try Git.listed(["--all", "--reflog"], in: fixture)
    let read = try Git.read(repository, objects.sorted()).objects
    #expect(part.blobs == read.filter { $0.value.kind == .blob }.keys.sorted())
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
    #expect(try contents(repository, HistoryPart(repository)) == ["only there\n"])
  }

  @Test func aBareRepositoryIsReadToo() throws {
    let fixture = try richFixture()
    let bare = try TemporaryFolder()
    try fixture.git("clone", "-q", "--bare", fixture.path, bare.path("r"))
    let repository = try Git.open(bare.path("r"))
    let part = try HistoryPart(repository)
    #expect(try contents(repository, part).contains("on a side branch\n"))
    let head = HeadTree(of: try repository.resolve("HEAD"), in: part.store)
    #expect(try head.blobs == blobs(of: "HEAD", in: fixture))
    #expect(head.blobs.count == 3)
  }

  @Test func anEmptyRepositoryHasNothing() throws {
    let fixture = try GitFixture()
    let repository = try Git.open(fixture.path)
    let since = try #require(SinceDate("2020-01-01", now: 0))
    for scope in [.everything, .unpushed, .range([], since: since)] as [HistoryScope] {
      for throughGit in [false, true] {
        let part = try HistoryPart(repository, scope, throughGit: throughGit)
        #expect(part.commits.isEmpty)
        #expect(part.blobs.isEmpty)
        #expect(part.missing.isEmpty)
        #expect(HeadTree(of: nil, in: part.store).blobs.isEmpty)
      }
    }
    #expect(try Refs(of: repository).isEmpty)
    // A range names what there is not.
    #expect(throws: GitError.self) { try HistoryPart(repository, .range(["HEAD"])) }
  }

  @Test(arguments: [false, true])
  func aRangeIsWhatItSays(throughGit: Bool) throws {
    let fixture = try richFixture()
    let repository = try Git.open(fixture.path)
    let part = try HistoryPart(repository, .range(["main..side"]), throughGit: throughGit)
    #expect(try contents(repository, part) == ["on a side branch\n"])
    #expect(part.commits.map(\.id) == [try Git.id("side", in: fixture)])
    let other = try HistoryPart(repository, .range(["side", "^main"]), throughGit: throughGit)
    #expect(other.commits.map(\.summary) == ["side"])
  }

  /// Of several ranges, commits count that any of them has; one that only excludes belongs to all.
  @Test func severalRangesNameWhatAnyOfThemDoes() throws {
    let fixture = try GitFixture()
    for number in 0..<6 {
      try fixture.write("file", "\(number)\n")
      try fixture.commit("\(number)", day: 1 + number)
    }
    let repository = try Git.open(fixture.path)
    for (ranges, expected) in [
      ([["HEAD~5..HEAD~3"], ["HEAD~3..HEAD~2"]], ["1", "2", "3"]),
      ([["HEAD~1..HEAD"], ["HEAD~5..HEAD~3"]], ["1", "2", "5"]),
      ([["HEAD~5..HEAD~1"], ["HEAD~4..HEAD~2"]], ["1", "2", "3", "4"]),
      ([["HEAD"], ["^HEAD~2"]], ["4", "5"]),
      ([["HEAD~1"], ["--not", "HEAD~4"], ["HEAD~5..HEAD~3"], ["HEAD"]], ["2", "3", "4", "5"]),
    ] as [([[String]], [String])] {
      let part = try HistoryPart(repository, .ranges(named: ranges))
      #expect(part.commits.map(\.summary) == expected, "\(ranges)")
    }
  }

  @Test(arguments: [
    [], [""], ["--all"], ["-n1"], ["--output=/tmp/kunci-owned"], ["nothing..main"], ["a\0b"],
    ["main", "--not"],
  ])
  func aBadRangeIsAnError(_ range: [String]) throws {
    let fixture = try GitFixture()
    try fixture.commit()
    let repository = try Git.open(fixture.path)
    let refs = try Refs(of: repository)
    do {
      _ = try HistoryBounds.all(of: .range(range), in: repository, refs)
      Issue.record("\(range) was accepted")
    } catch {
      guard case .badRevision = error.reason else {
        Issue.record("\(range): \(error)")
        return
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
    let part = try HistoryPart(repository, .unpushed)
    #expect(try contents(repository, part) == ["private\n"])

    let refs = try Refs(of: repository)
    let local = try #require(try repository.resolve("HEAD"))
    let pushed = try #require(try repository.resolve("HEAD~1"))
    #expect(refs.head == local)
    let publication = Publication(of: repository, refs)
    #expect(publication.isKnown)
    let loader = CommitLoader(part.store)
    let all = CommitSelection(HistoryBounds(included: [local]), loader)
    #expect(
      publication.branches(
        having: [local, pushed], in: publication.descendants(of: all, loader), of: part.store)
        == [pushed: ["origin/main"]])
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
    let part = try HistoryPart(repository)
    let commits = part.commits
    let first = try #require(commits.first)
    #expect(commits.map(\.summary) == ["first line", "second"])
    #expect(first.author == "Ada Author")
    #expect(first.email == "ada@example.com")
    #expect(first.date == "2024-01-05T03:04:05+01:00")
    #expect(part.parents(of: first.id).isEmpty)
    #expect(first.changes.map { String($0.path) } == ["a.txt"])
    #expect(first.changes.first?.status == .added)
    #expect(first.changes.first?.old == [])
    let second = try #require(commits.last)
    #expect(part.parents(of: second.id) == [first.id])
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
    let part = try HistoryPart(Git.open(fixture.path))
    let commits = part.commits
    let merge = try #require(commits.last)
    #expect(commits.first?.summary == "base")
    #expect(Set(commits[1...2].map(\.summary)) == ["side", "main"])
    #expect(commits.count == 4)
    #expect(part.parents(of: merge.id).count == 2)
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
    let part = try HistoryPart(Git.open(fixture.path))
    let merge = try #require(part.commits.last)
    #expect(part.parents(of: merge.id).count == 3)
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
    let commits = try HistoryPart(Git.open(fixture.path)).commits
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
    let part = try HistoryPart(repository)
    let changes = try #require(part.commits.last).changes
    #expect(changes.map { String($0.path) } == ["link", "sub"])
    #expect(changes.map(\.mode.isSymbolicLink) == [true, false])
    #expect(changes.map(\.mode.isSubmodule) == [false, true])
    let head = HeadTree(of: try repository.resolve("HEAD"), in: part.store)
    #expect(head.blobs.count == 1)
    #expect(head.submodules.map { String($0) } == ["sub"])
    #expect(part.missing.isEmpty)
  }

  /// The blobs of a commit's tree, as git lists them.
  private func blobs(of revision: String, in fixture: GitFixture) throws -> Set<ObjectID> {
    let list = ["ls-tree", "-r", "--format=%(objectname)", revision]
    return try Set(fixture.git(list).split(separator: "\n").map { try Git.requireID(String($0)) })
  }
}
