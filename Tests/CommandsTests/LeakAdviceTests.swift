import Foundation
import TestSupport
import Testing

/// Advice is pasted as it is, and then the leak is gone.
struct LeakAdviceTests {
  /// A repository with a remote, and a shell in which `kunci` is the program.
  private struct Incident {
    let scanned: ScannedFolder
    let work: GitFixture

    init(pushes: Bool = true) throws {
      scanned = try ScannedFolder()
      try scanned.folder.makeFolder("bin")
      try scanned.folder.link("bin/kunci", to: KunciProgram.path)
      let origin = try GitFixture("origin.git", in: scanned.folder, options: ["--bare"])
      work = try scanned.repository("work")
      if pushes {
        try work.git("remote", "add", "origin", origin.path)
        try work.git("push", "-q", "-u", "origin", "main")
      }
    }

    static let isFiltering = (try? Shell.run("command -v git-filter-repo")) != nil

    func shell(_ command: String, in folder: String? = nil) throws -> ProgramRun {
      let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
      let variables = GitFixture.environment.merging(
        ["PATH": "\(scanned.folder.path("bin")):\(path)"]) { $1 }
      return try ProgramRun(
        "/usr/bin/env", ["bash", "-c", command], in: folder ?? work.path,
        environment: variables.mapValues(Optional.some))
    }

