import TestSupport

@testable import Hooks

extension HookedRepository {
  /// A clone of a bare repository with one commit, and with the hook.
  static func published() throws -> HookedRepository {
    let made = try added()
    let folder = made.fixture.folder
    try made.fixture.git("clone", "-q", "--template=", "../origin.git", "../clone")
    let clone = HookedRepository(fixture: GitFixture(existing: "clone", in: folder))
    try clone.install(.prePush)
    return clone
  }

  /// A repository with a pushed commit, whose remote `origin`, a bare one, was added and never
  /// fetched from, and with the hook.
  static func added() throws -> HookedRepository {
    let repository = try HookedRepository()
    _ = try GitFixture("origin.git", in: repository.fixture.folder, options: ["--bare"])
    try repository.fixture.git("remote", "add", "origin", "../origin.git")
    try repository.fixture.write("a.env", "KEY=\n")
    try repository.fixture.commit("Base")
    try repository.fixture.git("push", "-q", "origin", "main")
    try repository.install(.prePush)
    return repository
  }

  /// Commits a file past other hooks.
  func commitUnseen(_ path: String, _ text: String) throws {
    try fixture.write(path, text)
    try fixture.commit("Change \(path)")
  }

  func push(_ arguments: String...) throws -> ProgramRun { try git(["push", "-q"] + arguments) }

  /// What a ref of the remote names; nil when it has no such ref.
  func remote(_ ref: String) -> String? {
    let origin = GitFixture(existing: "origin.git", in: fixture.folder)
    return try? origin.git("rev-parse", "--verify", "--quiet", ref)
  }
}
