/// A commit, and what it changes against its parents.
package struct CommitChanges: Sendable {
  package var id: ObjectID
  package var parents: [ObjectID]
  package var author: String
  package var email: String
  /// Author date in RFC 3339.
  package var date: String
  /// First line of the message.
  package var summary: String
  /// Files that differ from every parent.
  package var changes: [Change] = []

  /// A file that a commit brings in.
  package struct Change: Sendable {
    /// Path from the root, as git stores it.
    package var path: [UInt8]
    /// The blob that the commit has there.
    package var blob: ObjectID
    /// The blobs that its parents have there.
    package var oldBlobs: [ObjectID]
  }
}

/// All commits of a scope with their changes, parents before children.
package enum ChangeLog {
  /// Calls `body` for each commit, in topological order.
  ///
  /// - Parameters:
  ///   - scope: Which commits.
  ///   - repository: Where they are.
  ///   - body: Is given each commit.
  /// - Throws: ``GitError``.
  package static func forEachCommit(
    of scope: HistoryScope, in repository: GitRepository, _ body: (CommitChanges) -> Void
  ) throws(GitError) {
    var revisions = try scope.revisions()
    if scope == .unpushed, repository.head() == nil { revisions.removeAll { $0 == "HEAD" } }
    var git = try repository.start(
      "log",
      [
        "-z", "--raw", "-c", "--root", "--no-abbrev", "--no-renames", "--no-ext-diff",
        "--no-textconv", "--no-relative", "--ignore-submodules=none", "--topo-order", "--reverse",
        "--encoding=UTF-8", "--format=tformat:%x01%H%n%P%n%an%n%ae%n%aI%n%s",
      ] + revisions + ["--"])
    var current: CommitChanges?
    var pending: CommitChanges.Change?
    while try git.nextRecord(endedBy: 0) {
      var record = git.record[...]
      if var change = pending {
        change.path = Array(record)
        if !change.blob.isZero { current?.changes.append(change) }
        pending = nil
        continue
      }
      while record.first == UInt8(ascii: "\n") { record.removeFirst() }
      switch record.first {
      case 1:
        if let current { body(current) }
        current = header(record.dropFirst())
      case UInt8(ascii: ":"): pending = change(record)
      default: continue
      }
    }
    try git.finish()
    if let current { body(current) }
  }

  private static func header(_ record: ArraySlice<UInt8>) -> CommitChanges? {
    let lines = record.split(
      separator: UInt8(ascii: "\n"), maxSplits: 5, omittingEmptySubsequences: false)
    guard lines.count == 6, let id = ObjectID(hex: lines[0]) else { return nil }
    func text(_ index: Int) -> String { String(decoding: lines[index], as: UTF8.self) }
    return CommitChanges(
      id: id, parents: lines[1].split(separator: UInt8(ascii: " ")).compactMap { ObjectID(hex: $0) },
      author: text(2), email: text(3), date: text(4),
      summary: text(5).split(separator: "\n").first.map(String.init) ?? "")
  }

  /// `:MODE MODE OLD NEW M`, with one more colon, mode and old id for each further parent.
  private static func change(_ record: ArraySlice<UInt8>) -> CommitChanges.Change? {
    let parents = record.prefix { $0 == UInt8(ascii: ":") }.count
    let fields = record.dropFirst(parents).split(separator: UInt8(ascii: " "))
    let ids = fields.dropFirst(parents + 1).prefix(parents + 1).compactMap { ObjectID(hex: $0) }
    guard ids.count == parents + 1, let blob = ids.last else { return nil }
    return CommitChanges.Change(path: [], blob: blob, oldBlobs: ids.dropLast())
  }
}
