import SystemIO

extension Repository {
  /// Finds the repository that a folder belongs to.
  ///
  /// - Parameters:
  ///   - path: The folder, as the user named it.
  ///   - usesEnvironment: Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like count, as in a hook.
  /// - Throws: ``GitError``.
  package init(at path: String, usesEnvironment: Bool) throws(GitError) {
    try self.init(
      containing: path, program: GitProgram(honoursHookVariables: usesEnvironment))
  }

  /// The value of a configuration variable that is a path; nil when it is not set.
  ///
  /// See git-config(1), `--type=path`: a leading `~` stands for the user's folder.
  package func configuredPath(_ name: String) -> String? {
    let value = try? output(["config", "--type=path", "-z", "--get", name])
    return value.map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// Where git looks for hooks: `core.hooksPath`, or a folder of its own.
  ///
  /// See githooks(5): a relative path counts from where hooks run, the work tree's root.
  package var hooksFolder: String {
    guard let configured = configuredPath("core.hooksPath"), !configured.isEmpty else {
      return "\(commonDirectory)/hooks"
    }
    return configured.hasPrefix("/") ? configured : "\(topLevel ?? gitDirectory)/\(configured)"
  }
}
