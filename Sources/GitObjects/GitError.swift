import SystemIO

/// Something that git could not do.
package struct GitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of trouble it is.
  package var kind: Kind
  /// What went wrong, and what to do where that is known.
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }

  /// Kinds of trouble that callers tell apart.
  package enum Kind: Sendable {
    case notInstalled
    case notARepository
    /// The repository belongs to another user, and git does not trust it.
    case dubiousOwnership
    case badRevision
    case failed
  }

  /// A git command that ended badly.
  ///
  /// - Parameters:
  ///   - command: The subcommand, such as `rev-list`.
  ///   - status: How it ended.
  ///   - errors: What it wrote to standard error.
  init(command: String, status: ExitStatus, errors: [UInt8]) {
    let text = String(decoding: errors, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    let fatal = lines.first { $0.hasPrefix("fatal: ") } ?? lines.last ?? ""
    let reason = fatal.hasPrefix("fatal: ") ? String(fatal.dropFirst(7)) : fatal
    if reason.hasPrefix("detected dubious ownership") {
      let advice = lines.first { $0.contains("safe.directory") }.map { "; if you trust it:\($0.replacingTabs)" }
      self.init(
        .dubiousOwnership,
        "git refuses: the repository belongs to another user" + (advice ?? ""))
    } else if reason.hasPrefix("not a git repository") {
      self.init(.notARepository, "not a git repository")
    } else if ["bad revision", "ambiguous argument", "unknown revision", "Invalid revision range"]
      .contains(where: reason.contains)
    {
      self.init(.badRevision, reason.prefixThroughUseWords)
    } else {
      self.init(.failed, "git \(command) failed (\(status)): \(reason)")
    }
  }

  /// A system call that failed while talking to git.
  init(_ error: SystemError, command: String) {
    if error.isNotFound, error.path == "git" {
      self.init(.notInstalled, "git is not installed, or not in PATH")
    } else {
      self.init(
        .failed, "git \(command): cannot \(error.operation) \(error.path): \(error.reason)")
    }
  }
}

extension String {
  fileprivate var replacingTabs: String {
    " " + split { $0 == "\t" || $0 == " " }.joined(separator: " ")
  }

  /// git adds a paragraph on how to tell revisions from paths, of no use here.
  fileprivate var prefixThroughUseWords: String {
    guard let cut = firstIndex(of: "\n") else { return self }
    return String(self[..<cut])
  }
}
