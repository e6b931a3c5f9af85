import SystemIO

/// A repository, reached through the `git` program.
///
/// The repository is not trusted: git is started with a fixed environment and with everything
/// switched off that its configuration or attributes could make git execute.
package struct GitRepository: Sendable {
  /// Git's own folder, absolute.
  package let gitFolder: String
  /// The folder that linked work trees share; often the same.
  package let commonFolder: String
  /// The root of the work tree; nil for a bare repository.
  package let workTree: String?
  /// Whether history ends at commits whose parents are missing on purpose.
  package let isShallow: Bool
  private let program: GitProgram

  /// Finds the repository that a folder belongs to.
  ///
  /// - Parameters:
  ///   - path: The folder, as the user named it.
  ///   - usesEnvironment: Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like count, as in a hook.
  /// - Throws: ``GitError``.
  package init(at path: String, usesEnvironment: Bool) throws(GitError) {
    guard FileSystem.exists(path) else {
      throw GitError(.notARepository, "no such folder")
    }
    guard FileSystem.isFolder(path) else { throw GitError(.notARepository, "not a folder") }
    program = try GitProgram(folder: path, usesEnvironment: usesEnvironment)
    let lines = try program.lines(
      "rev-parse",
      [
        "--path-format=absolute", "--absolute-git-dir", "--git-common-dir",
        "--is-shallow-repository", "--is-inside-work-tree",
      ])
    guard lines.count == 4 else {
      throw GitError(.failed, "git rev-parse answers in an unknown way")
    }
    gitFolder = lines[0]
    commonFolder = lines[1]
    isShallow = lines[2] == "true"
    workTree =
      lines[3] == "true"
      ? try program.lines("rev-parse", ["--path-format=absolute", "--show-toplevel"]).first : nil
  }

  /// Runs git to its end.
  ///
  /// - Parameters:
  ///   - command: The subcommand.
  ///   - arguments: What follows it.
  ///   - input: What it reads.
  /// - Returns: What it wrote to standard output.
  /// - Throws: ``GitError`` unless it ended with 0.
  package func run(
    _ command: String, _ arguments: [String], input: [UInt8] = []
  ) throws(GitError) -> [UInt8] {
    try program.run(command, arguments, input: input)
  }

  /// Starts git, to read what it writes as it comes.
  func start(_ command: String, _ arguments: [String]) throws(GitError) -> GitProcess {
    try GitProcess(program, command, arguments)
  }

  /// The value of a configuration variable, as git reads it for a path; nil when it is not set.
  package func configuredPath(_ name: String) -> String? {
    guard let lines = try? program.lines("config", ["--type=path", "--get", name]) else {
      return nil
    }
    return lines.first
  }

  /// Where git looks for hooks: `core.hooksPath`, or a folder of its own.
  ///
  /// See githooks(5): a relative path counts from where hooks run, the work tree's root.
  package var hooksFolder: String {
    guard let configured = configuredPath("core.hooksPath"), !configured.isEmpty else {
      return "\(commonFolder)/hooks"
    }
    return configured.hasPrefix("/") ? configured : "\(workTree ?? gitFolder)/\(configured)"
  }

  /// The commit that HEAD names; nil on a branch without commits.
  package func head() -> ObjectID? {
    guard let lines = try? program.lines("rev-parse", ["--verify", "--quiet", "HEAD^{commit}"])
    else { return nil }
    return lines.first.flatMap { ObjectID($0) }
  }
}
