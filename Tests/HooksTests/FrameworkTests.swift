import Foundation
import TestSupport
import Testing

@testable import Hooks

/// The real pre-commit, when there is one: in `KUNCI_PRE_COMMIT`, or on the `PATH`.
enum PreCommit {
  static let program: String? = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/pre-commit" }
    return ([environment["KUNCI_PRE_COMMIT"]].compactMap(\.self) + folders).first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()
}

/// kunci as a hook of the pre-commit framework, on every stage.
@Suite(
  .enabled(
    if: PreCommit.program != nil,
    "no pre-commit: install it from PyPI and set KUNCI_PRE_COMMIT to its path"))
struct FrameworkTests {
  /// A repository that takes `kunci-system` from a repository with this project's
  /// `.pre-commit-hooks.yaml`.
  private struct Framework {
    let repository: HookedRepository
    let environment: [String: String?]

    init(config: String = "") throws {
      repository = try HookedRepository()
      let folder = repository.fixture.folder
      let hooks = try GitFixture("hooks", in: folder)
      let file = Fixture.root.deletingLastPathComponent().appending(path: ".pre-commit-hooks.yaml")
      try hooks.write(".pre-commit-hooks.yaml", String(contentsOf: file, encoding: .utf8))
      let revision = try hooks.commit("Hooks")
      try repository.fixture.write(
        ".pre-commit-config.yaml",
        "repos:\n- repo: \(hooks.path)\n  rev: \(revision)\n  hooks:\n  - id: kunci-system\n\(config)"
      )
      try folder.makeFolder("bin")
      try folder.link("bin/kunci", to: KunciProgram.path)
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      environment = [
        "PATH": "\(folder.path("bin")):\(path)", "HOME": folder.path,
        "PRE_COMMIT_HOME": folder.path("cache"),
        // The framework makes commits of its own.
        "GIT_CONFIG_GLOBAL": "/dev/null",
      ]
      try repository.fixture.write("a.env", "KEY=\n")
      try repository.fixture.write("sub/b.env", "KEY=\n")
      try repository.fixture.commit("Base")
    }

    func run(_ arguments: String...) throws -> ProgramRun {
      try ProgramRun(
        PreCommit.program ?? "", arguments, in: repository.fixture.path,
        environment: GitFixture.environment.mapValues(Optional.some)
          .merging(environment) { $1 })
    }

    func git(_ arguments: String...) throws -> ProgramRun {
      try repository.git(arguments, environment: environment)
    }
  }

