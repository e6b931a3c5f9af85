import Basics
import SystemIO

/// Copies of repositories elsewhere, which git makes and keeps up to date.
struct Mirrors: Sendable {
  /// The folder that holds them.
  let folder: String

  /// Git may be silent for so long, in milliseconds: 10 minutes.
  private static let patience: Int32 = 600_000

  /// Clones a repository, or fetches what is new in it.
  ///
  /// - Parameters:
  ///   - address: Where it is, as git-clone(1) takes it, with a password if there is one.
  ///   - remote: The same, taken apart.
  /// - Returns: The path of the copy, which has no work tree.
  /// - Throws: ``UsageError`` with what git says.
  func update(_ address: String, _ remote: RemoteAddress) throws(UsageError) -> String {
    var hasher = SHA256()
    hasher.update(Array(remote.text.utf8).span)
    let path = "\(folder)/\(remote.folder)-\(hasher.finalize().hexadecimal.prefix(12)).git"
    guard !FileSystem.exists(path) else {
      try git(["-C", path, "remote", "update", "--prune"])
      return path
    }
    do throws(SystemError) {
      try FileSystem.createDirectory(folder)
    } catch {
      throw UsageError(error.message)
    }
    try git(["clone", "--quiet", "--mirror", "--", address, path])
    return path
  }

  private func git(_ arguments: [String]) throws(UsageError) {
    var environment = ProcessEnvironment.current
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    let result: ProcessResult
    do throws(SystemError) {
      result = try ChildProcess.run(
        ProcessRequest(
          executable: try environment.program(named: "git"), arguments: arguments,
          environment: environment, patience: Self.patience))
    } catch {
      throw UsageError(error.message)
    }
    guard !result.status.isSuccess else { return }
    let said = String(decoding: result.errors, as: UTF8.self).split(separator: "\n").last
    throw UsageError("git cannot clone it: \(said ?? "it does not say why")")
  }
}
