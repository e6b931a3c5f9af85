package import Basics

/// Which part of a repository's history is meant.
package enum HistoryScope: Sendable, Equatable {
  /// Every ref, `HEAD` of every work tree, every reflog (the stash's among them).
  case everything
  /// What revisions such as `A..B`, `^A` or `main` name; with a date, what was committed since, and
  /// then no revisions stand for everything. Annotated tags count whatever their date.
  case range([String], since: SinceDate? = nil)
  /// What no remote-tracking branch reaches; the stash is never pushed and is left out.
  case unpushed
  /// What some objects reach and others do not: what whoever has the others gains with the first.
  case gained([ObjectID], over: [ObjectID])

  /// The scope as arguments of `git rev-list` and `git log`, to stand last.
  ///
  /// - Throws: `GitError` with `badRevision` for a revision that git could take for an option.
  func arguments(for command: String) throws(GitError) -> [String] {
    switch self {
    case .everything:
      return ["--all", "--reflog"]
    case .unpushed:
      return ["--exclude=refs/stash", "--all", "--not", "--remotes"]
    case .gained:
      return ["--stdin"]
    case .range([], let since?):
      return Self.arguments(for: since) + ["--all", "--reflog"]
    case .range(let revisions, let since):
      guard !revisions.isEmpty else { throw GitError(.badRevision(""), command: command) }
      for revision in revisions
      where revision.isEmpty || revision.hasPrefix("-") || revision.utf8.contains(0) {
        throw GitError(.badRevision(revision), command: command)
      }
      let limit = since.map(Self.arguments) ?? []
      return limit + ["--end-of-options"] + revisions + ["--"]
    }
  }

  /// What those commands read from standard input: a push can name more than fits into arguments.
  var input: [UInt8] {
    guard case .gained(let new, let old) = self else { return [] }
    let newline = UInt8(ascii: "\n")
    return new.flatMap { $0.hexDigits + [newline] }
      + old.flatMap { [UInt8(ascii: "^")] + $0.hexDigits + [newline] }
  }

  /// In topological order git works out the boundary first, so that what older commits hold
  /// already is left out with them.
  private static func arguments(for since: SinceDate) -> [String] {
    ["--topo-order", "--since=\(since.argument)"]
  }

  /// Revisions without `--not`, which in git turns the meaning of all that follows it.
  ///
  /// - Parameter words: Revisions, and `--not` between them.
  /// - Returns: The same with `^`; a word that cannot be turned stays behind a `-`, which no
  ///   revision begins with.
  package static func withoutNot(_ words: [String]) -> [String] {
    var isTurned = false
    var revisions: [String] = []
    for word in words {
      if word == "--not" {
        isTurned.toggle()
      } else if !isTurned {
        revisions.append(word)
      } else if word.hasPrefix("^") {
        revisions.append(String(word.dropFirst()))
      } else {
        revisions.append((word.contains("..") ? "-" : "^") + word)
      }
    }
    return revisions
  }
}
