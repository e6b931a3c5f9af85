import Basics
import Detection
import Engine
import FileTree
import Findings
import GitFormat
import GitRepository
import SystemIO

/// Reads a repository's history for a scan: one pipeline for all of it and for any part, whoever reads
/// the objects.
///
/// All of it is read in the order in which it is stored, and what the refs reach is worked out
/// afterwards, only for what holds secrets. Of a part, the commits are read first, then the trees
/// that they bring in, level by level, then the blobs.
struct HistoryReader {
  let source: HistorySource
  let repository: Repository
  let run: ScanRun
  let refs: Refs
  var store: any ObjectStore
  let missing: MissingObjects
  let shallow: Set<ObjectID>
  let limits: CloneLimits
  let redact: (String) -> String
  private let secondOpinion: SecondOpinion
  var occurrences: [Occurrence] = []
  /// What the repository does not have: left out or an error, which the user decides.
  var gaps: [ScanReport.ScanError] = []
  private let problems: [ObjectError]

  /// Opens the objects.
  ///
  /// - Throws: ``GitError``.
  init(
    _ source: HistorySource, _ repository: Repository, _ run: ScanRun
  ) throws(GitError) {
    self.source = source
    self.repository = repository
    self.run = run
    refs = try Refs(of: repository, throughGit: source.readsThroughGit)
    (store, problems) = try repository.objects(throughGit: source.readsThroughGit)
    missing = MissingObjects(of: store)
    secondOpinion = SecondOpinion(repository)
    limits = CloneLimits(repository)
    shallow = Set(limits.shallowCommits)
    let scanner = run.makeScanner()
    redact = { scanner.redact($0) }
  }

  /// Reads the part of the history that is asked for.
  mutating func read(_ reading: inout Reading) throws(GitError) {
    for warning in refs.warnings { reading.coverage.fail(source.path, warning) }
    for problem in problems { reading.coverage.fail(problem.file, "\(problem.reason)") }
    guard !refs.isEmpty || source.includesUnreachable || !namesObjects else {
      reading.coverage.notices.append(
        ScanReport.Notice(
          path: source.path, message: "the repository is empty: it has no commit yet"))
      return
    }
    if source.scope == .everything || source.includesUnreachable {
      readEverything(&reading)
    } else {
      try readPart(&reading)
    }
  }

  /// Whether the scope is what refs name, rather than objects or revisions.
  private var namesObjects: Bool {
    switch source.scope {
    case .everything, .unpushed, .ranges([], _): true
    case .ranges, .gained: false
    }
  }

  /// Decides about gaps, when everything else has been read.
  mutating func finish(_ reading: inout Reading) {
    // Where nothing at all could be read, that is no part.
    if source.allowsGaps, !reading.coverage.scanned.isEmpty {
      for gap in gaps { reading.coverage.skip(gap.path, gap.message) }
    } else {
      reading.coverage.errors += gaps
    }
    gaps = []
  }

  /// Keeps what was seen before a scan was cancelled; who brought it in is not known then.
  ///
  /// - Returns: Whether it was cancelled.
  mutating func isInterrupted(_ reading: inout Reading) -> Bool {
    guard run.plan.isCancelled() else { return false }
    reading.occurrences = occurrences.filter { !$0.match.isWithheld }
    reading.coverage.fail(source.path, HistorySource.interruption(run.progress))
    return true
  }

  // MARK: Walking

  /// Scans objects.
  ///
  /// - Parameters:
  ///   - wanted: Their numbers; nil for all that are stored.
  ///   - purpose: What for.
  ///   - keepsSeen: Whether the visitors keep what they saw for a cache.
  ///   - coverage: Takes counts and errors.
  /// - Returns: The visitors, with all that they have kept.
  mutating func walk(
    _ wanted: NumberSet?, for purpose: ScanVisitor.Purpose, keepsSeen: Bool = false,
    _ coverage: inout Coverage
  ) -> [ScanVisitor] {
    let (run, store, missing, shallow) = (run, store, missing, shallow)
    let visitors = PerWorker(run.plan.threads) {
      ScanVisitor(
        run, store, missing, shallow: shallow, for: purpose, keepsSeen: keepsSeen)
    }
    store.walk(wanted, visitors, isCancelled: run.plan.isCancelled)
    var all: [ScanVisitor] = []
    visitors.forEach { all.append($0) }
    let failures = all.flatMap(\.failures)
    if !failures.isEmpty, !run.plan.isCancelled() {
      var second = ScanVisitor(run, store, missing, shallow: shallow, for: purpose)
      recover(failures, with: &second, &coverage)
      all.append(second)
    }
    for visitor in all {
      coverage.add(visitor.coverage)
      occurrences += visitor.scanner.occurrences
    }
    return all
  }

