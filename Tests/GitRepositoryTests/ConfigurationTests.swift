import Foundation
import GitFormat
import SystemIO
import TestSupport
import Testing

@testable import GitRepository

/// Configuration read from its files, held against `git config`.
@Suite struct ConfigurationTests {
  /// Contents of one file; each is asked for `core.excludesFile`.
  private static let contents = [
    "", "[core]\n\texcludesFile = /a/b\n", "[CORE]EXCLUDESFILE=/a", "[core]\nexcludesfile=/a;b\n",
    "[core]\r\n\texcludesFile = /a b  \r\n", "[core]\n  excludesFile =   # none\n",
    "[core]\n excludesFile = \"/a # b \" ; c\n", "[core]\nexcludesFile = /a\\\n/b\n",
    "[core]\nexcludesFile = \"/a\\tb\\\\c\\\"\"\n", "[core]\nexcludesFile = /x\" y \"z  q\n",
    "# c\n; d\n[core] ; e\n\n excludesFile=/1\n[other]\n excludesFile=/2\n",
    "[core]\nexcludesFile=/1\n[core]\nexcludesFile=/2\n", "\u{FEFF}[core]\nexcludesFile=/bom\n",
    "[core \"sub\"]\nexcludesFile=/sub\n", "[core.sub]\nexcludesFile=/sub\n",
    "[alias \"a b]\\\"c\"]\n x = y\n[core]\n excludesFile = ~/ignore\n",
    "[core]\nexcludesFile = /é\n", "[core]\nexcludesFile = relative/path",
    "[core]\nexcludesFile = /last\\\n", "[core]\nother\nexcludesFile = /a\n",
    "[core]\nexcludesFile = a\u{B}b\n", "[core]\nexcludesFile = /a\t\n",
  ]
  /// What is left to git.
  private static let unusual = [
    "[core]\nexcludesFile = \"/a\n", "[core\nexcludesFile=/a\n", "excludesFile = /a\n",
    "[core]\nexcludesFile = \\q\n", "[core]\n1 = 2\n", "[core]\nexcludesFile\n",
    "[core]\nexcludesFile # c\n", "[include]\npath = x\n[core]\nexcludesFile=/a\n",
    "[includeIf \"gitdir:/\"]\npath = x\n", "[core]\nexcludesFile = ~nobody-here/x\n",
    "[core]\nexcludesFile = /a\tb\n", "[core]\nexcludesFile = %(prefix)/x\n", "[co_re]\n",
  ]

  /// Where everything is found in files of the test.
  private struct Home {
    let fixture: GitFixture
    let environment: [String: String]

    init() throws {
      fixture = try GitFixture("r")
      environment = ["HOME": fixture.folder.path, "XDG_CONFIG_HOME": "", "LC_ALL": "C"]
    }

    /// Git's settings but for those that tests usually keep away.
    func repository() throws -> Repository {
      var variables = ProcessEnvironment()
      variables["PATH"] = ProcessInfo.processInfo.environment["PATH"]
      for (name, value) in environment { variables[name] = value }
      let program = try GitProgram(environment: variables)
      return try #require(Repository(nativelyFrom: fixture.path, program: program))
    }

    /// What `git config` says; nil when the variable is not set or git fails.
    func git(_ name: String, _ type: String) throws -> String? {
      let output = try? Shell.run(
        "cd \"$0\" && exec env -i PATH=\"$PATH\" HOME=\"$1\" git config --type=\(type) -z --get $2",
        arguments: [fixture.path, fixture.folder.path, name])
      return output.map { String(decoding: $0.dropLast(), as: UTF8.self) }
    }
  }

  private static let isAtUsualPlace = FileManager.default.isExecutableFile(atPath: "/usr/bin/git")

  @Test(.enabled(if: isAtUsualPlace), arguments: contents)
  func aPathIsReadAsGitReadsIt(_ content: String) throws {
    let home = try Home()
    try home.fixture.folder.write(".gitconfig", content)
    let repository = try home.repository()
    let path = try Configuration(of: repository)
      .path("core.excludesFile", home: home.fixture.folder.path)
    #expect(try path == home.git("core.excludesFile", "path"))
    #expect(repository.configuredPath("core.excludesFile") == path)
  }

  @Test(arguments: unusual)
  func theUnusualIsLeftToGit(_ content: String) throws {
    let home = try Home()
    try home.fixture.folder.write(".gitconfig", content)
    let repository = try home.repository()
    #expect(throws: NeedsGit.self) {
      try Configuration(of: repository).path("core.excludesFile", home: "/home")
    }
    #expect(
      try repository.configuredPath("core.excludesFile")
        == home.git("core.excludesFile", "path"))
  }

  @Test(arguments: [
    "ignoreCase", "ignoreCase = true", "ignoreCase = YES", "ignoreCase = on", "ignoreCase = 1",
    "ignoreCase = false", "ignoreCase = No", "ignoreCase = off", "ignoreCase = 0",
    "ignoreCase =", "ignoreCase = 2", "ignoreCase = perhaps", "",
  ])
  func aFlagIsReadAsGitReadsIt(_ line: String) throws {
    let home = try Home()
    try home.fixture.folder.write(".gitconfig", "[core]\n\(line)\n")
    let flag = try home.repository().configuredFlag("core.ignoreCase")
    #expect(try flag == home.git("core.ignoreCase", "bool").map { $0 == "true" })
  }

  /// The nearest file counts.
  @Test(.enabled(if: isAtUsualPlace)) func filesComeInGitsOrder() throws {
    let home = try Home()
    let files = [
      ".config/git/config", ".gitconfig", "r/.git/config", "r/.git/config.worktree",
    ]
    for (number, file) in files.enumerated() {
      if number == 3 { try home.fixture.git("config", "extensions.worktreeConfig", "true") }
      let old = (try? home.fixture.folder.bytes(file)) ?? []
      try home.fixture.folder.write(file, old + Array("\n[core]\nexcludesFile=/\(number)\n".utf8))
      let repository = try home.repository()
      #expect(
        try Configuration(of: repository).path("core.excludesFile", home: "/home")
          == "/\(number)")
      #expect(try home.git("core.excludesFile", "path") == "/\(number)")
    }
  }
}
