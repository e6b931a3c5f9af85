import Foundation
import GitObjects
import SystemIO
import TestSupport
import Testing

/// A git that fails midway is an error, never a short or empty answer.
@Suite struct FailingGitTests {
  /// A repository read by a script that prints a part of an answer and then fails.
  private func repository(
    failingAt command: String, after part: String, status: Int = 128
  ) throws -> Repository {
    let fixture = try GitFixture()
    try fixture.write("a", "a")
    try fixture.commit()
    let real = String(decoding: try Shell.run("command -v git"), as: UTF8.self)
      .trimmingCharacters(in: .newlines)
    let tools = try TemporaryFolder()
    let script = """
      #!/bin/sh
      for word; do
        if [ "$word" = \(command) ]; then
          printf '\(part)'
          echo 'fatal: the disk is on fire' >&2
          exit \(status)
        fi
      done
      exec \(real) "$@"
      """
    try tools.write("git", script)
    try Shell.run("chmod +x \"$0/git\"", arguments: [tools.path])
    held.folders += [fixture.folder, tools]
    return try Git.open(fixture.path, pathPrefix: tools.path)
  }

  private let held = Held()

  /// Folders live as long as somebody holds them.
  private final class Held {
    var folders: [TemporaryFolder] = []
  }

  private static let id = String(repeating: "ab", count: 20)

  private func expectFailure(_ body: () throws -> Void, _ name: String) {
    do {
      try body()
      Issue.record("\(name): no error")
    } catch let error as GitError {
      #expect(error.reason == .failed(.exited(128)), "\(name)")
      #expect(error.message == "the disk is on fire", "\(name)")
    } catch {
      Issue.record("\(name): \(error)")
    }
  }

  @Test(arguments: ["", "\(id)\\n", "\(id)\\nabab"])
  func revList(_ part: String) throws {
    let repository = try repository(failingAt: "rev-list", after: part)
    expectFailure({ _ = try ReachableObjects(in: repository, scope: .everything) }, "everything")
    expectFailure({ _ = try ReachableObjects(in: repository, scope: .range(["HEAD"])) }, "range")
    expectFailure({ _ = try CommitGraph(in: repository, scope: .everything) }, "graph")
  }

  @Test(arguments: [
    "", "\\001\(id)\\0\\0n\\0e\\0d\\0s\\0", "\\001\(id)\\0\\0n", "\\001abab",
    "\\001\(id)\\0\\0n\\0e\\0d\\0s\\0\\n:000000 100644 \(id) \(id) A\\0",
    "\\001\(id)\\0\\0n\\0e\\0d\\0s\\0\\n:000000 1006",
  ])
  func log(_ part: String) throws {
    let repository = try repository(failingAt: "log", after: part)
    expectFailure({ _ = try Git.walk(repository) }, "log")
  }

  @Test(arguments: ["", ":000000 100644 \(id) \(id) A\\0a\\0", ":000000 100644 \(id)"])
  func diffIndex(_ part: String) throws {
    let repository = try repository(failingAt: "diff-index", after: part)
    expectFailure({ _ = try StagedChanges(in: repository) }, "staged")
  }

  @Test(arguments: ["", "\(id) refs/heads/x\\n", "\(id)"])
  func forEachRef(_ part: String) throws {
    let repository = try repository(failingAt: "for-each-ref", after: part)
    expectFailure({ _ = try Refs(in: repository) }, "refs")
  }

  @Test(arguments: ["", "100644 blob \(id)\\ta\\0", "100644 bl"])
  func lsTree(_ part: String) throws {
    let repository = try repository(failingAt: "ls-tree", after: part)
    expectFailure({ _ = try HeadTree(in: repository) }, "tree")
  }

  /// A reader that never gets an answer gives up after the first hundred objects.
  @Test func catFile() throws {
    let repository = try repository(failingAt: "cat-file", after: "")
    let ids = try (0..<300).map { try Git.requireID(String(format: "%040x", $0 + 1)) }
    var unreadable = 0
    expectFailure(
      {
        var reader = try BatchReader(repository)
        try reader.read(ids[...]) { _, _, _ in
        } unreadable: { _, _ in
          unreadable += 1
        }
      }, "cat-file")
    #expect(unreadable == 100)
  }

  @Test func anAnswerOfAnotherFormIsAnError() throws {
    for (command, part) in [("rev-list", "hello\\n"), ("log", "hello\\0"), ("ls-tree", "x\\0")] {
      let repository = try repository(failingAt: command, after: part, status: 0)
      let attempts: [() throws -> Void] = [
        { _ = try ReachableObjects(in: repository, scope: .everything) },
        { _ = try Git.walk(repository) }, { _ = try HeadTree(in: repository) },
      ]
      let attempt = attempts[["rev-list", "log", "ls-tree"].firstIndex(of: command) ?? 0]
      do {
        try attempt()
        Issue.record("\(command): no error")
      } catch let error as GitError {
        #expect(error.reason == .unexpectedOutput)
      }
    }
  }
}
