import Foundation
import GitFormat
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

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
    try tools.writeProgram("git", script)
    held.folders += [fixture.folder, tools]
    // Found without git, which may fail at that too.
    return try #require(
      Repository(nativelyFrom: fixture.path, program: Git.program(pathPrefix: tools.path)))
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
    expectFailure({ _ = try Refs(of: repository, throughGit: true) }, "refs")
  }

  @Test(arguments: ["", "\(id)\\n", "\(id)\\n^\(id)\\n", "\(id)\\nabab"])
  func revParse(_ part: String) throws {
    let repository = try repository(failingAt: "rev-parse", after: part)
    let refs = try Refs(of: repository)
    expectFailure(
      { _ = try HistoryBounds.all(of: .range(["main"]), in: repository, refs) }, "range")
  }

  /// A list of objects in which something else stands, from a git that is content.
  @Test(arguments: ["nonsense\\n", "\(id) blob\\n\(id) blub\\n", "\(id) missing, perhaps\\n"])
  func listOfSomethingElse(_ part: String) throws {
    let repository = try repository(failingAt: "cat-file", after: part, status: 0)
    let error = #expect(throws: GitError.self) { try GitProgramStore(repository) }
    #expect(error?.reason == .unexpectedOutput)
  }

  /// A list of objects that breaks off, which would be a smaller repository.
  @Test(arguments: ["", "\(id) blob\\n", "\(id) blob\\nabab"])
  func listOfObjects(_ part: String) throws {
    let repository = try repository(failingAt: "cat-file", after: part)
    expectFailure({ _ = try GitProgramStore(repository) }, "store")
    expectFailure({ _ = try repository.objects(throughGit: true) }, "objects")
  }

  @Test(arguments: ["", ":000000 100644 \(id) \(id) A\\0a\\0", ":000000 100644 \(id)"])
  func diffIndex(_ part: String) throws {
    let repository = try repository(failingAt: "diff-index", after: part)
    expectFailure({ _ = try StagedChanges(in: repository) }, "staged")
  }

  @Test(arguments: ["", "\(id) refs/heads/x\\n", "\(id)"])
  func forEachRef(_ part: String) throws {
    let repository = try repository(failingAt: "for-each-ref", after: part)
    expectFailure({ _ = try Refs(of: repository, throughGit: true) }, "refs")
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

  /// What refs name cannot be read: that is no history without tips.
  @Test func tips() throws {
    let repository = try repository(failingAt: "--batch", after: "")
    let tips = HistoryTips(
      try Refs(of: repository).tips, in: try GitProgramStore(repository))
    #expect(tips.commits.isEmpty)
    #expect(tips.failures.count == 1)
  }

  @Test func anAnswerOfAnotherFormIsAnError() throws {
    let attempts: [(command: String, part: String, attempt: (Repository) throws -> Void)] = [
      (
        "rev-parse", "hello\\n",
        { _ = try HistoryBounds.all(of: .range(["main"]), in: $0, Refs(of: $0)) }
      ),
      ("rev-parse", "", { _ = try HistoryBounds.all(of: .range(["main"]), in: $0, Refs(of: $0)) }),
      ("for-each-ref", "hello\\n", { _ = try Refs(of: $0, throughGit: true) }),
      ("diff-index", "hello\\0", { _ = try StagedChanges(in: $0) }),
      ("cat-file", "hello\\n", { _ = try Git.read($0, [Git.requireID(Self.id)]) }),
    ]
    for (command, part, attempt) in attempts {
      let repository = try repository(failingAt: command, after: part, status: 0)
      do {
        try attempt(repository)
        Issue.record("\(command): no error")
      } catch let error as GitError {
        #expect(error.reason == .unexpectedOutput, "\(command)")
      }
    }
  }
}
