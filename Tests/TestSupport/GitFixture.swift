package import Foundation

/// A git repository made for one test, the same on every run: fixed names, dates and settings.
///
/// Neither the machine's nor the user's git configuration has a say.
package struct GitFixture: Sendable {
  /// The folder that holds the repository, and whatever the test puts beside it.
  package let folder: TemporaryFolder
  /// The repository's path relative to `folder`; empty for the folder itself.
  package let name: String

  /// The variables that git runs with.
  package static let environment = [
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada Author", "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_AUTHOR_DATE": "2024-01-02T03:04:05+01:00",
    "GIT_COMMITTER_NAME": "Cleo Committer", "GIT_COMMITTER_EMAIL": "cleo@example.com",
    "GIT_COMMITTER_DATE": "2024-01-02T03:04:05+01:00",
    "LC_ALL": "C", "TZ": "UTC", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
  ]

  /// Makes an empty repository with a branch `main`.
  ///
  /// - Parameters:
  ///   - name: Where it stands in the folder; made when it is missing.
  ///   - folder: The folder; nil makes a new one.
  ///   - options: More for `git init`, such as `--bare` or `--object-format=sha256`.
  /// - Throws: When git is missing or fails.
  package init(
    _ name: String = "", in folder: TemporaryFolder? = nil, options: [String] = []
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    self.name = name
    try self.folder.makeFolder(name)
    try git(["init", "-q", "-b", "main", "--template="] + options)
  }

  /// A repository that is there already, such as a clone or another work tree.
  ///
  /// - Parameters:
  ///   - name: Where it stands in the folder.
  ///   - folder: The folder.
  package init(existing name: String, in folder: TemporaryFolder) {
    self.folder = folder
    self.name = name
  }

  /// The repository's absolute path.
  package var path: String { name.isEmpty ? folder.path : folder.path(name) }

  /// The absolute path of something in the repository.
  package func path(_ relative: String) -> String { "\(path)/\(relative)" }

  /// Writes a file in the work tree.
  package func write(_ relative: String, _ text: String) throws {
    try folder.write(name.isEmpty ? relative : "\(name)/\(relative)", text)
  }

  /// Runs git in the repository and returns its output as text.
  @discardableResult
  package func git(_ arguments: String...) throws -> String { try git(arguments) }

  /// Runs git in the repository.
  ///
  /// - Parameters:
  ///   - arguments: The command and its arguments.
  ///   - environment: Variables on top of `GitFixture.environment`, such as other dates.
  ///   - input: What git reads from standard input.
  ///   - accepted: The exit codes that mean success.
  /// - Returns: The output as text.
  /// - Throws: `Shell.Failure` for another exit code.
  @discardableResult
  package func git(
    _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
    accepted: Set<Int32> = [0]
  ) throws -> String {
    let output = try gitBytes(
      arguments, environment: environment, input: input, accepted: accepted)
    return String(decoding: output, as: UTF8.self)
  }

  /// Runs git in the repository and returns its output as it is; see `git(_:environment:input:)`.
  package func gitBytes(
    _ arguments: [String], environment: [String: String] = [:], input: Data? = nil,
    accepted: Set<Int32> = [0]
  ) throws -> Data {
    try Shell.run(
      URL(filePath: "/usr/bin/env"), ["git"] + arguments,
      environment: Self.environment.merging(environment) { $1 }, folder: path, input: input,
      accepted: accepted)
  }

  /// Adds everything and makes a commit.
  ///
  /// - Parameters:
  ///   - message: The message.
  ///   - day: The date's day in January 2024, so that commits can be told apart in time.
  /// - Returns: The commit's id.
  /// - Throws: When git fails.
  @discardableResult
  package func commit(_ message: String = "change", day: Int = 2) throws -> String {
    let date = "2024-01-\(day < 10 ? "0" : "")\(day)T03:04:05+01:00"
    try git("add", "-A")
    try git(
      ["commit", "-q", "--allow-empty", "-m", message],
      environment: ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date])
    return try git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
  }
}