  @Test func aCommitLooksAtWhatIsStaged() throws {
    let framework = try Framework()
    #expect(try framework.run("install").status == 0)
    let fixture = framework.repository.fixture
    try fixture.write("sub/b.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.write("c.env", "clean\n")
    try fixture.git("add", ".")
    let stopped = try framework.git("commit", "-q", "-m", "Leak")
    #expect(stopped.status == 1)
    #expect((stopped.output + stopped.errors).contains("sub/b.env:1:5"))
    // Staged is clean, the work tree is not.
    try fixture.write("sub/b.env", "KEY=new\n")
    try fixture.git("add", ".")
    try fixture.write("sub/b.env", "KEY=\(HookedRepository.key(1))\n")
    #expect(try framework.git("commit", "-q", "-m", "Clean").status == 0)
    // Staged is not, the work tree is.
    try fixture.git("add", ".")
    try fixture.write("sub/b.env", "KEY=new\n")
    #expect(try framework.git("commit", "-q", "-m", "Leak").status == 1)
    #expect(try framework.repository.commits == 2)
  }

  @Test func allFilesAreScannedAsFiles() throws {
    let framework = try Framework()
    let fixture = framework.repository.fixture
    #expect(try framework.run("run", "--all-files").status == 0)
    // Committed long ago, so no commit would be stopped by it.
    try fixture.write("sub/b.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.commit("Leak")
    let stopped = try framework.run("run", "--all-files")
    #expect(stopped.status == 1)
    #expect(stopped.output.contains("sub/b.env:1:5"))
    #expect(try framework.run("run", "--files", "a.env").status == 0)
    #expect(try framework.run("run", "--files", "sub/b.env").status == 1)
    try fixture.write("a.env", "KEY=2\n")
    try fixture.git("add", ".")
    #expect(try framework.run("run").status == 0)
  }

  /// Options stand in `entry`; in `args` they come behind the `--` that files follow.
  @Test(
    arguments: [
      ("entry: kunci hook run pre-commit-framework --exclude 'sub/*.env' --", 0),
      ("entry: kunci hook run pre-commit-framework --fail-on never --", 0),
      ("args: [--exclude, sub/]", 1),
    ] as [(String, Int32)])
  func takesOptions(line: String, status: Int32) throws {
    let framework = try Framework(config: "    \(line)\n")
    #expect(try framework.run("install").status == 0)
    let fixture = framework.repository.fixture
    try fixture.write("sub/b.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.git("add", ".")
    let commit = try framework.git("commit", "-q", "-m", "Leak")
    #expect(commit.status == status)
    #expect((commit.output + commit.errors).contains("and not in `args`") == (status != 0))
  }

  @Test func excludedFilesAreLeftOut() throws {
    let framework = try Framework(config: "    exclude: ^sub/\n")
    let fixture = framework.repository.fixture
    try fixture.write("sub/b.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.write("a.env", "KEY=2\n")
    try fixture.git("add", ".")
    #expect(try framework.run("run").status == 0)
    #expect(try framework.run("run", "--all-files").status == 0)
    try fixture.write("a.env", "KEY=\(HookedRepository.key(2))\n")
    try fixture.git("add", ".")
    let stopped = try framework.run("run")
    #expect(stopped.status == 1)
    #expect(!stopped.output.contains("sub/b.env"))
  }

  @Test func aPushLooksAtCommits() throws {
    let framework = try Framework()
    let fixture = framework.repository.fixture
    _ = try GitFixture("origin.git", in: fixture.folder, options: ["--bare"])
    try fixture.git("remote", "add", "origin", "../origin.git")
    #expect(try framework.run("install", "--hook-type", "pre-push").status == 0)
    // The first push of all: the framework names no range.
    #expect(try framework.git("push", "-q", "origin", "main").status == 0)
    // Brought in and taken out again: no file differs in the end.
    try fixture.write("a.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.commit("Leak")
    try fixture.write("a.env", "KEY=\n")
    try fixture.commit("No leak")
    let stopped = try framework.git("push", "-q", "origin", "main")
    #expect(stopped.status == 1)
    #expect((stopped.output + stopped.errors).contains("the push is stopped"))
    #expect(try framework.git("push", "-q", "origin", "main:refs/heads/new").status == 1)
    try fixture.git("reset", "-q", "--hard", "HEAD~2")
    try fixture.write("a.env", "KEY=3\n")
    try fixture.commit("Clean")
    #expect(try framework.git("push", "-q", "origin", "main").status == 0)
    // The first push of a leak to an empty remote.
    try fixture.write("a.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.commit("Leak")
    _ = try GitFixture("second.git", in: fixture.folder, options: ["--bare"])
    try fixture.git("remote", "add", "second", "../second.git")
    #expect(try framework.git("push", "-q", "second", "main").status == 1)
  }

  /// The framework goes by remote-tracking branches where the branch that is pushed is new.
  @Test func aPushToAnotherReceiver() throws {
    let framework = try Framework()
    let fixture = framework.repository.fixture
    for name in ["origin.git", "second.git"] {
      _ = try GitFixture(name, in: fixture.folder, options: ["--bare"])
    }
    try fixture.git("remote", "add", "origin", "../origin.git")
    try fixture.write("a.env", "KEY=\(HookedRepository.key(1))\n")
    try fixture.commit("Leak")
    try fixture.git("push", "-q", "origin", "main:dev")
    try fixture.git("fetch", "-q", "origin")
    #expect(try framework.run("install", "--hook-type", "pre-push").status == 0)
    try fixture.write("a.env", "KEY=\n")
    try fixture.commit("No leak")
    #expect(try framework.git("push", "-q", "origin", "main:refs/heads/one").status == 0)
    try fixture.git("remote", "set-url", "origin", "../second.git")
    try fixture.write("a.env", "KEY=2\n")
    try fixture.commit("Clean")
    #expect(try framework.git("push", "-q", "origin", "main:refs/heads/two").status == 1)
  }
}
