import SystemIO

/// How git is started for a folder.
struct GitProgram: Sendable {
  private let executable: String
  private let environment: ProcessEnvironment
  private let folder: String

  init(folder: String, usesEnvironment: Bool) throws(GitError) {
    let current = ProcessEnvironment.current
    do throws(SystemError) {
      executable = try Executable.find("git", in: current)
    } catch {
      throw GitError(error, command: "")
    }
    var kept = current.filtered { name in
      guard name.hasPrefix("GIT_") else { return true }
      return Self.trust.contains(name) || name.hasPrefix("GIT_CONFIG_KEY_")
        || name.hasPrefix("GIT_CONFIG_VALUE_") || (usesEnvironment && Self.place.contains(name))
    }
    kept["LC_ALL"] = "C"
    kept["GIT_OPTIONAL_LOCKS"] = "0"
    kept["GIT_TERMINAL_PROMPT"] = "0"
    kept["GIT_NO_LAZY_FETCH"] = "1"
    environment = kept
    self.folder = folder
  }

  /// Variables that say where the repository, its index and its objects are: set in hooks.
  private static let place: Set<String> = [
    "GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_PREFIX",
  ]

  /// Variables that a user sets to say which configuration counts, and whom to trust.
  private static let trust: Set<String> = [
    "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
  ]

  /// Nothing that a repository's configuration names is executed or changes what is printed.
  private static let safety = [
    "--no-replace-objects", "--no-pager", "--literal-pathspecs",
    "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "color.ui=false",
    "-c", "log.showSignature=false", "-c", "protocol.allow=never",
    "-c", "submodule.recurse=false",
  ]

  func request(_ command: String, _ arguments: [String]) -> ProcessRequest {
    ProcessRequest(
      executable: executable, arguments: Self.safety + [command] + arguments,
      environment: environment, workingFolder: folder)
  }

  func run(
    _ command: String, _ arguments: [String], input: [UInt8] = []
  ) throws(GitError) -> [UInt8] {
    let result: ProcessResult
    do throws(SystemError) {
      result = try ChildProcess.run(request(command, arguments), input: input)
    } catch {
      throw GitError(error, command: command)
    }
    guard result.status.isSuccess else {
      throw GitError(command: command, status: result.status, errors: result.errors)
    }
    return result.output
  }

  /// Runs git and splits what it wrote into lines.
  func lines(_ command: String, _ arguments: [String]) throws(GitError) -> [String] {
    try run(command, arguments).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
