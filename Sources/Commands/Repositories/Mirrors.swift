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
    func run(_ arguments: [String]) throws(UsageError) {
      try git(arguments, address: address, name: remote.text)
    }
    guard !FileSystem.exists(path) else {
      // Earlier versions kept the address with its password.
      try run(["-C", path, "config", "remote.origin.url", remote.text])
      try run(["-C", path, "fetch", "--quiet", "--prune", "--", remote.text, "+refs/*:refs/*"])
      return path
    }
    do throws(SystemError) {
      try FileSystem.createDirectory(folder)
    } catch {
      throw UsageError(error.message)
    }
    try run(["clone", "--quiet", "--mirror", "--", remote.text, path])
    return path
  }

  /// Runs git, for which a name without a password stands for an address, so that neither its
  /// configuration nor its arguments hold one.
  private func git(_ arguments: [String], address: String, name: String) throws(UsageError) {
    var environment = ProcessEnvironment.current
    if address != name {
      // git-config(1), "ENVIRONMENT" and url.<base>.insteadOf.
      let count = environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0
      environment["GIT_CONFIG_KEY_\(count)"] = "url.\(address).insteadOf"
      environment["GIT_CONFIG_VALUE_\(count)"] = name
      environment["GIT_CONFIG_COUNT"] = "\(count + 1)"
    }
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
    let why = said.map { Self.plain(String($0), address, name) }
    throw UsageError("git cannot clone it: \(why ?? "it does not say why")")
  }

  /// What git says, without the user and the password of an address.
  static func plain(_ text: String, _ address: String, _ name: String) -> String {
    guard address != name else { return text }
    let host = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    let user = host.prefix { $0 != "/" }.lastIndex(of: "@").map { host[...$0] } ?? ""
    return text.replacing(address, with: name).replacing(user, with: "")
  }
}
