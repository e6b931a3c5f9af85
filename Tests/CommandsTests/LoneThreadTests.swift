import Foundation
import TestSupport
import Testing

/// Scans where the system refuses a second thread, as in a container with a limit of processes.
@Suite(
  .enabled(
    if: LoneThread.isPossible, "limits do not hold for root, and there is no setpriv to be another"
  ))
struct LoneThreadTests {
  @Test(
    arguments: [
      (["--progress", "always", "--threads", "1", "clean"], 0),
      (["--progress", "always", "--threads", "1", "leaky"], 1),
      (["--progress", "always", "--threads", "4", "clean", "leaky"], 1),
      (["--progress", "never", "--threads", "4", "leaky"], 1),
      (["--progress", "always", "missing"], 2),
    ] as [([String], Int32)])
  func aScanEndsWithAllThatItFinds(_ options: [String], _ status: Int32) throws {
    let scanned = try ScannedFolder()
    let run = try LoneThread.run(["scan"] + options, in: scanned.folder.path)
    #expect(run.status == status)
    #expect(run.output.contains("leaky/a.env:1:5") == (status == 1))
  }

  /// Without a process for git, what is read is read and what is not is owned up to.
  @Test(arguments: [["history"], ["history", "--range", "HEAD"], ["unpushed"], ["staged"]])
  func aRepositoryIsReadOrOwnedUpTo(_ command: [String]) throws {
    let scanned = try ScannedFolder()
    let repository = try scanned.repository()
    try repository.write("a.env", ScannedFolder.key(1))
    try repository.commit("Leak")
    try repository.write("b.env", ScannedFolder.key(2))
    try repository.git("add", ".")
    if LoneThread.isRoot { try Shell.run("chown -R 65534 \"$0\"", arguments: [repository.path]) }
    let run = try LoneThread.run(
      command + ["--threads", "4", "--progress", "always", "repository"], in: scanned.folder.path)
    #expect(run.status == 1 && run.output.contains(".env:1:1") || run.status == 2)
  }
}

/// Runs kunci with no thread or process to spare.
enum LoneThread {
  static let isRoot = getuid() == 0
  private static let setpriv = "/usr/bin/setpriv"
  static let isPossible = !isRoot || FileManager.default.isExecutableFile(atPath: setpriv)

  /// A run that hangs is ended by `timeout` with 124.
  static func run(_ arguments: [String], in folder: String) throws -> ProgramRun {
    let user = isRoot ? [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"] : []
    // Root's own settings are not for another user to read.
    let home: [String: String?] = ["HOME": folder, "XDG_CONFIG_HOME": nil]
    return try ProgramRun(
      "/usr/bin/env",
      ["timeout", "60"] + user
        + ["bash", "-c", "ulimit -u 1; exec \"$0\" \"$@\"", KunciProgram.path] + arguments,
      in: folder, environment: GitFixture.environment.mapValues(Optional.some).merging(home) { $1 })
  }
}
