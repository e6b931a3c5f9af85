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
      let repository = try GitRepository(at: path, usesEnvironment: usesEnvironment)
      let objects = try ReachableObjects(of: scope, in: repository)
      outcome.note(objects, of: scope, in: repository, path: path)
      var sightings = scan(objects, in: repository, detector, &outcome)
      sightings += try refNames(in: repository, scope: scope, detector)
      try attribute(sightings, scope: scope, in: repository, detector, &outcome)
    } catch {
      outcome.errors.append(ScanReport.ScanError(path: path, message: error.message))
    }
    outcome.sort()
    return outcome
  }

  private func scan(
    _ objects: ReachableObjects, in repository: GitRepository, _ detector: Detector,
    _ outcome: inout ScanOutcome
  ) -> [Sighting] {
    progress.total.store(objects.ids.count, ordering: .relaxed)
    let maxFileSize = settings.maxFileSize
    let workers = PerWorker(settings.threads) {
      HistoryWorker(ObjectScanner(detector, maxFileSize: maxFileSize))
    }
    let progress = progress
    Threads.run(workers.count) { worker in
      let share = objects.ids.count * worker / workers.count
        ..< objects.ids.count * (worker + 1) / workers.count
      workers.with(worker) { $0.read(objects.ids[share], in: repository, progress) }
    }
    var sightings: [Sighting] = []
    workers.forEach { worker in
      sightings += worker.objects.scanner.sightings
      outcome.scanned.blobs += worker.objects.tally.blobs
      outcome.scanned.commits += worker.objects.tally.commits
      outcome.scanned.bytes += worker.objects.tally.bytes
      outcome.skipped += worker.objects.skipped
      outcome.errors += worker.errors
    }
    return sightings
  }

  /// Names of branches and tags are published like everything else.
  private func refNames(
    in repository: GitRepository, scope: HistoryScope, _ detector: Detector
  ) throws(GitError) -> [Sighting] {
    guard scope == .everything else { return [] }
    let scanner = BufferScanner(detector)
    for name in try repository.refNames() {
      let bytes = Array(name.utf8)
      scanner.scan(bytes.span) {
        BufferScanner.Source(subject: .refName, path: "ref/\(scanner.redact(name))")
      }
    }
    return scanner.sightings
  }

  private func attribute(
    _ sightings: [Sighting], scope: HistoryScope, in repository: GitRepository,
    _ detector: Detector, _ outcome: inout ScanOutcome
  ) throws(GitError) {
    guard !sightings.isEmpty else { return }
    var attribution = Attribution(sightings, redact: BufferScanner(detector).redact)
    do throws(GitError) {
      try ChangeLog.forEachCommit(of: scope, in: repository) { attribution.add($0) }
    } catch {
      outcome.errors.append(ScanReport.ScanError(path: "", message: error.message))
    }
    outcome.take(attribution.sightings, minConfidence: settings.minConfidence)
    let standing = try StandingSecrets(attribution, in: repository)
    for index in outcome.findings.indices {
      outcome.findings[index].status = standing.status(of: outcome.findings[index].fingerprint)
    }
  }
}

/// A thread's share of a history.
private final class HistoryWorker {
  let objects: ObjectScanner
  private(set) var errors: [ScanReport.ScanError] = []

  init(_ objects: ObjectScanner) { self.objects = objects }

  func read(
    _ ids: ArraySlice<ObjectID>, in repository: GitRepository, _ progress: ScanProgress
  ) {
    do throws(GitError) {
      try BatchReader.read(
        ids, in: repository,
        missing: { id in
          errors.append(
            ScanReport.ScanError(path: "object/\(id)", message: "the object is missing"))
        },
        { id, kind, content in
          objects.scan(id, kind, content)
          progress.count(bytes: content.count)
        })
    } catch {
      errors.append(ScanReport.ScanError(path: "", message: error.message))
    }
  }
}

extension ScanOutcome {
  /// Names what is not there to be scanned.
  fileprivate mutating func note(
    _ objects: ReachableObjects, of scope: HistoryScope, in repository: GitRepository, path: String
  ) {
    errors += objects.missing.map {
      ScanReport.ScanError(path: "object/\($0)", message: "the object is missing")
    }
    guard scope == .everything else { return }
    if objects.commits == 0 {
      errors.append(
        ScanReport.ScanError(
          path: path, message: "the repository has no commits yet; for files: kunci scan"))
    }
    if repository.isShallow {
      errors.append(
        ScanReport.ScanError(
          path: path,
          message: "the clone is shallow, older commits are not here; `git fetch --unshallow`"))
    }
  }
}
