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
  private let settings: ScanSettings
  private let progress: ScanProgress

  package init(_ settings: ScanSettings, progress: ScanProgress) {
    self.settings = settings
    self.progress = progress
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
    var outcome = ScanOutcome()
    do throws(GitError) {
      let repository = try Repository(at: path, usesEnvironment: usesEnvironment)
      if scope == .everything, !settings.readsThroughGit,
        let scan = StoreScan(repository, settings, progress)
      {
        try run(scan, in: repository, path: path, detector, &outcome)
        outcome.sort()
        return outcome
      }
      let objects = try objects(in: repository, scope: scope, path: path, &outcome)
      outcome.note(objects, path: path)
      if scope == .everything, repository.isShallow { outcome.errors.append(Self.shallow(path)) }
      let refs = try Refs(in: repository)
      var sightings = scan(objects, in: repository, detector, &outcome)
      if scope == .everything { sightings += names(of: refs, detector) }
      try attribute(sightings, scope: scope, refs, in: repository, detector, &outcome)
    } catch {
      outcome.errors.append(ScanReport.ScanError(path: path, message: error.description))
    }
    outcome.sort()
    return outcome
  }

  private func run(
    _ scan: StoreScan, in repository: Repository, path: String, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) throws(GitError) {
    let refs = try Refs(in: repository)
    let tips = try repository.tips(refs)
    guard !tips.isEmpty else { throw GitError(.emptyRepository, command: "git for-each-ref") }
    if repository.isShallow { outcome.errors.append(Self.shallow(path)) }
    outcome.errors += refs.warnings.map { ScanReport.ScanError(path: path, message: $0) }
    var scan = scan
    try scan.run(detector, &outcome)
    scan.add(names(of: refs, detector))
    guard !scan.sightings.isEmpty else { return }
    let (attribution, standing) = scan.attribute(
      refs, tips, redact: BufferScanner(detector).redact)
    outcome.take(attribution.sightings, minConfidence: settings.minConfidence)
    for index in outcome.findings.indices {
      outcome.findings[index].status = standing.status(of: outcome.findings[index].fingerprint)
    }
  }

  private static func shallow(_ path: String) -> ScanReport.ScanError {
    ScanReport.ScanError(
      path: path,
      message: "the clone is shallow, older commits are not here; `git fetch --unshallow`")
  }

  /// What to scan; everything that is stored when damage keeps git from telling what is reachable.
  private func objects(
    in repository: Repository, scope: HistoryScope, path: String, _ outcome: inout ScanOutcome
  ) throws(GitError) -> ReachableObjects {
    do throws(GitError) {
      return try ReachableObjects(in: repository, scope: scope)
    } catch {
      guard scope == .everything, case .failed = error.reason else { throw error }
      outcome.errors.append(ScanReport.ScanError(path: path, message: error.description))
      return try ReachableObjects(storedIn: repository)
    }
  }

  private func scan(
    _ objects: ReachableObjects, in repository: Repository, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) -> [Sighting] {
    let queue = ObjectQueue(objects.blobs + objects.trees + objects.commits + objects.tags)
    progress.total.store(queue.ids.count, ordering: .relaxed)
    let maxFileSize = settings.maxFileSize
    let workers = PerWorker(settings.threads) {
      HistoryWorker(ObjectScanner(detector), maxFileSize: maxFileSize)
    }
    let progress = progress
    Threads.run(workers.count) { worker in
      workers.with(worker) { $0.run(queue, in: repository, progress) }
    }
    var sightings: [Sighting] = []
    workers.forEach { worker in
      sightings += worker.objects.scanner.sightings
      outcome.take(worker.objects)
      outcome.skipped += worker.skipped
      outcome.errors += worker.errors
    }
    return sightings
  }

  /// Names of branches and tags are published like everything else.
  private func names(of refs: Refs, _ detector: Detector) -> [Sighting] {
    let scanner = BufferScanner(detector)
    for ref in refs.all {
      scanner.scan(ref.name.span) {
        let name = scanner.redact(String(decoding: ref.name, as: UTF8.self))
        return BufferScanner.Source(subject: .refName, path: "ref/\(name)")
      }
    }
    return scanner.sightings
  }

  private func attribute(
    _ sightings: [Sighting], scope: HistoryScope, _ refs: Refs, in repository: Repository,
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
    outcome.take(attribution.sightings, minConfidence: settings.minConfidence)
    let standing = try StandingSecrets(attribution, refs, in: repository)
    for index in outcome.findings.indices {
      outcome.findings[index].status = standing.status(of: outcome.findings[index].fingerprint)
    }
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
      let scanner = BufferScanner(detector)
      scanner.scan(content) { BufferScanner.Source(path: "") }
      attribution.learn(id, holds: scanner.sightings)
    } unreadable: { _, _ in
      // Then the commit is blamed: better twice than not at all.
    }
    try reader.finish()
  }
}

extension ScanOutcome {
  /// Names what is not there to be scanned.
  fileprivate mutating func note(_ objects: ReachableObjects, path: String) {
    errors += objects.missing.map {
      ScanReport.ScanError(path: "object/\($0)", message: "the object is missing or damaged")
    }
    errors += objects.warnings.map { ScanReport.ScanError(path: path, message: $0) }
  }
}
