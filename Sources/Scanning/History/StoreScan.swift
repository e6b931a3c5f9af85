import Basics
import Detection
import Findings
import GitObjects
import Synchronization
import SystemIO

/// Scans all that a repository stores, reading the objects itself.
///
/// Everything is looked at, in the order in which it is stored. What can be reached from the
/// repository's refs is worked out afterwards, and only for what holds secrets.
struct StoreScan {
  private let repository: Repository
  private let settings: ScanSettings
  private let progress: ScanProgress
  private let store: ObjectStore
  private let walk: PackWalk
  private var commits: [CommitTable.Commit] = []
  /// Which objects trees name.
  private var links: [TreeLinks] = []
  private(set) var sightings: [Sighting] = []
  /// Whether any tree names a submodule.
  private(set) var holdsSubmodule = false
  /// Whether something is missing or damaged, so that what is reachable cannot be told.
  private var isBroken = false

  /// Opens the store; nil when it has parts that only git can read.
  init?(_ repository: Repository, _ settings: ScanSettings, _ progress: ScanProgress) {
    let store = ObjectStore(repository)
    let isKnown = store.problems.allSatisfy {
      if case .unsupported = $0.reason { false } else { true }
    }
    guard isKnown else { return nil }
    self.repository = repository
    self.settings = settings
    self.progress = progress
    self.store = store
    walk = PackWalk(store)
  }

  /// Scans every object.
  ///
  /// - Parameters:
  ///   - detector: What to look for.
  ///   - refs: What they name must be there.
  ///   - gaps: Says what is thought of what is not.
  ///   - outcome: Takes counts and errors.
  /// - Returns: Whether it was not cancelled.
  /// - Throws: ``GitError`` when git, asked for what cannot be read here, fails.
  mutating func run(
    _ detector: Detector, _ refs: Refs, _ gaps: CloneGaps, _ outcome: inout ScanOutcome
  ) throws(GitError) -> Bool {
    progress.total.store(store.numberLimit, ordering: .relaxed)
    let (store, maxFileSize, progress) = (store, settings.maxFileSize, progress)
    let honoursComments = settings.suppression.honoursComments
    let workers = PerWorker(settings.threads) {
      StoreVisitor(
        detector, store: store, honoursComments: honoursComments, maxFileSize: maxFileSize,
        progress: progress)
    }
    walk.run(workers, isCancelled: settings.isCancelled)
    let isWhole = !settings.isCancelled()
    var failures: [StoreVisitor.Failure] = []
    var missing = Set(refs.all.map(\.target).filter { !store.contains($0) })
    var commits: [CommitTable.Commit] = []
    var sightings: [Sighting] = []
    var links: [TreeLinks] = []
    workers.forEach { visitor in
      outcome.take(visitor.objects)
      sightings += visitor.objects.scanner.sightings
      commits += visitor.commits
      links.append(visitor.links)
      holdsSubmodule = holdsSubmodule || visitor.holdsSubmodule
      missing.formUnion(visitor.missing)
      failures += visitor.failures
      outcome.skipped += visitor.skipped
    }
    outcome.errors += store.problems.map {
      ScanReport.ScanError(path: $0.file, message: "\($0.reason)")
    }
    self.commits = commits
    self.links = links
    self.sightings = sightings
    guard isWhole else { return false }
    try readWithGit(failures, detector, &outcome)
    name(missing, gaps, &outcome)
    return true
  }

  /// Lets git try what could not be read: it may know another copy.
  private mutating func readWithGit(
    _ failures: [StoreVisitor.Failure], _ detector: Detector, _ outcome: inout ScanOutcome
  ) throws(GitError) {
    guard !failures.isEmpty else { return }
    // What a recovered object leads to is not known either.
    isBroken = true
    let scanner = ObjectScanner(
      detector, honoursComments: settings.suppression.honoursComments)
    var errors: [ObjectID: ScanReport.ScanError] = [:]
    var malformed: Set<ObjectID> = []
    for failure in failures {
      guard let id = failure.id else {
        outcome.errors.append(
          ScanReport.ScanError(path: failure.error.file, message: "\(failure.error.reason)"))
        continue
      }
      errors[id] = ScanReport.ScanError(
        path: "object/\(id)", message: "the object is damaged: \(failure.error.reason)")
      if failure.isMalformed { malformed.insert(id) }
    }
    let unread = errors.keys.filter { !malformed.contains($0) }.sorted()
    var reader = try BatchReader(repository, largestObject: settings.maxFileSize ?? .max)
    try reader.read(unread[...]) { id, kind, content in
      errors[id] = nil
      scanner.scan(id, kind, content)
    } unreadable: { _, _ in
    }
    try reader.finish()
    outcome.take(scanner)
    sightings += scanner.scanner.sightings
    outcome.errors += errors.values
  }

  /// Names objects that are missing, if they can be reached.
  private mutating func name(
    _ missing: Set<ObjectID>, _ gaps: CloneGaps, _ outcome: inout ScanOutcome
  ) {
    guard !missing.isEmpty else { return }
    var named = Array(missing)
    do throws(GitError) {
      named = try ReachableObjects.missing(in: repository)
    } catch {
      // Git does not get past a missing commit; then each object counts that another one names.
      outcome.gaps.append(
        ScanReport.ScanError(
          path: repository.folder,
          message: "git cannot tell what is reachable, so everything stored counts: \(error)"))
    }
    isBroken = isBroken || !named.isEmpty
    outcome.gaps += gaps.missing(named)
  }

