package import Basics
internal import Synchronization
internal import SystemIO

/// Every object that a part of the history reaches, by kind.
///
/// Blobs, trees, commits and tags stand in the order in which `BatchReader` reads them fastest:
/// against the order of the pack, so that the bases of many deltas are still in git's cache.
/// Several readers should take turns with runs of about 2,000 neighbours.
package struct ReachableObjects: Sendable {
  package private(set) var commits: [ObjectID] = []
  package private(set) var tags: [ObjectID] = []
  package private(set) var trees: [ObjectID] = []
  package private(set) var blobs: [ObjectID] = []
  /// Named by some object, but not in the repository: a partial clone, or damage.
  package private(set) var missing: [ObjectID] = []
  /// What git warned of, such as reflogs that name objects long gone.
  package private(set) var warnings: [String] = []

  /// Lists the objects.
  ///
  /// - Throws: `GitError`; `emptyRepository` when the scope is everything and there is nothing.
  package init(in repository: Repository, scope: HistoryScope) throws(GitError) {
    let listed: Listing
    var store: [Entry] = []
    if scope == .everything {
      (listed, store) = try Self.walkAndStore(repository)
      if listed.ids.isEmpty, listed.missing.isEmpty {
        throw GitError(.emptyRepository, command: "git rev-list")
      }
    } else {
      listed = try Self.list(repository, scope)
      if listed.ids.isEmpty, listed.missing.isEmpty {
        try repository.checkThatGitAnswers(instead: "git rev-list")
      }
    }
    missing = listed.missing
    warnings = listed.warnings

    var rest = Set(listed.ids)
    for entry in store.reversed() where rest.remove(entry.id) != nil { add(entry.id, entry.kind) }
    // Without a listing of the store, or for objects that came in meanwhile.
    let unsorted = rest.count == listed.ids.count ? listed.ids : listed.ids.filter(rest.contains)
    try addByAsking(repository, unsorted)
  }

  /// Lists every object that is stored, reachable or not.
  ///
  /// For a repository that is too damaged to be walked. Objects that are damaged themselves are
  /// not listed.
  ///
  /// - Throws: `GitError`.
  package init(storedIn repository: Repository) throws(GitError) {
    for entry in try Self.store(repository).reversed() { add(entry.id, entry.kind) }
  }

  /// Objects that the whole history names, but the repository does not have.
  ///
  /// - Throws: `GitError`.
  package static func missing(in repository: Repository) throws(GitError) -> [ObjectID] {
    try list(repository, .everything).missing
  }

  private mutating func add(_ id: ObjectID, _ kind: ObjectKind) {
    switch kind {
    case .commit: commits.append(id)
    case .tag: tags.append(id)
    case .tree: trees.append(id)
    case .blob: blobs.append(id)
    }
  }

  private mutating func addByAsking(
    _ repository: Repository, _ ids: [ObjectID]
  ) throws(GitError) {
    guard !ids.isEmpty else { return }
    var input: [UInt8] = []
    for id in ids { input += id.hexDigits + [UInt8(ascii: "\n")] }
    var command = try repository.start(
      ["cat-file", "--batch-check=%(objectname) %(objecttype)", "--buffer"])
    command.queue(input)
    try command.endInput()
    for id in ids {
      guard try command.nextRecord(endedBy: UInt8(ascii: "\n")) else {
        _ = try command.finish()
        throw command.unexpected("fewer objects than asked for")
      }
      if let entry = command.withRecord({ Entry($0) }), entry.id == id {
        add(entry.id, entry.kind)
      } else {
        missing.append(id)
      }
    }
    _ = try command.finish()
  }

  // MARK: Git's listings

  private struct Entry: Sendable {
    let id: ObjectID
    let kind: ObjectKind

    /// Reads `<id> <kind>`.
    init?(_ line: Span<UInt8>) {
      guard let space = line.indices.first(where: { line[$0] == UInt8(ascii: " ") }),
        let id = ObjectID(hex: line.extracting(..<space)),
        let kind = ObjectKind(rawValue: String(decoding: line.extracting((space + 1)...)))
      else { return nil }
      self.id = id
      self.kind = kind
    }
  }

  private struct Listing: Sendable {
    var ids: [ObjectID] = []
    var missing: [ObjectID] = []
    var warnings: [String] = []
  }

  private static func list(
    _ repository: Repository, _ scope: HistoryScope
  ) throws(GitError) -> Listing {
    var listing = Listing()
    var command = try repository.start(
      ["rev-list", "--objects", "--no-object-names", "--missing=print"], scope: scope)
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      let isUnderstood = command.withRecord { line in
        let isMissing = !line.isEmpty && line[0] == UInt8(ascii: "?")
        guard let id = ObjectID(hex: isMissing ? line.extracting(1...) : line) else { return false }
        if isMissing { listing.missing.append(id) } else { listing.ids.append(id) }
        return true
      }
      // A line cut short by a git that failed is that failure, not a riddle.
      if !isUnderstood {
        _ = try command.finish()
        throw command.unexpected("a line without an object id")
      }
    }
    listing.warnings = try command.finish()
    return listing
  }

  private static func store(_ repository: Repository) throws(GitError) -> [Entry] {
    var entries: [Entry] = []
    var command = try repository.start([
      "cat-file", "--batch-check=%(objectname) %(objecttype)", "--batch-all-objects",
      "--unordered", "--buffer",
    ])
    while try command.nextRecord(endedBy: UInt8(ascii: "\n")) {
      // A damaged object has no kind here; what is reachable is asked for again later.
      if let entry = command.withRecord({ Entry($0) }) { entries.append(entry) }
    }
    _ = try command.finish()
    return entries
  }

  /// Both listings at once, each on a thread: the second costs nothing on a second processor.
  private static func walkAndStore(
    _ repository: Repository
  ) throws(GitError) -> (Listing, [Entry]) {
    let results = Results()
    Threads.run(2) { worker in
      if worker == 0 {
        do throws(GitError) {
          let listing = try list(repository, .everything)
          results.walked.withLock { $0 = .success(listing) }
        } catch {
          results.walked.withLock { $0 = .failure(error) }
        }
      } else {
        // Only the order depends on it: without it all kinds are asked for.
        let entries = (try? store(repository)) ?? []
        results.stored.withLock { $0 = entries }
      }
    }
    guard let listing = results.walked.withLock({ $0 }) else {
      throw GitError(.unexpectedOutput, command: "git rev-list")
    }
    return (try listing.get(), results.stored.withLock { $0 })
  }

  /// What the two threads leave.
  private final class Results: Sendable {
    let walked = Mutex<Result<Listing, GitError>?>(nil)
    let stored = Mutex<[Entry]>([])
  }
}