    func fingerprint() throws -> String {
      let run = try shell("kunci history -f short")
      return String(try #require(run.output.split(whereSeparator: \.isWhitespace).last))
    }

    /// The commands of `kunci explain --history`, in order.
    func advice(in folder: String? = nil, of place: String = "") throws -> [String] {
      let run = try shell("kunci explain \(try fingerprint()) \(place) --history", in: folder)
      #expect(run.status == 0)
      #expect(!run.output.contains(ScannedFolder.key(1)))
      let lines = run.output.split(separator: "\n").map(String.init)
      let start = try #require(lines.lastIndex(of: "What to do:"))
      return lines[start...].prefix { $0 != "The rule:" }.filter { $0.hasPrefix("       ") }
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Pastes commands; after one that holds `pause`, somebody edits a file.
    func paste(_ commands: [String], editing pause: String = "?", _ edit: () throws -> Void = {})
      throws
    {
      for command in commands {
        let run = try shell(command)
        #expect(run.status == 0, "\(command): \(run.errors)")
        if command.contains(pause) { try edit() }
      }
    }
  }

  private let leak = "KEY=\(ScannedFolder.key(1))\n"

  /// Nobody can take a member out of an index or a commit: what is named is its archive.
  @Test func archivesAreNamedByTheirFile() throws {
    let incident = try Incident()
    func pack(_ text: String) throws {
      try incident.work.write("key.txt", text)
      let run = try incident.shell("python3 -m zipfile -c 'a b.zip' key.txt && rm key.txt")
      #expect(run.status == 0, "\(run.errors)")
    }
    try pack(leak)
    try incident.work.git("add", ".")
    let staged = try incident.shell("kunci staged")
    #expect(staged.output.contains("a b.zip!key.txt:1:5"), "\(staged.output)")
    #expect(staged.output.contains("git restore --staged -- 'a b.zip'\n"), "\(staged.output)")
    #expect(staged.output.contains("Pack a b.zip anew without it."))
    try incident.work.commit("Leak")
    let history = try incident.shell("kunci history")
    #expect(history.output.contains("git add -- 'a b.zip'\n"), "\(history.output)")
    let commands = try incident.advice()
    #expect(commands.contains { $0.contains(" --path 'a b.zip'") }, "\(commands)")
    #expect(!commands.contains { $0.contains("!key.txt") }, "\(commands)")

    func explained() throws -> String {
      try incident.shell("kunci explain \(try incident.fingerprint()) --history").output
    }
    // What another version of an archive holds is not known; that a file is gone is.
    try incident.work.git("rm", "-q", "a b.zip")
    try incident.work.commit("Delete", day: 3)
    #expect(try explained().contains("Delete"))
    try incident.work.git("reset", "-q", "--hard", "HEAD~")
    try pack("nothing\n")
    try incident.work.commit("Repack", day: 4)
    #expect(try !explained().contains("Repack"))
  }

  @Test func theLastCommitIsMadeAnew() throws {
    let incident = try Incident()
    try incident.work.write("a b/c.env.txt", leak)
    try incident.work.commit("Leak")
    let commands = try incident.advice()
    #expect(commands.prefix(2) == ["git add -- 'a b/c.env.txt'", "git commit --amend --no-edit"])
    try incident.work.write("a b/c.env.txt", "\n")
    try incident.paste(commands)
    #expect(try incident.shell("kunci history").status == 0)
  }

  /// Whoever takes a key out may have put another into a name.
  @Test func namesOfThoseWhoTookItOutAreRedacted() throws {
    let incident = try Incident()
    try incident.work.write("c.env.txt", leak)
    try incident.work.commit("Leak")
    let keys = (2...4).map { ScannedFolder.key(UInt64($0)) }
    let author = "Name \(keys[0]) <a@\(keys[1]).example>"
    try incident.work.git("rm", "-q", "c.env.txt")
    try incident.work.git("commit", "-q", "--author", author, "-m", "Out \(keys[2])")
    let fingerprint = try #require(
      try incident.shell("kunci history -f json").output.firstMatch(
        of: /"path": "c.env.txt"/) != nil
        ? incident.shell("kunci history -f short").output.split(separator: "\n")
          .first { $0.contains("c.env.txt") }?.split(whereSeparator: \.isWhitespace).last
        : nil)
    for command in ["kunci explain \(fingerprint) --history", "kunci history -f html"] {
      let text = try incident.shell(command).output
      #expect(text.contains("Out "))
      for key in keys { #expect(!text.contains(key), "\(command)") }
    }
  }

  @Test(arguments: [true, false])
  func anEarlierCommitIsEdited(isRoot: Bool) throws {
    let incident = try Incident(pushes: !isRoot)
    if isRoot {
      try incident.work.write("readme", leak)
      try incident.work.git("add", ".")
      try incident.work.git("commit", "-q", "--amend", "--no-edit")
    } else {
      try incident.work.write("c.txt", leak)
      try incident.work.commit("Leak")
    }
    try incident.work.write("d", "later\n")
    try incident.work.commit("Later")
    let commands = try incident.advice()
    #expect(commands.contains { $0.contains("rebase -i") && $0.hasSuffix(isRoot ? "--root" : "^") })
    try incident.paste(commands, editing: "rebase -i") {
      try incident.work.write(isRoot ? "readme" : "c.txt", "\n")
    }
    #expect(try incident.shell("kunci history").status == 0)
    #expect(try incident.work.git("log", "--format=%s").hasPrefix("Later\n"))
  }

  /// Two findings of one file, each with its own advice, which is followed one after the other.
  @Test func anEnvironmentFileIsUnstagedTwice() throws {
    let incident = try Incident()
    try incident.work.write(".env", leak)
    try incident.work.git("add", "-f", ".env")
    let commands = try incident.shell("kunci staged").output.matches(of: #/git (restore|rm) .*/#)
    #expect(Set(commands.map(\.1)) == ["restore", "rm"])
    try incident.paste(commands.map { String($0.0) })
    #expect(try incident.shell("kunci staged").status == 0)
    #expect(FileManager.default.fileExists(atPath: incident.work.path(".env")))
  }

  @Test(arguments: [false, true])
  func howLongItStoodIsSaidWhereThatIsKnown(comesBack: Bool) throws {
    let incident = try Incident()
    for round in comesBack ? [1, 2] : [1] {
      try incident.work.write("c.txt", "\(leak)\(round)\n")
      try incident.work.commit("Leak \(round)")
      try incident.work.write("c.txt", "\n")
      try incident.work.commit("Tidy \(round)")
    }
    let text = try incident.shell("kunci explain \(try incident.fingerprint()) --history").output
    #expect(text.contains("it stood in the files for") == !comesBack)
    #expect(text.contains(comesBack ? "Tidy 2" : "Tidy 1"))
  }

  @Test func aBaselineOfPushedKeysSaysThatTheyAreToBeRevoked() throws {
    let incident = try Incident()
    try incident.work.write("c.txt", leak)
    try incident.work.commit("Leak")
    #expect(try !incident.shell("kunci baseline --history").errors.contains("revoked"))
    try incident.work.git("push", "-q", "origin", "main")
    let run = try incident.shell("kunci baseline --history")
    #expect(run.errors.contains("1 of them is pushed already"))
    #expect(run.errors.contains("to be revoked all the same"))
  }

  /// What else is in the stash stays there.
  @Test func theRightEntriesOfTheStashAreDropped() throws {
    let incident = try Incident(pushes: false)
    for text in ["first\n", leak, "third\n"] {
      try incident.work.write("readme", text)
      try incident.work.git("stash", "-q")
    }
    let commands = try incident.advice()
    #expect(commands.contains { $0.hasSuffix("'stash@{1}'") })
    try incident.paste(commands)
    #expect(try incident.work.git("stash", "list").split(separator: "\n").count == 2)
    #expect(try incident.shell("kunci history").status == 0)
    #expect(try incident.shell("kunci history --unreachable").status == 0)
  }

  @Test func settingsOfRebaseDoNotMatter() throws {
    let incident = try Incident()
    try incident.work.git("config", "rebase.abbreviateCommands", "true")
    try incident.work.git("config", "core.abbrev", "5")
    try incident.work.write("c.txt", leak)
    try incident.work.commit("Leak")
    try incident.work.write("d", "later\n")
    try incident.work.commit("Later")
    try incident.paste(try incident.advice(), editing: "rebase -i") {
      try incident.work.write("c.txt", "\n")
    }
    #expect(try incident.shell("kunci history").status == 0)
  }

  /// No command that does nothing, and none that is given before its turn.
  @Test func whatNoCommandDoesComesBeforeForgetting() throws {
    let incident = try Incident(pushes: false)
    try incident.work.git("tag", "-a", "v1", "-m", "Key \(ScannedFolder.key(1))")
    let run = try incident.shell("kunci explain \(try incident.fingerprint()) --history")
    let tag = try #require(run.output.range(of: "git tag -d"))
    let forget = try #require(run.output.range(of: "reflog expire"))
    #expect(tag.lowerBound < forget.lowerBound)
    #expect(!run.output.contains("filter-repo --force"))
  }

  @Test func commandsWorkFromAFolderBelow() throws {
    let incident = try Incident()
    try incident.work.write("sub/c.txt", leak)
    try incident.work.commit("Leak")
    let commands = try incident.advice(in: incident.work.path("sub"))
    #expect(commands.first == "git -C .. add -- sub/c.txt")
  }

  @Test(.enabled(if: Incident.isFiltering, "git-filter-repo is not here"))
  func severalBranchesAndAMessageAreRewritten() throws {
    let incident = try Incident()
    try incident.work.write("c.txt", leak)
    try incident.work.commit("Leak \(ScannedFolder.key(1))")
    try incident.work.git("branch", "other")
    try incident.paste(try incident.advice())
    #expect(try incident.shell("kunci history").status == 0)
    #expect(try incident.work.git("remote") == "origin\n")
  }

  @Test(.enabled(if: Incident.isFiltering, "git-filter-repo is not here"))
  func whatWasPushedIsRewrittenInACopy() throws {
    let incident = try Incident()
    try incident.work.write(
      "c.txt", "KEY=" + Data(ScannedFolder.key(1).utf8).base64EncodedString() + "\n")
    try incident.work.commit("Leak")
    try incident.work.git("tag", "v1")
    try incident.work.write("c.txt", "\n")
    try incident.work.commit("Tidy")
    try incident.work.git("push", "-q", "origin", "main", "v1")
    let text = try incident.shell("kunci explain \(try incident.fingerprint()) --history").output
    #expect(text.contains("Tidy") && text.contains("tag v1") && text.contains("origin/main"))
    try incident.paste(try incident.advice())
    let clone = try incident.shell(
      "git clone -q origin.git new && kunci history new", in: incident.scanned.folder.path)
    #expect(clone.status == 0, "\(clone.output)\(clone.errors)")
  }

  @Test func theListIsForItsOwnerAndStandsWhereGitTracksNothing() throws {
    let incident = try Incident()
    try incident.work.write("c.txt", leak)
    try incident.work.commit("Leak")
    let explain = "kunci explain \(try incident.fingerprint()) --history --replacements"
    #expect(try incident.shell("\(explain) list.txt").status == 2)
    #expect(!FileManager.default.fileExists(atPath: incident.work.path("list.txt")))
    for path in [".git/list", "../list"] {
      let run = try incident.shell("\(explain) \(path)")
      #expect(run.status == 0 && !run.output.contains(ScannedFolder.key(1)))
      let file = incident.work.path(path)
      #expect(
        try String(contentsOfFile: file, encoding: .utf8)
          == "literal:\(ScannedFolder.key(1))==>***REMOVED***\n")
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
    #expect(try incident.shell("kunci explain deadbeef --replacements ../x").status == 2)
  }

  @Test func beforeTheFirstCommitThereIsNothingToRestore() throws {
    let scanned = try ScannedFolder()
    let repository = try GitFixture("new", in: scanned.folder)
    try repository.write("sub/c.txt", leak)
    try repository.git("add", ".")
    // Changed since: git would refuse without -f.
    try repository.write("sub/c.txt", "\(leak)more\n")
    for (folder, expected) in [("", "git rm"), ("sub", "git -C .. rm")] {
      let run = try KunciProgram.run(["staged"], in: repository.path(folder))
      #expect(run.output.contains("\(expected) --cached -f --ignore-unmatch -- sub/c.txt\n"))
    }
    try Shell.run(
      "cd \"$0\" && git -C .. rm -q --cached -f -- sub/c.txt", arguments: [repository.path("sub")])
    #expect(try KunciProgram.run(["staged"], in: repository.path).status == 0)
    #expect(FileManager.default.fileExists(atPath: repository.path("sub/c.txt")))
  }
}
