internal import GitFormat
import SystemIO

extension Repository {
  /// Finds the repository that a folder belongs to, without running git where its files say all.
  ///
  /// - Parameters:
  ///   - path: The folder, as the user named it.
  ///   - usesEnvironment: Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like count, as in a hook.
  ///   - asksGit: Whether git is asked in any case: slow, for comparison.
  /// - Throws: ``GitError``.
  package init(
    at path: String, usesEnvironment: Bool, asksGit: Bool = false
  ) throws(GitError) {
    let program = try GitProgram(honoursHookVariables: usesEnvironment)
    if !asksGit, let native = Repository(nativelyFrom: path, program: program) {
      self = native
    } else {
      try self.init(containing: path, program: program)
    }
  }

  /// Finds the repository from files alone; nil when git has to be asked.
  init?(nativelyFrom folder: String, program: GitProgram) {
    guard let place = RepositoryPlace(containing: folder, environment: program.environment) else {
      return nil
    }
    self.init(place, folder: folder, program: program)
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
