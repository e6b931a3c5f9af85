import Basics
import Foundation
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// The index compared without git, held against git.
@Suite struct NativeStagedTests {
  /// A git that is found but never does anything.
  private static func noGit() throws -> (TemporaryFolder, GitProgram) {
    let tools = try TemporaryFolder()
    try tools.writeProgram("git", "#!/bin/sh\nexit 99\n")
    return (tools, try Git.program(pathPrefix: tools.path))
  }

  /// What is staged, told without running git; nil when git would be asked.
  private static func native(_ path: String) throws -> StagedChanges? {
    let (tools, program) = try noGit()
    return withExtendedLifetime(tools) {
      guard let repository = Repository(nativelyFrom: path, program: program) else { return nil }
      return try? StagedChanges(in: repository, from: repository.fewObjects)
    }
  }

  @Test(arguments: 0..<40)
  func agreesWithGit(seed: Int) throws {
    let fixture = try RandomIndex(seed: UInt64(seed)).fixture
    let git = try StagedChanges(in: Git.open(fixture.path))
    let native = try Self.native(fixture.path)
    #expect(native == git)
  }

  /// What only git should judge is left to it, and the answer is the same.
  @Test(arguments: [
    "git update-index --split-index",
    "git sparse-checkout set --cone --sparse-index dir",
    "git add -N intended", "printf broken > .git/index",
    "printf 'ref: refs/odd/place' > .git/HEAD",
    "git merge -q side",
    "git config core.repositoryFormatVersion 7",
    "git config core.repositoryFormatVersion 1; git config extensions.unheardOf true",
    "git config core.bare true", "git config core.worktree /",
    "rm .git/refs/heads/main; mkdir .git/refs/heads/main",
  ])
  func theUnusualIsLeftToGit(_ change: String) throws {
    let fixture = try GitFixture()
    for branch in ["main", "side"] {
      try fixture.git(["checkout", "-q", "-B", branch] + (branch == "side" ? ["main~1"] : []))
      for name in ["a", "dir/b", "other/c"] { try fixture.write(name, "\(branch) \(name)") }
      if branch == "main" {
        try fixture.git("commit", "-q", "--allow-empty", "-m", "root")
      }
      try fixture.commit()
    }
    try fixture.git("checkout", "-q", "main")
    try fixture.write("intended", "x")
    _ = try? Shell.run(
      URL(filePath: "/bin/sh"), ["-c", change], environment: GitFixture.environment,
      folder: fixture.path, input: nil, accepted: [0, 1])
    #expect(try Self.native(fixture.path) == nil)
    let program = try Git.program()
    let found = Repository(nativelyFrom: fixture.path, program: program)
    let repository = found ?? (try? Repository(containing: fixture.path, program: program))
    let store = repository.map(\.fewObjects)
    let fallback = try? repository.map { try StagedChanges(in: $0, from: store) }
    let git = try? repository.map { try StagedChanges(in: $0) }
    #expect(fallback == git)
  }

  @Test func largeFoldersThatTheIndexVouchesForAreNotRead() throws {
    let fixture = try GitFixture()
    for name in ["top", "kept/a", "kept/deep/b", "changed/c"] { try fixture.write(name, name) }
    try fixture.commit()
    try fixture.write("changed/c", "new")
    // Only this path: whatever else is as young as the index would be added again.
    try fixture.git("add", "changed/c")
    let tree = try Git.id("HEAD:kept", in: fixture).hex
    try fixture.folder.remove(".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
    let staged = try #require(try Self.native(fixture.path))
    #expect(staged.changes.map { String($0.path) } == ["changed/c"])
  }
}
