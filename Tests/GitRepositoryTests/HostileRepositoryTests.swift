import Basics
import Foundation
import GitFormat
import GitRepository
import SystemIO
import TestSupport
import Testing

/// A repository whose settings try to run programs and to change what git prints.
@Suite struct HostileRepositoryTests {
  private func hostile() throws -> (GitFixture, trap: String) {
    let fixture = try GitFixture()
    try fixture.write("a.txt", "one\n")
    try fixture.write("ключ.txt", "key\n")
    try fixture.commit("first", day: 1)
    try fixture.write("a.txt", "two\n")
    try fixture.commit("second", day: 2)
    try fixture.write("a.txt", "staged\n")
    try fixture.git("add", "a.txt")
    // Whatever runs leaves a mark.
    let trap = fixture.path("trap.sh")
    try fixture.write("trap.sh", "#!/bin/sh\ntouch '\(fixture.path("sprung"))'\ncat\n")
    try fixture.git("config", "core.fsmonitor", trap)
    try Shell.run("chmod +x \"$0\"", arguments: [trap])
    let settings = [
      ("color.ui", "always"), ("color.diff", "always"), ("diff.external", trap),
      ("diff.noprefix", "true"), ("diff.renames", "copies"), ("diff.relative", "true"),
      ("diff.orderFile", ".git/order"), ("core.quotePath", "true"), ("core.pager", trap),
      ("pager.log", trap), ("pager.ls-files", trap), ("diff.x.textconv", trap),
      ("diff.x.command", trap),
      ("filter.x.clean", trap), ("filter.x.smudge", trap), ("filter.x.process", trap),
      ("log.showSignature", "true"), ("gpg.program", trap), ("gpg.ssh.program", trap),
      ("log.decorate", "full"), ("log.date", "relative"), ("format.pretty", "fuller"),
      ("i18n.logOutputEncoding", "UTF-16"), ("core.hooksPath", fixture.path("hooks")),
      ("core.sshCommand", trap), ("core.editor", trap), ("core.askPass", trap),
      ("core.alternateRefsCommand", trap), ("credential.helper", trap), ("log.showRoot", "false"),
      ("log.mailmap", "true"), ("notes.displayRef", "*"), ("status.relativePaths", "true"),
      ("alias.log", "!\(trap)"), ("alias.rev-list", "!\(trap)"), ("log.follow", "true"),
    ]
    for (name, value) in settings { try fixture.git("config", name, value) }
    for hook in ["post-index-change", "reference-transaction", "pre-commit"] {
      try fixture.write("hooks/\(hook)", "#!/bin/sh\ntouch '\(fixture.path("sprung"))'\n")
    }
    try fixture.write(".git/order", "*.txt\n")
    try fixture.write(".git/info/attributes", "* diff=x filter=x\n")
    try Shell.run("chmod +x \"$0\"/hooks/*", arguments: [fixture.path])
    return (fixture, trap)
  }

  @Test(arguments: [false, true])
  func nothingRunsAndAllIsRead(throughGit: Bool) throws {
    let (fixture, _) = try hostile()
    let repository = try Git.open(
      fixture.path, extra: ["GIT_EXTERNAL_DIFF": fixture.path("trap.sh")])
    let part = try HistoryPart(repository, throughGit: throughGit)
    let commits = part.commits
    #expect(commits.map(\.summary) == ["first", "second"])
    #expect(commits.first?.changes.map { String($0.path) } == ["a.txt", "ключ.txt"])
    #expect(commits.first?.author == "Ada Author")
    #expect(commits.first?.date == "2024-01-01T03:04:05+01:00")

    let staged = try StagedChanges(in: repository)
    #expect(staged.changes.map { String($0.path) } == ["a.txt"])

    let read = try Git.read(repository, part.blobs)
    #expect(Set(read.objects.values.map { String($0.bytes) }) == ["one\n", "two\n", "key\n"])

    let refs = try Refs(of: repository, throughGit: throughGit)
    #expect(refs.all.map { String($0.name) } == ["refs/heads/main"])
    #expect(HeadTree(of: refs.head, in: part.store).blobs.count == 2)
    let range = try HistoryPart(repository, .range(["main~1..main"]), throughGit: throughGit)
    #expect(range.commits.map(\.summary) == ["second"])
    #expect(try Repository(at: fixture.path, usesEnvironment: false).topLevel == fixture.path)
    #expect(try TrackedPaths(in: repository).isTracked("ключ.txt"))
    #expect(!FileSystem.exists(fixture.path("sprung")))
    // The fallback of the index too.
    try fixture.git(
      ["-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "update-index", "--split-index"])
    // Writing an index runs filters; that was the test's own git, not ours.
    try? fixture.folder.remove("sprung")
    #expect(try TrackedPaths(in: repository).isTracked("ключ.txt"))
    #expect(!FileSystem.exists(fixture.path("sprung")))
  }

  /// The traps of this suite do spring when git is run plainly: else it would show nothing.
  @Test func theTrapsAreSet() throws {
    let (fixture, _) = try hostile()
    _ = try? fixture.git("status")
    #expect(FileSystem.exists(fixture.path("sprung")))
  }

  /// Grafts and replacements could hide a part of the history.
  @Test func nothingHidesHistory() throws {
    let fixture = try GitFixture()
    try fixture.write("a", "hidden\n")
    let first = try fixture.commit("first", day: 1)
    try fixture.write("a", "shown\n")
    let second = try fixture.commit("second", day: 2)
    try fixture.git("reflog", "expire", "--expire=now", "--all")
    try fixture.write(".git/info/grafts", "\(second)\n")
    let repository = try Git.open(fixture.path)
    try fixture.git("replace", "--graft", second)
    for throughGit in [false, true] {
      let part = try HistoryPart(repository, .range(["main"]), throughGit: throughGit)
      #expect(part.commits.map(\.id.hex) == [first, second])
      let read = try Git.read(repository, part.blobs)
      #expect(Set(read.objects.values.map { String($0.bytes) }) == ["hidden\n", "shown\n"])
    }
  }

  @Test func aReplacedBlobIsReadAsItIs() throws {
    let fixture = try GitFixture()
    try fixture.write("a", "real\n")
    try fixture.write("b", "harmless\n")
    try fixture.commit()
    try fixture.git("replace", "HEAD:a", "HEAD:b")
    let repository = try Git.open(fixture.path)
    let id = try #require(try repository.resolve("HEAD:a"))
    #expect(try Git.read(repository, [id]).objects[id].map { String($0.bytes) } == "real\n")
  }
}
