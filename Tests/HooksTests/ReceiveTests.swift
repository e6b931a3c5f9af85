import Foundation
import TestSupport
import Testing

@testable import Hooks

/// Real pushes to a bare repository that checks them before it accepts them.
struct ReceiveTests {
  /// A server with the hook, and a clone of it with a pushed commit.
  private func server(
    options: [String] = []
  ) throws -> (server: HookedRepository, work: GitFixture) {
    let server = try HookedRepository("server.git", options: ["--bare"] + options)
    try server.install(.preReceive)
    let work = try GitFixture("work", in: server.fixture.folder, options: options)
    try work.git("remote", "add", "origin", "../server.git")
    try work.write("a.env", "KEY=\n")
    try work.commit("Base")
    try work.git("push", "-q", "origin", "main")
    return (server, work)
  }

  private func push(_ work: GitFixture, _ arguments: String...) throws -> ProgramRun {
    try ProgramRun(
      "/usr/bin/env", ["git", "push", "-q"] + arguments, in: work.path,
      environment: GitFixture.environment.mapValues(Optional.some))
  }

  @Test(arguments: [[], ["--object-format=sha256"]])
  func aKeyIsRefused(options: [String]) throws {
    let (server, work) = try server(options: options)
    let before = try server.git(["rev-parse", "main"]).output
    try work.write("a.env", "KEY=\(HookedRepository.key(1))\n")
    let id = try work.commit("Leak").prefix(12)
    let refused = try push(work, "origin", "main")
    #expect(refused.status == 1)
    #expect(try server.git(["rev-parse", "main"]).output == before)
    let said = refused.errors
    #expect(said.contains("remote: a.env:1:5"))
    #expect(said.contains("remote: kunci: the push is refused: it brings 1 secret."))
    #expect(
      said.contains("Take it out of commit \(id) before you push") && said.contains(" --history"))
    #expect(said.contains("pre-receive hook declined"))
    #expect(!said.contains("HEAD"))
    #expect(!said.contains(HookedRepository.key(1)))
    // Nothing of it stays: git drops the quarantine.
    #expect(try server.git(["cat-file", "-e", String(id)]).status != 0)

