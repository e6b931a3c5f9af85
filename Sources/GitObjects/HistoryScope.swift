/// Which part of a repository's history is meant.
package enum HistoryScope: Sendable, Equatable {
  /// Every ref, `HEAD` of every work tree, every reflog (the stash's among them).
  case everything
  /// What revisions such as `A..B`, `^A` or `main` name.
  case range([String])
  /// What no remote-tracking branch reaches; the stash is never pushed and is left out.
  case unpushed

  /// The scope as arguments of `git rev-list` and `git log`, to stand last.
  ///
  /// - Throws: `GitError` with `badRevision` for a revision that git could take for an option.
  func arguments(for command: String) throws(GitError) -> [String] {
    switch self {
    case .everything:
      return ["--all", "--reflog"]
    case .unpushed:
      return ["--exclude=refs/stash", "--all", "--not", "--remotes"]
    case .range(let revisions):
      guard !revisions.isEmpty else { throw GitError(.badRevision(""), command: command) }
      for revision in revisions
      where revision.isEmpty || revision.hasPrefix("-") || revision.utf8.contains(0) {
        throw GitError(.badRevision(revision), command: command)
      }
      return ["--end-of-options"] + revisions + ["--"]
    }
  }
}
