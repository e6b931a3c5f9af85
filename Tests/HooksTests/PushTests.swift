import Foundation
import TestSupport
import Testing

@testable import Hooks

/// Real pushes between local repositories, through the hook of the one that pushes.
struct PushTests {
  @Test func aKeyStopsAPush() throws {
    let repository = try HookedRepository.published()
    let before = repository.remote("main")
    try repository.commitUnseen("a.env", "KEY=\(HookedRepository.key(1))\n")
    let id = try repository.fixture.git("rev-parse", "HEAD").prefix(12)
    let stopped = try repository.push("origin", "main")
    #expect(stopped.status == 1)
    #expect(repository.remote("main") == before)
    let said = stopped.output + stopped.errors
    #expect(said.contains("a.env:1:5"))
    #expect(said.contains("commit:      \(id)"))
    #expect(said.contains("git add -- a.env\n") && said.contains("git commit --amend --no-edit\n"))
    #expect(said.contains("kunci: the push is stopped: it would publish 1 secret."))
    #expect(!said.contains(HookedRepository.key(1)))

    // Deleting it in a further commit is not enough, amending is.
    try repository.commitUnseen("a.env", "KEY=\n")
    #expect(try repository.push("origin", "main").status == 1)
    try repository.fixture.git("reset", "-q", "--soft", "HEAD~2")
    let passed = try repository.push("origin", "main")
    #expect(passed.status == 0)
    #expect(passed.output + passed.errors == "")
  }