  /// Lets git try what could not be read.
  private mutating func recover(
    _ failures: [ScanVisitor.Failure], with visitor: inout ScanVisitor, _ coverage: inout Coverage
  ) {
    var errors: [ObjectID: ScanVisitor.Failure] = [:]
    for failure in failures {
      guard let id = failure.id else {
        coverage.fail(failure.error.file, "\(failure.error.reason)")
        continue
      }
      if !(errors[id]?.isMalformed ?? false) { errors[id] = failure }
    }
    // What git reads may be another copy than the one by which the rest is reached.
    isBroken = isBroken || !errors.isEmpty
    for (id, failure) in errors.sorted(by: { $0.key < $1.key }) {
      guard !failure.isMalformed, let number = store.number(of: id),
        let (kind, content) = readWithGit(id, after: failure.error)
      else {
        coverage.fail("object/\(id)", "the object is damaged: \(failure.error.reason)")
        continue
      }
      let object = StoredObject(
        id: id, number: number, kind: kind, size: content.count, isCopy: false)
      _ = visitor.visit(object, content.span)
    }
    for failure in visitor.failures {
      coverage.fail(
        failure.id.map { "object/\($0)" } ?? failure.error.file,
        "the object is damaged: \(failure.error.reason)")
    }
  }

  /// Whether something is damaged or lost, so that what is reachable cannot be told.
  var isBroken = false

  /// Makes a reader of commits.
  func makeLoader() -> CommitLoader {
    CommitLoader(
      store, shallow: shallow, threads: run.plan.threads, fallback: readWithGit)
  }

  /// Lets git read an object that the store has but cannot read; nil when it cannot either.
  func readWithGit(_ id: ObjectID, after error: ObjectError) -> (ObjectKind, [UInt8])? {
    store is GitProgramStore ? nil : secondOpinion.read(id, after: error.reason)
  }

  // MARK: Gaps

  /// The commits whose parents a shallow clone has cut off, ascending; git also lists commits
  /// without parents.
  func cutCommits(_ loader: CommitLoader) -> [ObjectID] {
    limits.shallowCommits.filter(loader.isCut).sorted()
  }

  /// Notes where history was cut off when the repository was cloned.
  mutating func noteCut(_ commits: [ObjectID]) {
    guard let first = commits.first else { return }
    let place = commits.count == 1 ? "\(first)" : "\(commits.count) commits such as \(first)"
    gaps.append(
      ScanReport.ScanError(
        path: source.path,
        message: "the clone is shallow, the history before \(place) is not here; "
          + "`git fetch --unshallow` fetches it"))
  }

  /// Notes objects that are named, but not there.
  mutating func noteMissing(_ ids: some Collection<ObjectID>) {
    guard !ids.isEmpty else { return }
    let promisors = limits.promisors
    let message =
      promisors.isEmpty
      ? "the object is missing or damaged"
      : "the partial clone has left the object at \(promisors.joined(separator: ", ")); "
        + "`git fetch --refetch --no-filter --tags` fetches all"
    gaps += Set(ids).map { ScanReport.ScanError(path: "object/\($0)", message: message) }
  }

  // MARK: Names and statuses

  /// Scans the names of branches and tags, which are published like everything else.
  mutating func scanNames(_ names: [[UInt8]]) {
    let scanner = run.makeScanner()
    for name in names {
      scanner.scan(name.span) { .ref(name: scanner.redact(String(decoding: name, as: UTF8.self))) }
    }
    occurrences += scanner.takeOccurrences()
  }

  /// Works out how far secrets have got.
  func status(
    _ attribution: Attribution, _ history: @escaping (Publication) -> [CommitTable.Commit]
  ) -> (Fingerprint) -> Finding.Status {
    let (head, store) = (refs.head, store)
    return status(
      attribution.introductions,
      atHead: { attribution.secrets(in: HeadTree(of: head, in: store)) }, history)
  }

  /// Works out how far secrets have got.
  ///
  /// - Parameters:
  ///   - introductions: The commits that brought each of them in.
  ///   - secretsAtHead: Those that HEAD holds; asked when something is to be shown.
  ///   - history: All commits that lead to those from branches of remotes, parents first.
  /// - Returns: The status of each secret.
  func status(
    _ introductions: [Fingerprint: [ObjectID]],
    atHead secretsAtHead: @escaping () -> Set<Fingerprint>,
    _ history: @escaping (Publication) -> [CommitTable.Commit]
  ) -> (Fingerprint) -> Finding.Status {
    let publication = Publication(of: repository, refs)
    // Asked only when something is to be shown: branches that have nothing to do with the part can
    // lead through all of the history.
    lazy var atHead = secretsAtHead()
    let commits = Set(introductions.values.joined())
    lazy var branches = publication.branches(
      having: commits.sorted(), in: history(publication), of: store)
    lazy var onTags = publication.heldByTagsAlone(
      commits.filter { branches[$0] == nil }, in: store, makeLoader())
    let redact = redact
    return { fingerprint in
      let commits = introductions[fingerprint] ?? []
      let remotes = Set(commits.flatMap { branches[$0] ?? [] })
      // Of what no commit brought in, such as the message of a tag, git keeps no record.
      let isKnown =
        remotes.isEmpty && publication.isKnown && !commits.isEmpty
        && onTags.isDisjoint(with: commits)
      return Finding.Status(
        atHead: atHead.contains(fingerprint),
        publication: remotes.isEmpty
          ? isKnown ? .notPushed : .unknown : .pushed(to: remotes.sorted().map(redact)))
    }
  }

  /// Lists the submodules of HEAD as skipped, unless they are scanned as well.
  func nameSubmodules(_ coverage: inout Coverage) {
    guard !source.entersSubmodules || repository.topLevel == nil else { return }
    for path in HeadTree(of: refs.head, in: store).submodules {
      coverage.skip(
        String(decoding: path, as: UTF8.self), WalkOutcome.SkipReason.submodule.rawValue)
    }
  }
}
