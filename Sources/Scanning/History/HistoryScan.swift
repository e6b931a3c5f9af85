import Basics
package import Detection
import Findings
package import GitObjects
import Synchronization
import SystemIO

/// Scans what a repository's history holds.
///
/// Every object is read once, whatever number of commits holds it; who brought a secret in is asked
/// only for objects that hold one.
package struct HistoryScan {
  let settings: ScanSettings
  private let progress: ScanProgress
  /// Full names of branches and tags that are scanned with a part of the history.
  private let newNames: [[UInt8]]

  /// Prepares a scan.
  ///
  /// - Parameters:
  ///   - settings: What the user asked for.
  ///   - progress: Told how far the scan is.
  ///   - newNames: Full names of branches and tags that a push makes known.
  package init(
    _ settings: ScanSettings, progress: ScanProgress = ScanProgress(), newNames: [[UInt8]] = []
  ) {
    self.settings = settings
    self.progress = progress
    self.newNames = newNames
  }

  /// Scans.
  ///
  /// - Parameters:
  ///   - path: A folder of the repository.
  ///   - scope: Which part of its history.
  ///   - usesEnvironment: Whether `GIT_DIR` and the like say where the repository is.
  ///   - detector: What to look for.
  /// - Returns: What was found; what git could not do is an error of the outcome.
  package func run(
    _ path: String, scope: HistoryScope, usesEnvironment: Bool, _ detector: Detector
  ) -> ScanOutcome {
    var outcome = scanAlone(path, scope: scope, usesEnvironment: usesEnvironment, detector)
    if settings.entersSubmodules {
      scanSubmodules(
        of: path, scope: scope, usesEnvironment: usesEnvironment, detector, &outcome)
    }
    return outcome
  }

  /// Scans one repository; see ``run(_:scope:usesEnvironment:_:)``.
  func scanAlone(
    _ path: String, scope: HistoryScope, usesEnvironment: Bool, _ detector: Detector
  ) -> ScanOutcome {
    var outcome = ScanOutcome()
    do throws(GitError) {
      let repository = try Repository(at: path, usesEnvironment: usesEnvironment)
      outcome.begin(
        Suppressor(
          settings.suppression, PathsFromRoot(repository: repository.topLevel), detector))
      if scope == .everything, !settings.readsThroughGit,
        let scan = StoreScan(repository, settings, progress)
      {
        try run(scan, in: repository, path: path, detector, &outcome)
      } else {
        try runThroughGit(scope, in: repository, path: path, detector, &outcome)
      }
    } catch {
      // A terminal sends Ctrl-C to git as well, which then fails.
      outcome.errors.append(
        settings.isCancelled()
          ? interruption(path) : ScanReport.ScanError(path: path, message: error.description))
    }
    outcome.settleGaps(areAllowed: settings.allowsGaps)
    outcome.settleSuppression(looksAtAll: scope == .everything)
    outcome.sort()
    return outcome
  }

  private func run(
    _ scan: StoreScan, in repository: Repository, path: String, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) throws(GitError) {
    let (refs, tips) = try repository.beginnings()
    guard !tips.isEmpty || settings.includesUnreachable else {
      throw GitError(.emptyRepository, command: "git for-each-ref")
    }
    let gaps = CloneGaps(repository, path: path)
    outcome.gaps += gaps.shallow
    outcome.errors += refs.warnings.map { ScanReport.ScanError(path: path, message: $0) }
    var scan = scan
    let isWhole = try scan.run(detector, refs, gaps, &outcome)
    if scan.holdsSubmodule { nameSubmodules(of: repository, &outcome) }
    scan.add(names(refs.all.map(\.name), detector))
    guard isWhole else { return interrupt(scan.sightings, path, &outcome) }
    guard !scan.sightings.isEmpty else { return }
    let (sightings, standing) = scan.attribute(
      refs, tips, redact: BufferScanner(detector).redact)
    outcome.take(sightings, settings)
    outcome.setStatus(standing)
  }

  private func runThroughGit(
    _ scope: HistoryScope, in repository: Repository, path: String, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) throws(GitError) {
    let objects = try objects(in: repository, scope: scope, path: path, &outcome)
    outcome.errors += objects.warnings.map { ScanReport.ScanError(path: path, message: $0) }
    let gaps = CloneGaps(repository, path: path)
    if scope == .everything {
      outcome.gaps += gaps.shallow
      nameSubmodules(of: repository, &outcome)
    }
    let (found, missing) = scan(objects, in: repository, detector, &outcome)
    outcome.gaps += gaps.missing(objects.missing + missing)
    // A part of the history comes without names, but for those that are to be made known.
    let refs = scope == .everything || !found.isEmpty ? try Refs(in: repository) : nil
    let published = scope == .everything ? refs?.all.map(\.name) ?? [] : newNames
    let sightings = found + names(published, detector)
    guard !settings.isCancelled() else { return interrupt(sightings, path, &outcome) }
    try attribute(sightings, scope: scope, refs, in: repository, detector, &outcome)
  }

  /// Keeps what was seen before a scan was cancelled; who brought it in is not known then.
  private func interrupt(_ sightings: [Sighting], _ path: String, _ outcome: inout ScanOutcome) {
    outcome.take(sightings, settings)
    outcome.errors.append(interruption(path))
  }

  private func interruption(_ path: String) -> ScanReport.ScanError {
    let done = progress.done.load(ordering: .relaxed)
    let total = progress.total.load(ordering: .relaxed)
    let part = total > 0 ? " after \(done) of \(total) objects" : ""
    return ScanReport.ScanError(
      path: path, message: "interrupted\(part): what was found comes without its commits")
  }

  /// What to scan; everything that is stored when damage keeps git from telling what is reachable.
  private func objects(
    in repository: Repository, scope: HistoryScope, path: String, _ outcome: inout ScanOutcome
  ) throws(GitError) -> ReachableObjects {
    if settings.includesUnreachable { return try ReachableObjects(storedIn: repository) }
    do throws(GitError) {
      return try ReachableObjects(in: repository, scope: scope)
    } catch {
      guard !settings.isCancelled(), scope == .everything, case .failed = error.reason else {
        throw error
      }
      outcome.errors.append(ScanReport.ScanError(path: path, message: error.description))
      return try ReachableObjects(storedIn: repository)
    }
  }

  private func scan(
    _ objects: ReachableObjects, in repository: Repository, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) -> (found: [Sighting], missing: [ObjectID]) {
    let queue = ObjectQueue(objects.blobs + objects.trees + objects.commits + objects.tags)
    progress.total.store(queue.ids.count, ordering: .relaxed)
    let maxFileSize = settings.maxFileSize
    let (progress, isCancelled) = (progress, settings.isCancelled)
    let honoursComments = settings.suppression.honoursComments
    let workers = PerWorker(settings.threads) {
      HistoryWorker(
        ObjectScanner(detector, honoursComments: honoursComments, progress: progress),
        maxFileSize: maxFileSize)
    }
    Threads.run(workers.count) { worker in
      workers.with(worker) { $0.run(queue, in: repository, progress, isCancelled: isCancelled) }
    }
    var sightings: [Sighting] = []
    var missing: [ObjectID] = []
    workers.forEach { worker in
      sightings += worker.objects.scanner.sightings
      outcome.take(worker.objects)
      outcome.skipped += worker.skipped
      outcome.errors += worker.errors
      missing += worker.missing
    }
    return (sightings, missing)
  }

  /// Names of branches and tags are published like everything else.
  private func names(_ names: [[UInt8]], _ detector: Detector) -> [Sighting] {
    let scanner = BufferScanner(detector)
    for name in names {
      scanner.scan(name.span) {
        let name = scanner.redact(String(decoding: name, as: UTF8.self))
        return BufferScanner.Source(subject: .refName, path: "ref/\(name)")
      }
    }
    return scanner.sightings
  }

  private func attribute(
    _ sightings: [Sighting], scope: HistoryScope, _ refs: Refs?, in repository: Repository,
    _ detector: Detector, _ outcome: inout ScanOutcome
  ) throws(GitError) {
    guard !sightings.isEmpty else { return }
    var attribution = Attribution(
      sightings, isWhole: scope == .everything, redact: BufferScanner(detector).redact)
    do throws(GitError) {
      if scope != .everything {
        try lookBefore(&attribution, scope: scope, in: repository, detector)
      }
      try ChangeWalk.run(in: repository, scope: scope) { attribution.add($0) }
    } catch {
      // What was found stays, without the commits that brought it in.
      outcome.errors.append(ScanReport.ScanError(path: "", message: error.description))
    }
    outcome.take(attribution.sightings, settings)
    guard let refs else { return }
    let standing = try StandingSecrets(attribution, refs, in: repository)
    outcome.setStatus(standing)
  }

  /// Reads what files held before a part of the history: a commit that only changes another line
  /// of a file brings none of its secrets in.
  private func lookBefore(
    _ attribution: inout Attribution, scope: HistoryScope, in repository: Repository,
    _ detector: Detector
  ) throws(GitError) {
    var blobs: Set<ObjectID> = []
    try ChangeWalk.run(in: repository, scope: scope) {
      blobs.formUnion(attribution.unknownOldBlobs(of: $0))
    }
    guard !blobs.isEmpty else { return }
    var reader = try BatchReader(repository, largestObject: settings.maxFileSize ?? .max)
    try reader.read(blobs.sorted()[...]) { id, _, content in
      let scanner = BufferScanner(
        detector, honoursComments: settings.suppression.honoursComments)
      scanner.scan(content) { BufferScanner.Source(path: "") }
      attribution.learn(id, holds: scanner.sightings)
    } unreadable: { _, _ in
      // Then the commit is blamed: better twice than not at all.
    }
    try reader.finish()
  }
}

extension ScanOutcome {
  /// Says how far each secret has got.
  fileprivate mutating func setStatus(_ standing: StandingSecrets) {
    for index in findings.indices {
      findings[index].status = standing.status(of: findings[index].fingerprint)
    }
    for index in suppressed.indices {
      suppressed[index].status = standing.status(of: suppressed[index].fingerprint)
    }
  }
}
