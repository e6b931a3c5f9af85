/// Which part of a history to read.
package enum HistoryScope: Sendable, Equatable {
  /// Everything that any ref, HEAD, reflog or stash reaches.
  case everything
  /// What a revision range of git brings in, such as `main..topic`.
  case range(String)
  /// What no remote-tracking branch reaches yet.
  case unpushed

  /// The revisions for `git rev-list` and `git log`.
  ///
  /// - Throws: ``GitError`` for a range that git would take for an option.
  func revisions() throws(GitError) -> [String] {
    switch self {
    case .everything: return ["--all", "--reflog"]
    case .unpushed: return ["--branches", "--tags", "HEAD", "--not", "--remotes"]
    case .range(let range):
      let parts = range.split(separator: " ").map(String.init)
      guard !parts.isEmpty, parts.allSatisfy({ !$0.hasPrefix("-") }) else {
        throw GitError(.badRevision, "bad range `\(range)`")
      }
      return parts
    }
  }
}

/// The objects of a scope, in the order in which git stores them.
package struct ReachableObjects: Sendable {
  /// Ids of everything but what is missing, neighbours in a pack next to each other.
  package var ids: [ObjectID] = []
  /// Number of commits among them.
  package var commits = 0
  /// Objects that are named but not there.
  package var missing: [ObjectID] = []

  /// Asks git for the objects of a scope.
  ///
  /// - Throws: ``GitError``.
  package init(of scope: HistoryScope, in repository: GitRepository) throws(GitError) {
    var revisions = try scope.revisions()
    if scope == .unpushed, repository.head() == nil { revisions.removeAll { $0 == "HEAD" } }
    var reachable: Set<ObjectID> = []
    var list = try repository.start(
      "rev-list", ["--objects", "--no-object-names", "--missing=print"] + revisions + ["--"])
    while try list.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let record = list.record
      if record.first == UInt8(ascii: "?") {
        if let id = ObjectID(hex: record.dropFirst()) { missing.append(id) }
      } else if let id = ObjectID(hex: record) {
        reachable.insert(id)
      }
    }
    try list.finish()
    try sortByStorage(reachable, in: repository)
  }

  /// Puts the objects in the order of the packs, in which git reads them quickest.
  private mutating func sortByStorage(
    _ reachable: Set<ObjectID>, in repository: GitRepository
  ) throws(GitError) {
    var rest = reachable
    ids.reserveCapacity(reachable.count)
    var list = try repository.start(
      "cat-file",
      [
        "--batch-all-objects", "--unordered", "--buffer", "--batch-check=%(objectname) %(objecttype)",
      ])
    while try list.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let fields = list.record.split(separator: UInt8(ascii: " "))
      guard let name = fields.first, let id = ObjectID(hex: name), rest.remove(id) != nil else {
        continue
      }
      ids.append(id)
      if fields.last?.first == UInt8(ascii: "c") { commits += 1 }
    }
    try list.finish()
    missing += rest.sorted()
  }
}
