import GitRepository
import Engine
import Inputs
import SystemIO

/// What a server asks of a push, which whoever pushes must have no say in.
///
/// Accepted findings and the configuration stand in files of the repository's own folder (`$GIT_DIR`,
/// for a bare repository the repository itself), where no push can write. Nothing of a work tree
/// counts, and no comment in what is pushed, unless the hook was installed so.
enum ServerRequest {
  /// Reads the files of the repository that the hook runs in.
  ///
  /// - Parameter inlineIgnore: Whether comments in what is pushed count.
  /// - Returns: The request, quiet but for findings.
  /// - Throws: ``UsageError`` when one of the files is there but cannot be used.
  static func make(inlineIgnore: Bool) throws(UsageError) -> ScanRequest {
    let folder: String
    do throws(GitError) {
      folder = try Repository(at: ".", usesEnvironment: true).commonDirectory
    } catch {
      throw UsageError("\(error)")
    }
    var arguments = ["staged", "--no-repo-config"]
    if !inlineIgnore { arguments.append("--no-inline-ignore") }
    let configurations = UsedConfiguration.names.map { "\(folder)/\($0)" }
    if let path = configurations.first(where: isThere) { arguments += ["--config", path] }
    let ignoreFile = "\(folder)/\(SuppressionPlan.ignoreFileName)"
    let isIgnoring = isThere(ignoreFile)
    if isIgnoring { arguments += ["--ignore-file", ignoreFile] }
    var request = try ScanRequest(ParsedArguments(arguments))
    if !isIgnoring { request.settings.suppression.ignoreFile = .init(name: "", bytes: []) }
    request.isQuiet = true
    return request
  }

  /// Whether a file is there, also as a link that leads nowhere, which is then an error.
  private static func isThere(_ path: String) -> Bool { (try? FileSystem.linkStatus(path)) != nil }
}
