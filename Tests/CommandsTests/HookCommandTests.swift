import Foundation
import TestSupport
import Testing

/// `kunci hook` from the command line.
struct HookCommandTests {
  @Test func installsTellsAndUninstalls() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let path = repository.path(".git/hooks/pre-commit")
    func hook(_ action: String, _ expected: String) throws {
      let run = try KunciProgram.run(["hook", action], in: repository.path)
      #expect(run.status == 0)
      #expect(run.output == expected)
      #expect(run.errors == "")
    }
    func status(_ state: String) -> String {
      let others = ["pre-push", "pre-receive"].map {
        "\($0): not installed: \(repository.path(".git/hooks/\($0)"))\n"
      }
      return "pre-commit: \(state): \(path)\n" + others.joined()
    }
    try hook("status", status("not installed"))
    try hook("install", "Installed: \(path)\n")
    try hook("install", "Installed: \(path)\n")
    try hook("status", status("installed"))
    try repository.write("a.env", ScannedFolder.key(1))
    #expect(throws: Shell.Failure.self) { try repository.commit("Leak") }
    try hook("uninstall", "Removed: \(path)\n")
    #expect(throws: Never.self) { try repository.commit("Leak") }
  }

  @Test func keepsAnotherHook() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let path = repository.path(".git/hooks/pre-commit")
    try repository.write(".git/hooks/pre-commit", "#!/bin/sh\n")
    try Shell.run("chmod +x \"$0\"", arguments: [path])
    #expect(
      try scanned.kunci("hook", "status", "pre-commit", "repository").output
        == "pre-commit: not installed; another hook is there: \(path)\n")
    #expect(
      try scanned.kunci("hook", "install", "pre-commit", "repository").output
        == "Installed: \(path)\nThe hook that was there is kept, and called first.\n")
    #expect(
      try scanned.kunci("hook", "status", "pre-commit", "repository").output
        == "pre-commit: installed, after the hook that was there before: \(path)\n")
    #expect(
      try scanned.kunci("hook", "uninstall", "repository").output
        == "Removed; the hook that was there before is back.\n")
  }

  /// The word that lets comments count stands in the script of the one hook that it is for.
  @Test func commentsCountOnAServerOnlyByRequest() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    func script(_ name: String) throws -> String {
      String(decoding: try scanned.folder.bytes("repository/.git/hooks/\(name)"), as: UTF8.self)
    }
    let both = try scanned.kunci(
      "hook", "install", "--inline-ignore", "pre-receive", "pre-commit", "repository")
    #expect(both.status == 0)
    #expect(try script("pre-receive").contains("hook run pre-receive --inline-ignore -- "))
    #expect(try !script("pre-commit").contains("inline"))
    #expect(try scanned.kunci("hook", "install", "pre-receive", "repository").status == 0)
    #expect(try !script("pre-receive").contains("inline"))
    for arguments in [["install"], ["install", "pre-push"], ["uninstall", "pre-receive"]] {
      let run = try scanned.kunci(
        ["hook"] + arguments + ["--inline-ignore", repository.path], environment: [:])
      #expect(run.status == 2)
      #expect(run.errors.contains("--inline-ignore is for: install pre-receive"))
    }
  }

  /// Git tracks what a link says, and of a submodule no file: that is what a hook is handed.
  @Test(arguments: [
    ("../nowhere", 0), ("/dev/zero", 0), ("../outside.txt", 0), ("../outside", 0),
    (ScannedFolder.key(2), 1),
  ])
  func theFrameworkHandsALinkOver(target: String, status: Int) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try scanned.folder.write("outside.txt", ScannedFolder.key(1))
    try scanned.folder.write("outside/a.txt", ScannedFolder.key(1))
    try scanned.folder.link("repository/link", to: target)
    try repository.write("b.txt", "clean\n")
    try repository.commit("Link")
    let run = try KunciProgram.run(
      ["hook", "run", "pre-commit-framework", "--", "link", "b.txt"], in: repository.path)
    #expect(run.status == Int32(status))
    #expect(run.output.hasPrefix(status == 0 ? "" : "link:1:1: "))
    #expect(run.output.isEmpty == (status == 0))
  }

  @Test func theFrameworkHandsASubmoduleOver() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let inner = try GitFixture("inner", in: scanned.folder)
    try inner.write("a.txt", ScannedFolder.key(1))
    try inner.commit("Inner")
    try repository.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "module")
    try repository.commit("Submodule")
    let arguments = ["hook", "run", "pre-commit-framework", "--", ".gitmodules", "module"]
    #expect(try KunciProgram.run(arguments, in: repository.path).status == 0)
    // Whoever names it means it.
    #expect(try scanned.kunci("scan", "repository/module").status == 1)
  }

  @Test func aLinkThatIsNamedOutrightIsFollowed() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("outside.txt", ScannedFolder.key(1))
    try scanned.folder.link("link", to: "outside.txt")
    #expect(try scanned.kunci("scan", "link").status == 1)
  }

  @Test func severalAtOnce() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    let run = try scanned.kunci("hook", "install", "pre-push", "pre-commit", "repository")
    #expect(run.status == 0)
    for name in ["pre-commit", "pre-push"] {
      let status = try scanned.kunci("hook", "status", name, "repository")
      #expect(status.output == "\(name): installed: \(repository.path(".git/hooks/\(name)"))\n")
    }
    let removed = try scanned.kunci("hook", "uninstall", "repository")
    #expect(removed.output.split(separator: "\n").count == 2)
    #expect(try scanned.kunci("hook", "uninstall", "repository").status == 2)
  }

  @Test(arguments: [
    (".husky/_/h", "pre-commit", ".husky/pre-commit", "kunci hook run pre-commit\n"),
    (".husky/_/h", "pre-push", ".husky/pre-push", "kunci hook run pre-push -- \"$@\"\n"),
    ("lefthook.yml", "pre-commit", "lefthook.yml", "run: kunci hook run pre-commit\n"),
    (".lefthook.toml", "pre-push", ".lefthook.toml", "use_stdin: true\n"),
    (".pre-commit-config.yaml", "pre-push", "--hook-type pre-push", "- id: kunci-system"),
  ])
  func leavesTheHooksToWhoKeepsThem(
    file: String, hook: String, place: String, line: String
  ) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write(file, "")
    let run = try scanned.kunci("hook", "install", hook, "repository")
    #expect(run.status == 2)
    #expect(run.output.contains(place))
    #expect(run.output.contains(line))
    #expect(run.errors.contains("--force"))
    let path = repository.path(".git/hooks/\(hook)")
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(try scanned.kunci("hook", "install", "--force", hook, "repository").status == 0)
    #expect(FileManager.default.fileExists(atPath: path))
    // Once it is there, it can be renewed.
    #expect(try scanned.kunci("hook", "install", hook, "repository").status == 0)
  }

  @Test func forAllRepositoriesToCome() throws {
    let scanned = try ScannedFolder()
    let home = scanned.folder.path("home")
    try scanned.folder.makeFolder("home")
    let environment: [String: String?] = [
      "HOME": home, "XDG_CONFIG_HOME": nil, "GIT_CONFIG_GLOBAL": nil,
    ]
    func kunci(_ arguments: String...) throws -> ProgramRun {
      try scanned.kunci(["hook"] + arguments, environment: environment)
    }
    #expect(try kunci("status", "--global").output.contains("init.templateDir is not set"))
    let run = try kunci("install", "--global", "pre-commit", "pre-push")
    #expect(run.status == 0)
    #expect(run.output.contains("from now on"))
    #expect(try kunci("status", "--global", "pre-push").output.contains("pre-push: installed"))

    let git = GitFixture.environment.filter { $0.key != "GIT_CONFIG_GLOBAL" }
      .mapValues(Optional.some).merging(environment) { $1 }
    let made = try ProgramRun(
      "/usr/bin/env", ["git", "init", "-q", "made"], in: scanned.folder.path, environment: git)
    #expect(made.status == 0)
    try scanned.folder.write("made/a.env", ScannedFolder.key(1))
    let commit = "git -C made add . && git -C made commit -q -m Leak"
    let stopped = try ProgramRun(
      "/bin/sh", ["-c", commit], in: scanned.folder.path, environment: git)
    #expect(stopped.status == 1)
    #expect(stopped.errors.contains("the commit is stopped"))
    #expect(stopped.errors.contains("No secret? Put kunci:ignore into a comment beside"))

    #expect(try kunci("uninstall", "--global", "pre-push").status == 0)
    #expect(try kunci("status", "--global", "pre-commit").output.contains("installed: "))
    #expect(try kunci("uninstall", "--global").status == 0)
    #expect(try kunci("status", "--global").output.contains("init.templateDir is not set"))
    #expect(try kunci("install", "--global", "elsewhere").status == 2)
  }
}
