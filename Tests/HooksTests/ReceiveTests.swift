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
    #expect(said.contains("git rebase -i \(id)^"))
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
