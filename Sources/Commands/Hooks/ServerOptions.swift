import Engine
import GitRepository
import SystemIO

extension ScanOptions {
  /// The options of a scan on a server, in which those who push must have no say.
  ///
  /// Accepted and known findings and the configuration stand in files of the repository's own folder
  /// (`$GIT_DIR`, for a bare repository the repository itself), where no push can write. Nothing of
  /// a work tree counts, and no comment in what is pushed, unless the hook was installed so.
  ///
  /// Options that the hook was installed with stay.
  ///
  /// - Parameter inlineIgnore: Whether comments in what is pushed count.
  /// - Returns: The options.
  /// - Throws: ``UsageError`` when the repository that the hook runs in cannot be found.
  func ofServer(inlineIgnore: Bool) throws(UsageError) -> ScanOptions {
    let folder = try UsageError.rethrowing {
      try Repository(at: ".", usesEnvironment: true).commonDirectory
    }
    func find(_ names: [String]) -> String? {
      names.map { "\(folder)/\($0)" }.first(where: Self.isThere)
    }
    var options = self
    options.honoursComments = inlineIgnore
    if rules.configuration == .repository {
      options.rules.configuration = find(UsedConfiguration.names).map { .file($0) } ?? .none
    }
    if ignoreFile == .repository {
      options.ignoreFile = find([SuppressionPlan.ignoreFileName]).map { .file($0) } ?? .none
    }
    if baseline == .repository {
      options.baseline = find([BaselineCommand.fileName]).map { .file($0) } ?? .none
    }
    return options
  }

  /// Returns whether a file is there, also as a link that leads nowhere, which is then an error.
  private static func isThere(_ path: String) -> Bool { (try? FileSystem.linkStatus(path)) != nil }
}
