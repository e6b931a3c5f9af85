/// What refs say.
extension GitRepository {
  /// Full names of all refs, sorted by git.
  ///
  /// - Throws: ``GitError``.
  package func refNames() throws(GitError) -> [String] {
    try run("for-each-ref", ["--format=%(refname)"]).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// Remote-tracking branches with their commits; symbolic ones, such as `origin/HEAD`, are left
  /// out since they only repeat another.
  ///
  /// - Throws: ``GitError``.
  package func remoteBranches() throws(GitError) -> [(name: String, commit: ObjectID)] {
    let output = try run(
      "for-each-ref", ["--format=%(objectname) %(refname:lstrip=2) %(symref)", "refs/remotes"])
    return output.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(
        separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[2].isEmpty, let commit = ObjectID(hex: fields[0]) else {
        return nil
      }
      return (String(decoding: fields[1], as: UTF8.self), commit)
    }
  }

  /// Blobs in the tree of HEAD's commit; none on a branch without commits.
  ///
  /// - Throws: ``GitError``.
  package func blobsAtHead() throws(GitError) -> [ObjectID] {
    guard head() != nil else { return [] }
    return try run("ls-tree", ["-r", "-z", "--full-tree", "HEAD"]).split(separator: 0).compactMap {
      entry in
      let fields = entry.prefix { $0 != UInt8(ascii: "\t") }.split(separator: UInt8(ascii: " "))
      return fields.count == 3 ? ObjectID(hex: fields[2]) : nil
    }
  }
}
