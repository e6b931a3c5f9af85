package import Basics
internal import GitFormat
internal import SystemIO

/// A git repository, found from any folder in it.
package struct Repository: Sendable {
  /// The program that reads it.
  package let program: GitProgram
  /// The folder it was found from; commands run there.
  package let folder: String
  /// Folder of this work tree's own data (`HEAD`, index), absolute.
  package let gitDirectory: String
  /// Folder of what all work trees share (objects, refs), absolute; often the same.
  package let commonDirectory: String
  /// Path of the index, whether it exists or not.
  package let indexPath: String
  /// The uppermost folder of the work tree; nil in a bare repository and inside `.git`.
  package let topLevel: String?
  /// Whether it has no work tree.
  package let isBare: Bool
  /// Whether its history was cut off when it was cloned.
  package let isShallow: Bool
  /// The hash that names its objects.
  package let objectFormat: ObjectFormat

  /// Finds the repository that a folder belongs to, with one process: in a work tree, in a bare
  /// repository, or in `.git` itself.
  ///
  /// - Throws: `GitError`; `notARepository` and `dubiousOwnership` among others.
  package init(containing folder: String, program: GitProgram) throws(GitError) {
    guard FileSystem.isFolder(folder) else {
      let error = SystemError(code: 2, operation: "open", path: folder)
      throw GitError(.system(error), command: "git rev-parse")
    }
    // The top level comes last: where there is none, git fails there with the rest printed.
    let asked = [
      "--show-object-format", "--is-bare-repository", "--is-shallow-repository",
      "--is-inside-work-tree", "--absolute-git-dir", "--git-common-dir",
    ]
    let arguments = ["rev-parse"] + asked + ["--git-path", "index", "--show-toplevel"]
    let result = try program.run(arguments, in: folder)
    var lines = result.output.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    let isInside = lines.count > 3 && lines[3] == "true"
    if !result.status.isSuccess {
      let error = GitError(
        status: result.status, command: "git rev-parse", errors: result.errors)
      guard !isInside, error.message == "this operation must be run in a work tree" else {
        throw error
      }
    }
    guard lines.count >= 7, let format = ObjectFormat(rawValue: lines[0]) else {
      throw GitError(.unexpectedOutput, command: "git rev-parse", message: lines.first ?? "")
    }
    if lines.count != (isInside ? 8 : 7) {
      // A path with a newline in it: ask for each by itself.
      for (index, question) in [(4, [asked[4]]), (5, [asked[5]]), (6, ["--git-path", "index"])] {
        lines[index] = try Self.answer(to: question, in: folder, program)
      }
      lines.removeSubrange(7...)
      if isInside { lines.append(try Self.answer(to: ["--show-toplevel"], in: folder, program)) }
    }
    let base = try Self.absolute(folder)
    self.program = program
    self.folder = folder
    objectFormat = format
    isBare = lines[1] == "true"
    isShallow = lines[2] == "true"
    gitDirectory = lines[4]
    commonDirectory = Self.join(base, lines[5])
    indexPath = Self.join(base, lines[6])
    topLevel = isInside ? lines[7] : nil
  }

  /// Takes what was found from files.
  init(_ place: RepositoryPlace, folder: String, program: GitProgram) {
    self.program = program
    self.folder = folder
    gitDirectory = place.gitDirectory
    commonDirectory = place.commonDirectory
    indexPath = place.indexPath
    topLevel = place.topLevel
    isBare = place.topLevel == nil
    isShallow = place.isShallow
    objectFormat = place.objectFormat
  }

  /// Runs a git command in the repository; see `GitProgram.output`.
  package func output(_ arguments: [String], input: [UInt8] = []) throws(GitError) -> [UInt8] {
    try program.output(arguments, in: folder, input: input)
  }

  /// Asks git what it cannot answer with nothing.
  ///
  /// Where a command that may have nothing to say has said nothing: a program that only seems to be
  /// git would make that an all-clear.
  func checkThatGitAnswers(instead command: String) throws(GitError) {
    let answer = try output(["rev-parse", "--show-object-format"])
    guard String(decoding: answer, as: UTF8.self) == "\(objectFormat.rawValue)\n" else {
      throw GitError(.unexpectedOutput, command: command, message: "nothing at all")
    }
  }

  /// Starts a git command in the repository.
  ///
  /// - Parameters:
  ///   - arguments: The command and what follows it.
  ///   - patience: For how long it may be silent, in milliseconds; nil for the usual time.
  /// - Returns: The command, running.
  /// - Throws: ``GitError`` when it cannot be started.
  func start(_ arguments: [String], patience: Int32? = nil) throws(GitError) -> GitCommand {
    try program.start(arguments, in: folder, patience: patience)
  }

  /// The full id that a revision names, such as `HEAD` or `main^{commit}`; nil when there is none.
  package func resolve(_ revision: String) throws(GitError) -> ObjectID? {
    guard !revision.hasPrefix("-"), !revision.isEmpty else { return nil }
    let result = try program.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", revision], in: folder)
    switch result.status {
    case .exited(0):
      let digits = Array(result.output.prefix { $0 != UInt8(ascii: "\n") })
      guard let id = ObjectID(hex: digits.span) else {
        throw GitError(.unexpectedOutput, command: "git rev-parse")
      }
      return id
    case .exited(1):
      return nil
    default:
      throw GitError(status: result.status, command: "git rev-parse", errors: result.errors)
    }
  }

  private static func answer(
    to question: [String], in folder: String, _ program: GitProgram
  ) throws(GitError) -> String {
    let output = try program.output(["rev-parse"] + question, in: folder)
    return String(decoding: output.dropLast(), as: UTF8.self)
  }

  private static func absolute(_ folder: String) throws(GitError) -> String {
    do throws(SystemError) {
      return try FileSystem.realPath(folder)
    } catch {
      throw GitError(.system(error), command: "git rev-parse")
    }
  }

  private static func join(_ base: String, _ path: String) -> String {
    path == "." ? base : FileSystem.join(base, path)
  }
}
