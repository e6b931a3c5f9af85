import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What kunci says and how it ends when it cannot do all that it was asked for.
struct BadInputTests {
  @Test(arguments: BadInput.usage + BadInput.files + BadInput.repositories)
  func isSaidAndEndsWithTwo(_ input: BadInput) throws {
    let scanned = try ScannedFolder()
    try input.prepare(scanned)
    let run = try scanned.kunci(input.arguments, environment: input.environment)
    #expect(run.status == 2)
    #expect(run.output == "")
    for part in input.says { #expect(run.errors.contains(part)) }

    guard input.isScannedOn else { return }
    let more = try scanned.kunci(input.arguments + ["leaky"], environment: input.environment)
    #expect(more.status == 1)
    #expect(more.output.contains("leaky/a.env:1:5"))
    for part in input.says { #expect(more.errors.contains(part)) }
  }

  /// In JSON, too, what was not read is said.
  @Test func isPartOfTheReport() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci("scan", "-f", "json", "missing", "leaky")
    #expect(run.status == 1)
    let scan = try #require(ScannedFolder.json(run.outputBytes)["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == false)
    let errors = try #require(scan["errors"] as? [[String: Any]])
    #expect(errors.map { $0["path"] as? String } == ["missing"])
    #expect(run.errors.contains("missing"))
  }

  @Test func filesAreScannedWithoutGit() throws {
    let scanned = try ScannedFolder()
    try scanned.repository().write("a.env", ScannedFolder.key(2))
    let run = try scanned.kunci(["scan", "repository"], environment: ["PATH": "/nowhere"])
    #expect(run.status == 1)
    #expect(run.output.contains("repository/a.env:1:1"))
  }

  @Test func aReportThatCannotBeWrittenSparesTheOthers() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci(
      "scan", "-o", "missing/r.json", "-o", "good.json", "clean")
    #expect(run.status == 2)
    #expect(try (scanned.json("good.json")["findings"] as? [Any])?.isEmpty == true)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
  func aFullDiskIsNoSuccess() throws {
    let scanned = try ScannedFolder()
    for format in ["json", "sarif", "jsonl"] {
      let run = try ProgramRun(
        "/bin/sh", ["-c", "exec \"$0\" scan -f \(format) clean > /dev/full", KunciProgram.path],
        in: scanned.folder.path)
      #expect(run.status == 2)
      #expect(run.errors.contains("standard output"))
    }
  }

  // MARK: Owners and permissions

  private static let isRoot = getuid() == 0
  private static let setpriv = "/usr/bin/setpriv"

  @Test(
    .enabled(
      if: !isRoot || FileManager.default.isExecutableFile(atPath: setpriv),
      "root reads everything, and there is no setpriv to become somebody else"))
  func anUnreadableFileIsAnErrorAndTheRestIsScanned() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("leaky/closed.env", ScannedFolder.key(2))
    try scanned.folder.write("leaky/locked/b.env", ScannedFolder.key(3))
    for closed in ["leaky/closed.env", "leaky/locked"] {
      try FileManager.default.setAttributes(
        [.posixPermissions: 0], ofItemAtPath: scanned.folder.path(closed))
    }
    var command = [try KunciProgram.path, "scan", "leaky"]
    if Self.isRoot {
      command = [Self.setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"] + command
    }
    let run = try ProgramRun("/usr/bin/env", command, in: scanned.folder.path)
    #expect(run.status == 1)
    #expect(run.output.contains("leaky/a.env:1:5"))
    #expect(!run.output.contains("closed.env"))
    #expect(run.errors.contains("leaky/closed.env: cannot open: Permission denied"))
    #expect(run.errors.contains("leaky/locked: cannot open: Permission denied"))
  }

  @Test(.enabled(if: isRoot, "only root can give a repository to somebody else"))
  func somebodyElsesRepositoryIsLeftAlone() throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("a.env", ScannedFolder.key(2))
    try repository.commit("Add")
    try Shell.run("chown -R 65534 \"$0\"", arguments: [repository.path])
    for command in ["history", "staged", "unpushed"] {
      let run = try scanned.kunci(command, "repository")
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.contains("belongs to another user"))
      #expect(run.errors.contains("git config --global --add safe.directory"))
    }
    // Files can be read without git.
    #expect(try scanned.kunci("scan", "repository").status == 1)
  }
}
