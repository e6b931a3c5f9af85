import Basics
package import Detection
import Findings
import GitObjects
import SystemIO

/// Scans what the next commit would add.
package struct StagedScan {
  private let settings: ScanSettings

  package init(_ settings: ScanSettings) { self.settings = settings }

  /// Scans what is staged, not what the work tree has.
  ///
  /// - Parameters:
  ///   - path: A folder of the repository.
  ///   - usesEnvironment: Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like count, as in a hook.
  ///   - paths: Files to look at, from the top of the work tree; nil for all that is staged.
  ///   - detector: What to look for.
  /// - Returns: Secrets that no parent of the commit holds in the same file already.
  package func run(
    _ path: String, usesEnvironment: Bool, only paths: Set<String>? = nil, _ detector: Detector
  ) -> ScanOutcome {
    var outcome = ScanOutcome()
    do throws(GitError) {
      let repository = try Repository(
        at: path, usesEnvironment: usesEnvironment, asksGit: settings.readsThroughGit)
      guard repository.topLevel != nil else {
        throw GitError(
          .unexpectedOutput, command: "kunci staged",
          message: "the repository has no work tree, so nothing can be staged")
      }
      outcome.begin(
        Suppressor(
          settings.suppression, PathsFromRoot(repository: repository.topLevel), detector))
      let objects = Objects(
        repository: repository,
        store: settings.readsThroughGit ? nil : ObjectStore(forFewObjectsOf: repository))
      var staged = StagedFiles(try StagedChanges(in: repository, from: objects.store))
      if let paths { staged.keep(paths) }
      outcome.skipped = staged.submodules.map {
        ScanReport.Skipped(path: $0, reason: "submodule")
      }
      outcome.errors = staged.unmerged.map {
        ScanReport.ScanError(path: $0, message: "the merge is not resolved")
      }
      var suspects: [SecretFileSuspect] = []
      let sightings = try scan(staged, in: objects, detector, &outcome, &suspects)
      outcome.take(sightings, settings) { outcome in
        SecretFileCheck(suspects, outcome, detector).cases.filter(\.holdsSecret).map {
          SecretFileCheck.sighting(of: $0, "the next commit would add the file")
        }
      }
    } catch {
      outcome.errors.append(ScanReport.ScanError(path: path, message: error.description))
    }
    outcome.settleSuppression(looksAtAll: false)
    outcome.sort()
    return outcome
  }

  private func scan(
    _ staged: StagedFiles, in objects: Objects, _ detector: Detector,
    _ outcome: inout ScanOutcome, _ suspects: inout [SecretFileSuspect]
  ) throws(GitError) -> [Sighting] {
    let scanner = BufferScanner(
      detector, honoursComments: settings.suppression.honoursComments)
    // A path that a parent has is no new name.
    for file in staged.files where file.oldBlobs.isEmpty {
      let path = Array(file.path.utf8)
      scanner.scan(path.span) {
        BufferScanner.Source(subject: .path, path: scanner.redact(file.path))
      }
    }
    // Several paths can have the same blob, which is read once.
    let paths = Dictionary(grouping: staged.files, by: \.blob)
    var tally = ScanReport.Tally()
    var pointers: [ScanReport.Skipped] = []
    try read(paths.keys.sorted(), in: objects) { id, content in
      tally.bytes += content.count
      for file in paths[id] ?? [] {
        tally.files += 1
        let known = scanner.sightings.count
        scanner.scan(content) {
          BufferScanner.Source(path: file.path, blob: id.hex)
        }
        if LFSPointer.matches(content) {
          pointers.append(
            ScanReport.Skipped(path: scanner.redact(file.path), reason: LFSPointer.reason))
        }
        // What a parent has is tracked already.
        guard settings.checksSecretFiles, file.oldBlobs.isEmpty else { continue }
        let path = Array(file.path.utf8)
        var suspect = SecretFileSuspect(
          path: path.span, content: content, hasSecrets: scanner.sightings.count > known, scanner)
        suspect?.blob = id.hex
        if let suspect { suspects.append(suspect) }
      }
    } unreadable: { id in
      outcome.errors += (paths[id] ?? []).map {
        ScanReport.ScanError(
          path: scanner.redact($0.path), message: "what is staged cannot be read: object \(id)")
      }
    }
    outcome.scanned = tally
    outcome.skipped += pointers
    guard !scanner.sightings.isEmpty else { return [] }
    return try new(scanner.sightings, among: staged, in: objects, detector)
  }

  /// Leaves out secrets that a parent's version of the file holds too.
  private func new(
    _ sightings: [Sighting], among staged: StagedFiles, in objects: Objects,
    _ detector: Detector
  ) throws(GitError) -> [Sighting] {
    let suspects = Set(sightings.map(\.location.path))
    let files = staged.files.filter { suspects.contains($0.path) }
    var held: [ObjectID: Set<Sighting.Standing>] = [:]
    try read(Set(files.flatMap(\.oldBlobs)).sorted(), in: objects) { id, content in
      let scanner = BufferScanner(
        detector, honoursComments: settings.suppression.honoursComments)
      scanner.scan(content) { BufferScanner.Source(path: "") }
      held[id] = Set(scanner.sightings.map(\.standing))
    } unreadable: { _ in
      // Then every secret of the file counts as new.
    }
    let known = Dictionary(
      files.map { file in
        (
          file.path,
          file.oldBlobs.reduce(into: Set<Sighting.Standing>()) { $0.formUnion(held[$1] ?? []) }
        )
      }, uniquingKeysWith: { first, _ in first })
    return sightings.compactMap { sighting in
      let path = sighting.location.path
      guard sighting.location.subject == .content else { return sighting }
      if known[path].map(sighting.standing.isAmong) ?? false { return nil }
      var sighting = sighting
      sighting.location.path = BufferScanner(detector).redact(path)
      return sighting
    }
  }

  /// Where blobs are read: from the files where that goes, else by git.
  private struct Objects {
    let repository: Repository
    let store: ObjectStore?
  }

  private func read(
    _ ids: [ObjectID], in objects: Objects, each: (ObjectID, Span<UInt8>) -> Void,
    unreadable: (ObjectID) -> Void
  ) throws(GitError) {
    let rest = objects.store.map { readNatively(ids, from: $0, each: each) } ?? ids
    guard !rest.isEmpty else { return }
    var reader = try BatchReader(objects.repository)
    try reader.read(rest[...]) { id, _, content in
      each(id, content)
    } unreadable: { id, _ in
      unreadable(id)
    }
    try reader.finish()
  }

  /// Returns what could not be read: git may know better, or else is believed.
  private func readNatively(
    _ ids: [ObjectID], from store: ObjectStore, each: (ObjectID, Span<UInt8>) -> Void
  ) -> [ObjectID] {
    var reader = ObjectReader(store)
    var buffer = ByteBuffer()
    var rest: [ObjectID] = []
    for id in ids {
      do throws(ObjectError) {
        _ = try reader.read(id, limit: .max, into: &buffer)
        buffer.withBytes { each(id, $0) }
      } catch {
        rest.append(id)
      }
    }
    return rest
  }
}
