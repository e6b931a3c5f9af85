import TestSupport
import Testing

@testable import Hooks

/// What a push is measured against: what is known of the repository that receives it.
struct ReceiverTests {
  /// What is known of a remote is not known of another that has taken its name.
  @Test(arguments: ["set-url", "pushurl", "emptied", "moved"])
  func anotherReceiverHasNothingYet(_ change: String) throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main", "main:dev").status == 0)
    try repository.fixture.git("rm", "-q", "a.env")
    try repository.fixture.commit("Remove")
    _ = try GitFixture("second.git", in: repository.fixture.folder, options: ["--bare"])
    let isAnother = change != "moved"
    switch change {
    case "set-url": try repository.fixture.git("remote", "set-url", "origin", "../second.git")
    case "pushurl": try repository.fixture.git("config", "remote.origin.pushurl", "../second.git")
    case "emptied":
      try repository.fixture.folder.remove("origin.git")
      _ = try GitFixture("origin.git", in: repository.fixture.folder, options: ["--bare"])
    default:
      // The same place in another spelling.
      let address = repository.fixture.folder.path("origin.git")
      try repository.fixture.git("remote", "set-url", "origin", "file://\(address)/")
    }
    #expect(try repository.push("origin", "main").status == (isAnother ? 1 : 0))
  }

  /// Nor does it when the branch that is pushed is new to both.
  @Test(arguments: [true, false], [true, false])
  func aSideBranchForAnotherReceiver(isCloned: Bool, hasFetched: Bool) throws {
    let repository = try isCloned ? HookedRepository.published() : HookedRepository.added()
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main:dev").status == 0)
    if hasFetched { try repository.fixture.git("fetch", "-q", "origin") }
    _ = try GitFixture("second.git", in: repository.fixture.folder, options: ["--bare"])
    try repository.fixture.git(
      "push", "-q", "--no-verify", "../second.git", "main~1:refs/heads/main")
    try repository.fixture.git("remote", "set-url", "origin", "../second.git")
    try repository.fixture.git("rm", "-q", "a.env")
    try repository.fixture.commit("Remove")
    let stopped = try repository.push("origin", "main:side")
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("git fetch origin"))
    // It is still not there when the new one has been fetched.
    try repository.fixture.git("fetch", "-q", "origin")
    #expect(try repository.push("origin", "main:side").status == 1)
    #expect(try repository.push("origin", "main~2:refs/heads/old").status == 0)
    try repository.fixture.git("push", "-q", "--no-verify", "origin", "main:dev")
    try repository.fixture.git("fetch", "-q", "origin")
    #expect(try repository.push("origin", "main:side").status == 0)
  }

  /// What a clone has from its origin is not looked at again, whatever was done to it since.
  @Test(arguments: [
    "", "git pack-refs --all", "git -c gc.reflogExpire=never gc -q", "git fetch -q",
    "git config core.logAllRefUpdates false",
    "git remote rename origin other && git remote rename other origin",
    "git config url.../origin.insteadOf x: && git remote set-url origin x:.git",
    "git remote add second ../second.git", "git remote set-head origin -d",
    "git reflog expire --all --expire=now && git gc -q && git fetch -q",
  ])
  func whatACloneHasIsNothingNew(_ change: String) throws {
    let seed = try HookedRepository.added()
    try seed.commitUnseen("a.env", HookedRepository.key(1))
    try seed.fixture.git("rm", "-q", "a.env")
    try seed.fixture.commit("Remove")
    try seed.fixture.git("push", "-q", "--no-verify", "origin", "main")
    let address = seed.fixture.folder.path("origin.git")
    try seed.fixture.git("clone", "-q", "--template=", address, "../clone")
    let clone = HookedRepository(fixture: GitFixture(existing: "clone", in: seed.fixture.folder))
    try clone.install(.prePush)
    let script = change.replacing("../origin", with: address.dropLast(4))
    try Shell.run(
      "cd \"$0\" && true \(script.isEmpty ? "" : "&& " + script)", arguments: [clone.fixture.path])
    try clone.fixture.git("checkout", "-q", "-b", "side")
    try clone.commitUnseen("b.env", "clean\n")
    #expect(try clone.push("origin", "side").status == 0)
    // What was pushed from here is there, too.
    try clone.commitUnseen("b.env", HookedRepository.key(2))
    #expect(try clone.push("origin", "side").status == 1)
    #expect(try clone.push("--no-verify", "origin", "side").status == 0)
    let isLogged = !change.contains("logAllRefUpdates") && !change.contains("reflog expire")
    #expect(try clone.push("origin", "side:more").status == (isLogged ? 0 : 1))
    try clone.fixture.git("worktree", "add", "-q", "../tree", "-b", "tree", "origin/main")
    let tree = HookedRepository(fixture: GitFixture(existing: "tree", in: seed.fixture.folder))
    try tree.commitUnseen("c.env", "clean\n")
    #expect(try tree.push("origin", "tree").status == 0)
  }

  /// A ref that anybody has made is no proof, and one that was changed counts as it was before.
  @Test(arguments: [
    "git update-ref refs/remotes/origin/fake HEAD",
    "git update-ref refs/remotes/origin/fake HEAD && git pack-refs --all",
    "git update-ref refs/remotes/origin/main HEAD",
    "git update-ref refs/remotes/origin/main HEAD && git pack-refs --all",
    "git update-ref -m fake --create-reflog refs/remotes/origin/a/b HEAD",
    "git -c core.logAllRefUpdates=false update-ref refs/remotes/origin/fake HEAD",
    "git rev-parse HEAD > .git/refs/remotes/origin/main",
    "git symbolic-ref refs/remotes/origin/fake refs/heads/side",
  ])
  func aBranchThatNobodyFetchedIsNoProof(_ fake: String) throws {
    let repository = try HookedRepository.published()
    try repository.fixture.git("checkout", "-q", "-b", "side")
    try repository.commitUnseen("c.env", HookedRepository.key(1))
    try Shell.run("cd \"$0\" && \(fake)", arguments: [repository.fixture.path])
    #expect(try repository.push("origin", "side").status == 1)
  }

  /// Where nothing shows what is there, all counts as new until somebody fetches.
  @Test func aRemoteThatWasNeverFetchedFrom() throws {
    let repository = try HookedRepository.added()
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main").status == 0)
    try repository.commitUnseen("b.env", "clean\n")
    #expect(try repository.push("origin", "main").status == 0)
    let stopped = try repository.push("origin", "main:side")
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("git fetch origin"))
    try repository.fixture.git("fetch", "-q", "origin")
    #expect(try repository.push("origin", "main:side").status == 0)
  }

  /// A branch that was deleted at the remote says nothing about the others.
  @Test func aBranchThatIsGoneFromTheRemoteIsNoOtherRemote() throws {
    let repository = try HookedRepository.published()
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main", "main:topic").status == 0)
    let origin = GitFixture(existing: "origin.git", in: repository.fixture.folder)
    try origin.git("update-ref", "-d", "refs/heads/topic")
    try repository.commitUnseen("b.env", "clean\n")
    #expect(try repository.push("origin", "main:topic").status == 0)
  }

  /// The symbolic `origin/HEAD` still names what the remote no longer has.
  @Test func aRemoteThatWentBackLacksWhatItHad() throws {
    let repository = try HookedRepository.published()
    let origin = GitFixture(existing: "origin.git", in: repository.fixture.folder)
    let before = try repository.fixture.git("rev-parse", "HEAD")
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin", "main").status == 0)
    try repository.fixture.git("remote", "set-head", "origin", "main")
    try origin.git("update-ref", "refs/heads/main", String(before.prefix(40)))
    try repository.commitUnseen("b.env", "clean\n")
    #expect(try repository.push("origin", "main").status == 1)
  }

  /// What a fork has is not what the remote has whose name its own begins with.
  @Test func aRemoteWhoseNameGoesOnIsAnother() throws {
    let repository = try HookedRepository.published()
    _ = try GitFixture("fork.git", in: repository.fixture.folder, options: ["--bare"])
    try repository.fixture.git("remote", "add", "origin/fork", "../fork.git")
    try repository.commitUnseen("a.env", HookedRepository.key(1))
    #expect(try repository.push("--no-verify", "origin/fork", "main").status == 0)
    #expect(try repository.push("origin", "main").status == 1)
  }
}