  /// Takes what was seen elsewhere.
  mutating func add(_ sightings: [Sighting]) { self.sightings += sightings }

  /// Says who brought the secrets in, and leaves out those that nothing reaches, unless they are
  /// asked for: then they come without a commit.
  ///
  /// Beyond a missing commit nobody knows what is reachable: then everything counts.
  ///
  /// - Parameters:
  ///   - refs: The refs of the repository.
  ///   - tips: Where the history begins.
  ///   - redact: Redacts secrets in a short text.
  /// - Returns: The places, and how far the secrets have got.
  func attribute(
    _ refs: Refs, _ tips: [ObjectID], redact: @escaping (String) -> String
  ) -> ([Sighting], StandingSecrets) {
    let tips = HistoryTips(tips, in: store)
    let table = CommitTable(commits)
    let history = table.topological(from: tips.commits.compactMap { store.number(of: $0) })
    let marked = mark()
    var roots = Set(history.compactMap(\.tree).map { store.id(of: $0) })
    roots.formUnion(tips.trees)
    var reach = Reach(
      commits: Set(history.map { store.id(of: $0.number) }), tags: tips.tags, blobs: tips.blobs)
    for root in roots {
      let (blobs, trees) = marked.reachable(from: root)
      reach.blobs.formUnion(blobs)
      reach.trees.formUnion(trees)
    }
    var reached = sightings
    var unreached: [Sighting] = []
    if !isBroken {
      let split = reached.partition { !reach.contains($0) }
      if settings.includesUnreachable { unreached = Array(reached[split...]) }
      reached.removeSubrange(split...)
    }
    var attribution = Attribution(reached, isWhole: true, redact: redact)
    feed(history, table, marked, to: &attribution)
    let others = Attribution(unreached, isWhole: true, redact: redact)
    let head = refs.head.flatMap { store.number(of: $0) }.flatMap { table[$0]?.tree }
      .map { marked.reachable(from: store.id(of: $0)) }
    let standing = StandingSecrets(
      attribution, refs, headBlobs: head?.blobs ?? [], headTrees: head?.trees ?? [],
      CommitGraph(history, in: store))
    return (attribution.sightings + others.sightings, standing)
  }

  /// The trees that lead to secrets.
  private func mark() -> MarkedTrees {
    var blobs: Set<ObjectID> = []
    var trees: Set<ObjectID> = []
    var names: Set<[UInt8]> = []
    for sighting in sightings {
      guard let id = sighting.location.blob.flatMap({ ObjectID(hex: $0) }) else { continue }
      if sighting.location.subject == .path {
        trees.insert(id)
        names.insert(sighting.match.secret)
      } else {
        blobs.insert(id)
      }
    }
    return MarkedTrees(
      leadingTo: blobs, namesIn: trees,
      where: { name in names.contains { name.contains($0) } }, links: links, in: store)
  }

  private func feed(
    _ history: [CommitTable.Commit], _ table: CommitTable, _ marked: MarkedTrees,
    to attribution: inout Attribution
  ) {
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    for commit in history {
      let id = store.id(of: commit.number)
      var changes: [PathChange] = []
      if let tree = commit.tree.map(store.id), marked.contains(tree) {
        let parents = commit.parents.map { table[$0]?.tree.map(store.id) }
        changes = marked.changes(in: tree, from: parents)
      }
      guard !changes.isEmpty || attribution.awaits(id),
        (try? reader.read(id, limit: .max, into: &buffer)) == .commit,
        let commit = buffer.withBytes({
          try? CommitChanges(id: id, content: $0, changes: changes)
        })
      else { continue }
      attribution.add(commit)
    }
  }

  /// What can be reached from the tips.
  private struct Reach {
    var commits: Set<ObjectID>
    var tags: Set<ObjectID>
    var blobs: Set<ObjectID>
    var trees: Set<ObjectID> = []

    func contains(_ sighting: Sighting) -> Bool {
      let location = sighting.location
      switch location.subject {
      case .content: return location.blob.flatMap { ObjectID(hex: $0) }.map(blobs.contains) ?? true
      case .path: return location.blob.flatMap { ObjectID(hex: $0) }.map(trees.contains) ?? true
      case .refName: return true
      case .commitMessage, .author, .tagMessage:
        let parts = location.path.split(separator: "/")
        guard parts.count == 3, let id = ObjectID(hex: String(parts[1])) else { return true }
        return parts[0] == "tag" ? tags.contains(id) : commits.contains(id)
      }
    }
  }
}

extension ScanOutcome {
  /// Adds up what a worker has looked at, and what stands for something that is not here.
  mutating func take(_ objects: ObjectScanner) {
    scanned.blobs += objects.tally.blobs
    scanned.commits += objects.tally.commits
    scanned.bytes += objects.tally.bytes
    skipped += objects.skipped
  }
}