  @Test func whatTheRemoteHasIsNothingNew() throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main").status == 0)
    try repository.commitUnseen("b.env", "clean\n")
    #expect(try repository.push("origin", "main").status == 0)
    // The same commits under another name.
    #expect(try repository.push("origin", "main:refs/heads/other").status == 0)
    try repository.commitUnseen("a.env", HookedRepository.key(1) + "\n# a line more\n")
    #expect(try repository.push("origin", "main").status == 0)
    // Another remote has none of it.
    _ = try GitFixture("second.git", in: repository.fixture.folder, options: ["--bare"])
    try repository.fixture.git("remote", "add", "second", "../second.git")
    #expect(try repository.push("second", "main").status == 1)
  }

  @Test func everyRefCounts() throws {
    let repository = try HookedRepository.published()
    for number in 1...3 {
      try repository.fixture.git("checkout", "-q", "-b", "b\(number)", "origin/main")
      try repository.commitUnseen("c.env", number == 3 ? HookedRepository.key(3) : "clean\n")
    }
    #expect(try repository.push("origin", "b1", "b2", "b3").status == 1)
    #expect(repository.remote("b1") == nil)
    #expect(try repository.push("origin", "b1", "b2").status == 0)
    #expect(repository.remote("b1") != nil)
  }

  @Test func aForcedPush() throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("b.env", "one\n")
    #expect(try repository.push("origin", "main").status == 0)
    try repository.fixture.git("reset", "-q", "--hard", "HEAD^")
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    #expect(try repository.push("--force", "origin", "main").status == 1)
    try repository.fixture.git("reset", "-q", "--hard", "HEAD^")
    try repository.commitUnseen("d.env", "two\n")
    #expect(try repository.push("--force", "origin", "main").status == 0)
  }

  @Test func deletingBringsNothing() throws {
    let repository = try HookedRepository.published()
    try repository.fixture.git("push", "-q", "--no-verify", "origin", "main:refs/heads/old")
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("origin", "--delete", "old").status == 0)
    #expect(repository.remote("old") == nil)
  }

  @Test func tags() throws {
    let repository = try HookedRepository.published()
    let note = "Tested with \(HookedRepository.key(1))"
    try repository.fixture.git("tag", "-a", "-m", note, "v1")
    let stopped = try repository.push("origin", "v1")
    #expect(stopped.status == 1)
    #expect((stopped.output + stopped.errors).contains("in the message of a tag"))
    try repository.fixture.git("tag", "-a", "-m", "clean", "v2")
    try repository.fixture.git("tag", "light")
    #expect(try repository.push("origin", "v2", "light").status == 0)
    // A tag can name a file.
    try repository.fixture.write("blob", HookedRepository.key(2))
    let blob = try repository.fixture.git("hash-object", "-w", "blob")
      .trimmingCharacters(in: .newlines)
    try repository.fixture.git("tag", "file", blob)
    #expect(try repository.push("origin", "file").status == 1)
  }

  @Test func theNameOfABranchIsPublishedToo() throws {
    let repository = try HookedRepository.published()
    let key = HookedRepository.key(1)
    let stopped = try repository.push("origin", "main:refs/heads/try/\(key)")
    #expect(stopped.status == 1)
    #expect((stopped.output + stopped.errors).contains("in the name of a branch or tag"))
    #expect(!(stopped.output + stopped.errors).contains(key))
  }

  @Test func aRemoteThatIsAheadOfWhatIsKnownHere() throws {
    let repository = try HookedRepository.published()
    // Somebody else pushes what is not here.
    try repository.fixture.git("clone", "-q", "../origin.git", "../other")
    let other = GitFixture(existing: "other", in: repository.fixture.folder)
    try other.write("x", "x\n")
    try other.commit("Theirs")
    try other.git("push", "-q", "origin", "main")
    try repository.commitUnseen("b.env", "clean\n")
    #expect(try repository.push("--force", "origin", "main").status == 0)
    try other.git("push", "-q", "--force", "origin", "main")
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    #expect(try repository.push("--force", "origin", "main").status == 1)
  }

  @Test func aRemoteWithoutAName() throws {
    let repository = try HookedRepository.published()
    let address = repository.fixture.folder.path("origin.git")
    #expect(try repository.push(address, "main:refs/heads/by-address").status == 0)
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    #expect(try repository.push(address, "main").status == 1)
  }

  @Test func fromABareRepositoryAndALinkedWorkTree() throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    try repository.fixture.git("worktree", "add", "-q", "../linked", "-b", "side")
    #expect(try repository.git(["push", "-q", "origin", "side"], in: "../linked").status == 1)
    try repository.fixture.git("clone", "-q", "--bare", ".", "../copy.git")
    let copy = GitFixture(existing: "copy.git", in: repository.fixture.folder)
    try Shell.run(
      "cp \"$0\" \"$1\"",
      arguments: [repository.hook(.prePush).path, copy.path("hooks/pre-push")])
    #expect(throws: Shell.Failure.self) { try copy.git("push", "-q", "../origin.git", "main") }
    #expect(repository.remote("main^{commit}") != (try? copy.git("rev-parse", "main")))
  }

  @Test func anEarlierHookReadsTheSame() throws {
    let repository = try HookedRepository.published()
    let hook = try repository.hook(.prePush)
    try hook.uninstall()
    let calls = repository.fixture.folder.path("calls")
    try repository.fixture.write(
      ".git/hooks/pre-push", "#!/bin/sh\ncat >>'\(calls)'\nexit ${HOOK_EXIT:-0}\n")
    try Shell.run("chmod +x \"$0\"", arguments: [hook.path])
    try repository.install(.prePush)
    #expect(try hook.state() == .installed(callsPrevious: true))
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    #expect(try repository.push("origin", "main").status == 1)
    #expect(repository.calls == 1)
    let other = try repository.git(
      ["push", "-q", "origin", "main"], environment: ["HOOK_EXIT": "3"])
    #expect(other.status == 1)
    #expect(!other.errors.contains("kunci: the push"))
    try repository.fixture.git("reset", "-q", "--hard", "HEAD^")
    try repository.commitUnseen("d.env", "clean\n")
    #expect(try repository.push("origin", "main").status == 0)
    #expect(repository.calls == 3)
  }

  @Test(arguments: ["nonsense", "a b c", "refs/heads/main 12 refs/heads/main 12"])
  func aLineThatIsNotUnderstoodStopsThePush(line: String) throws {
    let repository = try HookedRepository.published()
    let run = try KunciProgram.run(
      ["hook", "run", "pre-push", "origin", "url"], in: repository.fixture.path,
      input: Data((line + "\n").utf8))
    #expect(run.status == 2)
    #expect(run.errors.contains("the push is stopped, because not everything could be checked"))
  }

  @Test func aBrokenRepositoryStopsThePush() throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("b.env", "new\n")
    let id = try repository.fixture.git("rev-parse", "HEAD:b.env").trimmingCharacters(in: .newlines)
    try repository.fixture.folder.remove("clone/.git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
    let head = try repository.fixture.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    let line = "refs/heads/main \(head) refs/heads/main \(String(repeating: "0", count: 40))\n"
    let run = try KunciProgram.run(
      ["hook", "run", "pre-push", "origin", "url"], in: repository.fixture.path,
      input: Data(line.utf8))
    #expect(run.status == 2)
  }

  /// What was cut off when the repository was cloned is not missed, unless the push needs it.
  @Test func fromAShallowClone() throws {
    let repository = try HookedRepository.published()
    for number in 1...3 { try repository.commitUnseen("a.env", "KEY=\(number)\n") }
    try repository.fixture.git("push", "-q", "origin", "main")
    let origin = repository.fixture.folder.path("origin.git")
    try repository.fixture.git("clone", "-q", "--depth=1", "file://\(origin)", "../shallow")
    let shallow = HookedRepository(
      fixture: GitFixture(existing: "shallow", in: repository.fixture.folder))
    try shallow.install(.prePush)
    try shallow.commitUnseen("b.env", "clean\n")
    let passed = try shallow.push("origin", "main")
    #expect(passed.status == 0)
    #expect(passed.output + passed.errors == "")
    try shallow.commitUnseen("c.env", HookedRepository.key(1))
    #expect(try shallow.push("origin", "main").status == 1)
    // To a remote that has nothing, the push brings more than is here.
    try shallow.fixture.git("reset", "-q", "--hard", "HEAD^")
    _ = try GitFixture("second.git", in: repository.fixture.folder, options: ["--bare"])
    let stopped = try shallow.push("../second.git", "main")
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("not everything could be checked"))
    #expect(stopped.errors.contains("git fetch --unshallow"))
  }

  /// Ten thousand commits, of which the one in the middle brings a key that the next takes out.
  @Test func tenThousandCommitsAtOnce() throws {
    let repository = try HookedRepository.published()
    var stream = "reset refs/heads/main\nfrom refs/heads/main^0\n\n"
    for number in 1...10_000 {
      let text = number == 5_000 ? HookedRepository.key(1) : "line \(number)\n"
      stream +=
        "commit refs/heads/main\ncommitter A <a@example.com> \(1_704_000_000 + number) +0000\n"
      stream += "data 2\nc\n"
      stream += "M 100644 inline f\(number % 50).txt\ndata \(text.utf8.count)\n\(text)\n"
    }
    try repository.fixture.git(["fast-import", "--quiet"], input: Data(stream.utf8))
    let clock = ContinuousClock()
    var stopped: ProgramRun?
    let time = try clock.measure { stopped = try repository.push("origin", "main") }
    print("pre-push of 10,000 commits: \(time)")
    #expect(stopped?.status == 1)
    #expect(stopped?.output.contains("f0.txt:1:1") == true)
    #expect(time < .seconds(60))
  }
}