    try work.write("a.env", "KEY=${KEY}\n")
    try work.git("commit", "-q", "-a", "--amend", "-m", "No leak")
    let passed = try push(work, "origin", "main")
    #expect(passed.status == 0)
    #expect(passed.errors == "")
  }

  @Test func manyRefsDeletionsAndTags() throws {
    let (server, work) = try server()
    try work.git("push", "-q", "origin", "main:refs/heads/old")
    try work.git("checkout", "-q", "-b", "side")
    try work.write("b.env", HookedRepository.key(2))
    try work.commit("Leak")
    try work.git("tag", "-a", "-m", "tag", "v1", "main")
    #expect(try push(work, "origin", ":old", "v1", "side").status == 1)
    #expect(try server.git(["rev-parse", "-q", "--verify", "refs/tags/v1"]).status != 0)
    #expect(try push(work, "origin", ":old", "v1").status == 0)
    #expect(try server.git(["rev-parse", "-q", "--verify", "refs/heads/old"]).status != 0)
  }

  /// What the server has, however it came there, is no reason to refuse.
  @Test func whatTheServerHasIsNothingNew() throws {
    let (server, work) = try server()
    try work.write("a.env", HookedRepository.key(1))
    try work.commit("Leak")
    try server.hook(.preReceive).uninstall()
    #expect(try push(work, "origin", "main").status == 0)
    try server.install(.preReceive)
    #expect(try push(work, "origin", "main:refs/heads/copy").status == 0)
    try work.write("b.env", "clean\n")
    try work.commit("More")
    #expect(try push(work, "origin", "main").status == 0)
  }

  /// Those who push must not be able to silence the server.
  @Test(arguments: [
    ("a.env", "KEY=# kunci:ignore"), ("a.env", "KEY=# gitleaks:allow"),
    (".kunciignore", "rule:openrouter-api-key path:*"),
    (".gitleaksignore", "a.env:openrouter-api-key:1"),
    (".kunci.toml", "[extend]\ndisabledRules = [\"openrouter-api-key\"]"),
    (".gitleaks.toml", "[allowlist]\npaths = ['.*']"),
  ])
  func nothingThatIsPushedSilencesIt(file: String, text: String) throws {
    // A work tree that a push updates, beside a repository without one.
    let bare = try server()
    let checkedOut = try HookedRepository("server")
    try checkedOut.fixture.write("a.env", "KEY=\n")
    try checkedOut.fixture.commit("Base")
    _ = try checkedOut.git(["config", "receive.denyCurrentBranch", "updateInstead"])
    try checkedOut.install(.preReceive)
    let clone = try GitFixture("work", in: checkedOut.fixture.folder)
    try clone.git("remote", "add", "origin", "../server")
    try clone.git("pull", "-q", "origin", "main")
    let key = HookedRepository.key(1)
    for work in [bare.work, clone] {
      try work.write(file, text.replacing("KEY=", with: "KEY=\n"))
      try work.commit("Silence")
      #expect(try push(work, "origin", "main").status == 0)
      let line = text.hasPrefix("KEY=") ? text.replacing("KEY=", with: "KEY=\(key) ") : "KEY=\(key)"
      try work.write("a.env", line)
      try work.commit("Leak")
      let refused = try push(work, "origin", "main")
      #expect(refused.status == 1, Comment(rawValue: refused.errors))
      #expect(refused.errors.contains("a comment such as kunci:ignore does not count here"))
      #expect(!refused.errors.contains("or kunci:ignore in a comment"))
    }
  }

  @Test func commentsCountWhereTheAdministratorSaysSo() throws {
    let (server, work) = try server()
    try server.install(.preReceive, options: ["--inline-ignore"])
    try work.write("a.env", "KEY=\(HookedRepository.key(1)) # kunci:ignore\n")
    try work.commit("Sample")
    #expect(try push(work, "origin", "main").status == 0)
    try work.write("b.env", "KEY=\(HookedRepository.key(2))\n")
    try work.commit("Leak")
    let refused = try push(work, "origin", "main")
    #expect(refused.status == 1)
    #expect(refused.errors.contains("put kunci:ignore into a comment beside it"))
  }

  /// Files of the server's own folder are its word.
  @Test(arguments: [
    (".kunciignore", "rule:openrouter-api-key path:a.env"),
    (".kunci.toml", "[extend]\nuseDefault = true\ndisabledRules = [\"openrouter-api-key\"]"),
  ])
  func theAdministratorCanAccept(file: String, text: String) throws {
    let (server, work) = try server()
    try work.write("a.env", "KEY=\(HookedRepository.key(1))\n")
    try work.commit("Leak")
    #expect(try push(work, "origin", "main").status == 1)
    try server.fixture.write(file, text + "\n")
    let passed = try push(work, "origin", "main")
    #expect(passed.status == 0, Comment(rawValue: passed.errors))
  }

  /// A file of the server's that cannot be read lets nothing pass.
  @Test func aBrokenFileOfTheServerRefuses() throws {
    let (server, work) = try server()
    try work.write("a.env", "KEY=clean\n")
    try work.commit("Clean")
    try server.fixture.write(".kunciignore", "nonsense\n")
    let refused = try push(work, "origin", "main")
    #expect(refused.status == 1)
    #expect(refused.errors.contains(".kunciignore:1"))
  }

  @Test func anEarlierHookReadsTheSame() throws {
    let (server, work) = try server()
    try server.hook(.preReceive).uninstall()
    let calls = server.fixture.folder.path("calls")
    try server.fixture.write("hooks/pre-receive", "#!/bin/sh\ncat >>'\(calls)'\n")
    try Shell.run("chmod +x \"$0\"", arguments: [server.fixture.path("hooks/pre-receive")])
    try server.install(.preReceive)
    try work.write("a.env", HookedRepository.key(1))
    try work.commit("Leak")
    #expect(try push(work, "origin", "main", "main:refs/heads/two").status == 1)
    #expect(server.calls == 2)
  }
}
