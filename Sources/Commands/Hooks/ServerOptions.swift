import Engine
import GitRepository
import SystemIO

extension ScanOptions {
  /// The options of a scan on a server, in which those who push must have no say.
  ///
  /// Accepted findings and the configuration stand in files of the repository's own folder
  /// (`$GIT_DIR`, for a bare repository the repository itself), where no push can write. Nothing of
  /// a work tree counts, and no comment in what is pushed, unless the hook was installed so.
  ///
  /// - Parameter inlineIgnore: Whether comments in what is pushed count.
  /// - Returns: The options, quiet but for findings.
  /// - Throws: ``UsageError`` when the repository that the hook runs in cannot be found.
  static func ofServer(inlineIgnore: Bool) throws(UsageError) -> ScanOptions {
    let folder = try UsageError.rethrowing {
      try Repository(at: ".", usesEnvironment: true).commonDirectory
    }
    let configurations = UsedConfiguration.names.map { "\(folder)/\($0)" }
    let ignoreFile = "\(folder)/\(SuppressionPlan.ignoreFileName)"
    var options = ScanOptions()
    options.isQuiet = true
    options.honoursComments = inlineIgnore
    options.rules.configuration = configurations.first(where: isThere).map { .file($0) } ?? .none
    options.ignoreFile = isThere(ignoreFile) ? .file(ignoreFile) : .none
    return options
  }

  /// Returns whether a file is there, also as a link that leads nowhere, which is then an error.
  private static func isThere(_ path: String) -> Bool { (try? FileSystem.linkStatus(path)) != nil }
}
