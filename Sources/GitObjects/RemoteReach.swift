/// Which remote-tracking branches reach which commits.
package struct RemoteReach: Sendable {
  private var remotesByCommit: [ObjectID: [String]] = [:]

  /// Walks the history of every remote-tracking branch.
  ///
  /// - Parameters:
  ///   - commits: The commits to ask for.
  ///   - repository: Where they are.
  /// - Throws: ``GitError``.
  package init(
    of commits: Set<ObjectID>, in repository: GitRepository
  ) throws(GitError) {
    let branches = try repository.remoteBranches()
    guard !commits.isEmpty, !branches.isEmpty else { return }
    var parents: [ObjectID: [ObjectID]] = [:]
    var list = try repository.start("rev-list", ["--parents", "--remotes", "--"])
    while try list.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let ids = list.record.split(separator: UInt8(ascii: " ")).compactMap { ObjectID(hex: $0) }
      if let first = ids.first { parents[first] = Array(ids.dropFirst()) }
    }
    try list.finish()
    for branch in branches {
      var seen: Set<ObjectID> = [branch.commit]
      var waiting = [branch.commit]
      while let commit = waiting.popLast() {
        if commits.contains(commit) { remotesByCommit[commit, default: []].append(branch.name) }
        for parent in parents[commit] ?? [] where seen.insert(parent).inserted {
          waiting.append(parent)
        }
      }
    }
  }

  /// Names of the branches that reach a commit, such as `origin/main`.
  package func remotes(_ commit: ObjectID) -> [String] { remotesByCommit[commit] ?? [] }
}
