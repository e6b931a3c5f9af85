package import SystemIO

/// A git command that could not answer.
package struct GitError: Error, Sendable, Equatable {
  /// Why.
  package enum Reason: Sendable, Equatable {
    /// There is no `git` in `PATH`.
    case notInstalled
    /// The folder belongs to no repository.
    case notARepository
    /// Somebody else owns the repository; git does not read it until the user allows that.
    ///
    /// The command that allows it, as git prints it; empty when git printed none.
    case dubiousOwnership(remedy: String)
    /// A revision or range that git does not understand, or that the repository does not hold.
    case badRevision(String)
    /// These revisions only say what to leave out.
    case nothingIncluded(String)
    /// There is no commit yet, nor any other object that a ref or reflog names.
    case emptyRepository
    /// Git ended with this status.
    case failed(ExitStatus)
    /// Git answered something that is not to be understood.
    case unexpectedOutput
    /// The system refused: a pipe, a file, the process itself.
    case system(SystemError)
  }

  /// Why.
  package let reason: Reason
  /// The command, such as `git rev-list`.
  package let command: String
  /// What git said: the line of its standard error that matters most; may be empty.
  package let message: String

  /// Makes an error of its parts.
  package init(_ reason: Reason, command: String, message: String = "") {
    self.reason = reason
    self.command = command
    self.message = message
  }

  /// Finds out from what git printed, in English (`LC_ALL=C`), why it failed.
  init(status: ExitStatus, command: String, errors: [UInt8]) {
    let lines = String(decoding: errors, as: UTF8.self)
      .split(whereSeparator: \.isNewline).map { String($0) }
    let fatal = lines.first { $0.hasPrefix("fatal: ") }
    let line = fatal ?? lines.first { $0.hasPrefix("error: ") } ?? lines.first ?? ""
    let message =
      line.hasPrefix("fatal: ") || line.hasPrefix("error: ") ? String(line.dropFirst(7)) : line
    self.init(
      Self.reason(of: message, lines: lines) ?? .failed(status), command: command,
      message: message)
  }

  /// The texts that git has used for these since version 2.25.
  private static func reason(of message: String, lines: [String]) -> Reason? {
    if message.hasPrefix("detected dubious ownership") || message.hasPrefix("unsafe repository") {
      let remedy = lines.first { $0.contains("git config --global --add safe.directory") } ?? ""
      return .dubiousOwnership(remedy: String(remedy.drop(while: \.isWhitespace)))
    }
    if message.hasPrefix("not a git repository") { return .notARepository }
    for start in ["bad revision", "ambiguous argument", "bad object", "Invalid revision range"]
    where message.hasPrefix(start) {
      let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
      let last = message.split(separator: " ").last.map { String($0) } ?? ""
      return .badRevision(quoted.count >= 3 ? String(quoted[1]) : last)
    }
    return nil
  }
}

extension GitError: CustomStringConvertible {
  package var description: String {
    let said = message.isEmpty ? "" : ": \(message)"
    switch reason {
    case .notInstalled:
      return "git is not installed, or not in a folder that PATH names"
    case .notARepository:
      return "this is no git repository"
    case .dubiousOwnership(let remedy):
      let help = remedy.isEmpty ? "" : "; if you trust it, run: \(remedy)"
      return "the repository belongs to another user\(help)"
    case .badRevision(let revision):
      return "'\(revision)' is no revision or range of this repository"
    case .nothingIncluded(let revisions):
      return "'\(revisions)' only says what to leave out: there is nothing to scan"
    case .emptyRepository:
      return "the repository is empty: it has no commit yet"
    case .failed(let status):
      return "\(command) failed (\(status))\(said)"
    case .unexpectedOutput:
      return "\(command) gave an answer that cannot be understood\(said)"
    case .system(let error):
      return "\(command): \(error)"
    }
  }
}
