import Foundation
import TestSupport
import Testing

@testable import Hooks

/// Putting the hook there and taking it away, in every place where git may look for it.
struct InstallTests {
  @Test func comesAndGoes() throws {
    let repository = try HookedRepository()
    let hook = try repository.hook()
    #expect(hook.path == repository.fixture.path(".git/hooks/pre-commit"))
    #expect(try hook.state() == .absent)
    try repository.install()
    #expect(try hook.state() == .installed(callsPrevious: false))
    let installed = try repository.state(of: ".git/hooks/pre-commit")
    #expect(installed[1] == "\(0o755)")

    try repository.install()
    #expect(try repository.state(of: ".git/hooks/pre-commit") == installed)
    #expect(!repository.exists(".git/hooks/pre-commit.before-kunci"))

    try hook.uninstall()
    #expect(try hook.state() == .absent)
    #expect(throws: HookError.self) { try hook.uninstall() }
  }

  @Test(arguments: [0o755, 0o700, 0o644])
  func anotherHookIsKeptAndReturns(mode: Int) throws {
    let repository = try HookedRepository()
    try repository.writeHook(mode: mode)
    let before = try repository.state(of: ".git/hooks/pre-commit")
    let hook = try repository.hook()
    #expect(try hook.state() == .foreign)
    try repository.install()
    // Git does not run a hook that is not executable, and neither does kunci's.
    #expect(try hook.state() == .installed(callsPrevious: mode & 0o100 != 0))
    #expect(try repository.state(of: ".git/hooks/pre-commit.before-kunci") == before)
    try repository.install()
    #expect(try repository.state(of: ".git/hooks/pre-commit.before-kunci") == before)

    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(repository.calls == (mode & 0o100 != 0 ? 1 : 0))
    try hook.uninstall()
    #expect(try repository.state(of: ".git/hooks/pre-commit") == before)
    #expect(!repository.exists(".git/hooks/pre-commit.before-kunci"))
  }

