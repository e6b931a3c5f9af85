package import SystemIO

/// The `git` program, run so that neither its user's taste nor a hostile repository matters.
///
/// A repository is untrusted: nothing that its configuration names may run. No file monitor, hook,
/// filter, text conversion, external diff, pager, signature check or transport is ever started:
/// only commands are used that run none, and what a setting could turn on is turned off.
package struct GitProgram: Sendable {
  /// Path of the program.
  package let executable: String
  /// All variables that git sees.
  package let environment: ProcessEnvironment

  /// Finds git.
  ///
  /// - Parameters:
  ///   - environment: The user's; what git needs of it is handed on.
  ///   - honoursHookVariables: Whether `GIT_DIR`, `GIT_INDEX_FILE` and their like count, as they
  ///     must inside a hook; when somebody has named another repository they must not.
  /// - Throws: `GitError` with `notInstalled`.
  package init(
    environment: ProcessEnvironment = .current, honoursHookVariables: Bool = true
  ) throws(GitError) {
    do throws(SystemError) {
      executable = try environment.program(named: "git")
    } catch {
      throw GitError(.notInstalled, command: "git", message: "\(error)")
    }
    var clean = environment.filtered { name in
      Self.kept.contains(name) || Self.keptPrefixes.contains { name.hasPrefix($0) }
        || (honoursHookVariables && Self.hookVariables.contains(name))
    }
    for (name, value) in Self.fixed { clean[name] = value }
    self.environment = clean
  }

  /// Handed on: where git and its user's settings are (`safe.directory` among them), and how far
  /// up a repository is searched for.
  private static let kept: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SUDO_UID", "TMPDIR", "LD_LIBRARY_PATH", "GIT_EXEC_PATH",
    "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
  ]
  /// `GIT_CONFIG_GLOBAL`, `_SYSTEM`, `_NOSYSTEM`, `_COUNT`, `_KEY_0`, `_PARAMETERS` and so on.
  private static let keptPrefixes = ["XDG_", "GIT_CONFIG_"]
  /// Set by git for its hooks: which repository, which index, which objects not yet accepted.
  private static let hookVariables: Set<String> = [
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_SHALLOW_FILE",
  ]
  private static let fixed: [(name: String, value: String)] = [
    ("LC_ALL", "C"), ("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_PAGER", "cat"), ("GIT_NO_LAZY_FETCH", "1"),
    // Before 2.45 git knows no GIT_NO_LAZY_FETCH: then no protocol is allowed to fetch by.
    ("GIT_ALLOW_PROTOCOL", "none"),
    // Grafts could hide history; a file that cannot exist means none, without a warning.
    ("GIT_GRAFT_FILE", "/dev/null/none"),
  ]

  /// Settings that win over those of the repository.
  private static let settings = [
    "--no-pager", "--no-replace-objects", "--literal-pathspecs",
    "-c", "core.fsmonitor=", "-c", "core.quotePath=false",
    // A commit-graph file is a second account of who is whose parent, and it is not checked.
    "-c", "core.commitGraph=false",
    "-c", "color.ui=false", "-c", "log.showSignature=false", "-c", "protocol.allow=never",
    "-c", "submodule.recurse=false",
  ]

  /// Starts a git command in a folder.
  func start(
    _ arguments: [String], in folder: String, patience: Int32? = nil
  ) throws(GitError) -> GitCommand {
    var request = request(arguments, in: folder)
    if let patience { request.patience = patience }
    return try GitCommand(request, name: name(arguments))
  }

  /// Runs a git command to its end and returns its standard output; one that fails is an error.
  package func output(
    _ arguments: [String], in folder: String, input: [UInt8] = []
  ) throws(GitError) -> [UInt8] {
    let result = try run(arguments, in: folder, input: input)
    guard result.status.isSuccess else {
      throw GitError(status: result.status, command: name(arguments), errors: result.errors)
    }
    return result.output
  }

  /// Runs a git command to its end, for those whose status is an answer.
  package func run(
    _ arguments: [String], in folder: String, input: [UInt8] = []
  ) throws(GitError) -> ProcessResult {
    do throws(SystemError) {
      return try ChildProcess.run(request(arguments, in: folder), input: input)
    } catch {
      throw GitError(.system(error), command: name(arguments))
    }
  }

  private func request(_ arguments: [String], in folder: String) -> ProcessRequest {
    ProcessRequest(
      executable: executable, arguments: Self.settings + arguments, environment: environment,
      workingFolder: folder)
  }

  func name(_ arguments: [String]) -> String { "git \(arguments.first ?? "")" }
}