  @Test func aLinkToAHookIsKept() throws {
    let repository = try HookedRepository()
    try repository.writeHook("scripts/check.sh")
    try repository.fixture.folder.makeFolder("work/.git/hooks")
    try repository.fixture.folder.link(
      "work/.git/hooks/pre-commit", to: "../../scripts/check.sh")
    let script = try repository.state(of: "scripts/check.sh")
    try repository.install()
    #expect(try repository.hook().state() == .installed(callsPrevious: true))
    #expect(try repository.state(of: "scripts/check.sh") == script)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(repository.calls == 1)
    try repository.hook().uninstall()
    #expect(
      try FileManager.default.destinationOfSymbolicLink(
        atPath: repository.fixture.path(".git/hooks/pre-commit")) == "../../scripts/check.sh")
    #expect(try repository.state(of: "scripts/check.sh") == script)
  }

  @Test func anotherHookStaysWhenKunciIsUninstalled() throws {
    let repository = try HookedRepository()
    try repository.writeHook()
    let before = try repository.state(of: ".git/hooks/pre-commit")
    #expect(throws: HookError.self) { try repository.hook().uninstall() }
    #expect(try repository.state(of: ".git/hooks/pre-commit") == before)
  }

  /// What a user has written into kunci's hook is not lost with it.
  @Test(arguments: HookName.allCases, ["\necho mine\n", "\nif [ ! -x", "\nkunci='", "#!/bin/sh\n"])
  func linesThatWereAddedStay(_ name: HookName, at place: String) throws {
    let repository = try HookedRepository()
    let path = ".git/hooks/\(name.rawValue)"
    try repository.install(name)
    let script = try repository.state(of: path)[0]
    let changed =
      script.contains(place)
      ? script.replacing(place, with: "\necho mine" + place)
      : script + place
    try repository.fixture.write(path, changed)
    #expect(throws: HookError.self) { try repository.install(name) }
    let error = #expect(throws: HookError.self) { try repository.hook(name).uninstall() }
    #expect(error?.message.contains("\(name.rawValue).before-kunci") == true)
    #expect(try repository.state(of: path)[0] == changed)
  }

  /// Kunci may have moved, and its options may have changed.
  @Test(arguments: HookName.allCases, ["/opt/it's/kunci", "/new\nline/kunci", "/a b/kunci -- x"])
  func theHookOfAnotherPlaceIsReplaced(_ name: HookName, program: String) throws {
    let hook = try HookedRepository().hook(name)
    try hook.install(program: program, options: name == .preReceive ? ["--inline-ignore"] : [])
    try hook.install(program: "/usr/bin/kunci")
    try hook.uninstall()
    #expect(try hook.state() == .absent)
  }

  @Test func nothingIsOverwritten() throws {
    let repository = try HookedRepository()
    try repository.writeHook(exit: 1)
    try repository.writeHook(".git/hooks/pre-commit.before-kunci", exit: 2)
    let error = #expect(throws: HookError.self) { try repository.install() }
    #expect(error?.message.contains("pre-commit.before-kunci is there already") == true)
    #expect(try repository.state(of: ".git/hooks/pre-commit")[0].contains("exit 1"))
    #expect(try repository.state(of: ".git/hooks/pre-commit.before-kunci")[0].contains("exit 2"))
  }

  @Test func aFolderInTheHooksPlaceIsAnError() throws {
    let repository = try HookedRepository()
    try repository.fixture.folder.makeFolder("work/.git/hooks/pre-commit/sub")
    #expect(throws: HookError.self) { try repository.install() }
    #expect(repository.exists(".git/hooks/pre-commit/sub"))
  }

  // MARK: Where git looks

  @Test func anAbsoluteHooksPath() throws {
    let repository = try HookedRepository()
    let folder = repository.fixture.folder.path("my hooks")
    try repository.fixture.git("config", "core.hooksPath", folder)
    try repository.install()
    #expect(try repository.hook().path == "\(folder)/pre-commit")
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)
    #expect(!repository.exists(".git/hooks/pre-commit"))
  }

  @Test(arguments: [".githooks", "tools/git hooks", "../outside"])
  func aRelativeHooksPathFromASubfolder(_ relative: String) throws {
    let repository = try HookedRepository()
    try repository.fixture.folder.makeFolder("work/sub/deep")
    try repository.fixture.git("config", "core.hooksPath", relative)
    try repository.install(from: "sub/deep")
    #expect(repository.exists("\(relative)/pre-commit"))
    #expect(!repository.exists("sub/deep/\(relative)/pre-commit"))
    #expect(try repository.hook().state() == .installed(callsPrevious: false))
    let stopped = try repository.commit("a.env", HookedRepository.key(1), in: "sub/deep")
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("the commit is stopped"))
  }

  @Test func aLinkedWorkTreeSharesTheHook() throws {
    let repository = try HookedRepository()
    try repository.fixture.commit("Base")
    try repository.fixture.git("worktree", "add", "-q", "../other")
    try repository.install(from: "../other")
    #expect(repository.exists(".git/hooks/pre-commit"))
    try repository.fixture.folder.write("other/b.env", HookedRepository.key(2))
    _ = try repository.git(["add", "."], in: "../other")
    #expect(try repository.git(["commit", "-q", "-m", "B"], in: "../other").status == 1)
    #expect(try repository.commit("a.env", "clean").status == 0)
    #expect(try repository.commit("a.env", HookedRepository.key(1)).status == 1)
  }

  @Test func aRelativeHooksPathInALinkedWorkTree() throws {
    let repository = try HookedRepository()
    try repository.fixture.commit("Base")
    try repository.fixture.git("config", "core.hooksPath", "my-hooks")
    try repository.fixture.git("worktree", "add", "-q", "../other")
    try repository.install(from: "../other")
    #expect(repository.exists("../other/my-hooks/pre-commit"))
    #expect(!repository.exists("my-hooks/pre-commit"))
  }

  @Test func aBareRepository() throws {
    let repository = try HookedRepository("bare.git", options: ["--bare"])
    try repository.install()
    #expect(repository.exists("hooks/pre-commit"))
    try repository.hook().uninstall()
    #expect(!repository.exists("hooks/pre-commit"))
  }

  @Test func aSubmodule() throws {
    let outer = try HookedRepository("outer")
    let inner = try GitFixture("inner", in: outer.fixture.folder)
    try inner.commit("Base")
    try outer.fixture.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "module")
    try outer.install(from: "module")
    #expect(outer.exists(".git/modules/module/hooks/pre-commit"))
    #expect(!outer.exists(".git/hooks/pre-commit"))
    try outer.fixture.write("module/a.env", HookedRepository.key(1))
    _ = try outer.git(["add", "."], in: "module")
    #expect(try outer.git(["commit", "-q", "-m", "A"], in: "module").status == 1)
  }
}
