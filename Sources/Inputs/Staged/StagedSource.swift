import Archives
import Basics
import Detection
package import Engine
import Findings
import GitFormat
import GitRepository
import SystemIO

/// What the next commit would add: the index, not the work tree.
package struct StagedSource: Source {
  /// A folder of the repository.
  private let path: String
  /// Whether `GIT_DIR`, `GIT_INDEX_FILE` and the like count, as in a hook.
  package var usesEnvironment = false
  /// Files to look at, from the top of the work tree; nil for all that is staged.
  package var only: Set<String>?
  /// Whether git reads the index and the objects: slow, for comparison.
  package var readsThroughGit = false
  /// Blobs that are larger are scanned in pieces and never held, in bytes.
  package var wholeLimit = 32 << 20

  package init(_ path: String) { self.path = path }

  /// Reads secrets that no parent of the commit holds in the same file already.
  package func read(_ run: ScanRun) -> Reading {
    var reading = Reading(PathsFromRoot(repository: nil))
    do throws(GitError) {
      let repository = try Repository(
        at: path, usesEnvironment: usesEnvironment, asksGit: readsThroughGit)
      guard repository.topLevel != nil else {
        reading.coverage.fail(path, "the repository has no work tree, so nothing can be staged")
        return reading
      }
      reading = Reading(PathsFromRoot(repository: repository.topLevel))
      try read(repository, run, &reading)
    } catch {
      reading.coverage.fail(path, error.description)
    }
    return reading
  }

  private func read(
    _ repository: Repository, _ run: ScanRun, _ reading: inout Reading
  ) throws(GitError) {
    let objects = StagedObjects(
      repository, throughGit: readsThroughGit, wholeLimit: wholeLimit)
    let changes = try StagedChanges(in: repository, from: objects.store)
    var staged = StagedFiles(changes)
    if let only { staged.keep(only) }
    for path in staged.leaveOut(run.plan.excluded) {
      reading.coverage.skip(path, ExcludedPaths.reason)
    }
    for path in staged.submodules { reading.coverage.skip(path, "submodule") }
    if changes.isIndexDamaged {
      reading.coverage.fail(
        repository.indexPath,
        "the index is damaged, entries may be lost; `rm '\(repository.indexPath)'` and "
          + "`git reset` make a new one")
    }
    for path in staged.unmerged { reading.coverage.fail(path, "the merge is not resolved") }
    let scanner = run.makeScanner()
    let archives = ArchiveScanner(run, scanner)
    // A path that a parent has is no new name.
    for file in staged.files where file.oldBlobs.isEmpty {
      let path = Array(file.path.utf8)
      scanner.scan(path.span) { .fileName(path: file.path) }
    }
    var suspects: [SecretFileSuspect] = []
    // Several paths can have the same blob, which is read once.
    let paths = Dictionary(grouping: staged.files, by: \.blob)
    try objects.read(paths.keys.sorted()) { id, content in
      reading.coverage.scanned.bytes += content.count
      for file in paths[id] ?? [] {
        scan(file, content, run, scanner, archives, &reading.coverage, &suspects)
      }
    } huge: { id, pieces throws(ObjectError) in
      let places = (paths[id] ?? []).map { Provenance.staged(path: $0.path, blob: id) }
      reading.coverage.scanned.files += places.count
      reading.coverage.scanned.bytes += pieces.size
      try scan(&pieces, at: places, scanner, archives)
    } unreadable: { id in
      for file in paths[id] ?? [] {
        reading.coverage.fail(
          scanner.redact(file.path), "what is staged cannot be read: object \(id)")
      }
    }
    reading.coverage.add(archives.takeCoverage())
    reading.secretFiles = StagedSecretFiles(suspects: suspects)
    let found = scanner.takeOccurrences()
    if !found.isEmpty { reading.occurrences = try new(found, among: staged, in: objects, run) }
  }

  private func scan(
    _ file: StagedFiles.File, _ content: Span<UInt8>, _ run: ScanRun, _ scanner: TextScanner,
    _ archives: ArchiveScanner, _ coverage: inout Coverage, _ suspects: inout [SecretFileSuspect]
  ) {
    coverage.scanned.files += 1
    let known = scanner.occurrences.count
    scanner.scan(content) { .staged(path: file.path, blob: file.blob) }
    let raw = known..<scanner.occurrences.count
    if let format = PackedFormat(whole: content, signs: scanner.worker.signs) {
      archives.open(MemoryStream(copying: content), format, name: Array(file.path.utf8)) {
        .staged(path: file.path, blob: file.blob)
      }
      scanner.forgetRepeats(of: [raw], since: raw.upperBound)
    }
    if LFSPointer.matches(content) { coverage.skip(scanner.redact(file.path), LFSPointer.reason) }
    // What a parent has is tracked already.
    let packed = archives.takeSuspects()
    guard run.plan.checksSecretFiles, file.oldBlobs.isEmpty else { return }
    suspects += packed
    let path = Array(file.path.utf8)
    let suspect = SecretFileSuspect(
      path: path.span, content: content, blob: file.blob,
      hasSecrets: scanner.occurrences.count > known, scanner)
    if let suspect { suspects.append(suspect) }
  }

  /// Scans a blob that is not held whole, for each of the places where it stands.
  private func scan(
    _ pieces: inout ObjectPieces, at places: [Provenance], _ scanner: TextScanner,
    _ archives: ArchiveScanner
  ) throws(ObjectError) {
    guard let first = places.first else { return }
    let known = scanner.occurrences.count
    defer {
      for occurrence in scanner.occurrences[known...] {
        for place in places.dropFirst() {
          scanner.note(occurrence, in: occurrence.location.provenance.mapContainer { _ in place })
        }
      }
    }
    _ = try archives.scan(name: Array(first.path.utf8), from: first) {
      limit, buffer throws(ObjectError) in
      try pieces.read(atMost: limit, into: &buffer)
    }
  }

  /// Leaves out secrets that a parent's version of the file holds too.
  private func new(
    _ occurrences: [Occurrence], among staged: StagedFiles, in objects: StagedObjects,
    _ run: ScanRun
  ) throws(GitError) -> [Occurrence] {
    let paths = Set(occurrences.map(\.location.provenance.container.path))
    let files = staged.files.filter { paths.contains($0.path) }
    var held: [ObjectID: Set<HeldSecret>] = [:]
    try objects.read(Set(files.flatMap(\.oldBlobs)).sorted()) { id, content in
      let scanner = run.makeScanner()
      scanner.scan(content) { .blob(id) }
      if let format = PackedFormat(whole: content) {
        ArchiveScanner(run, scanner).open(MemoryStream(copying: content), format, name: []) {
          .blob(id)
        }
      }
      held[id] = Set(scanner.occurrences.map(\.held))
    } huge: { id, pieces throws(ObjectError) in
      let scanner = run.makeScanner()
      try scan(&pieces, at: [.blob(id)], scanner, ArchiveScanner(run, scanner))
      held[id] = Set(scanner.occurrences.map(\.held))
    } unreadable: { _ in
      // Then every secret of the file counts as new.
    }
    var known: [String: Set<HeldSecret>] = [:]
    for file in files {
      for blob in file.oldBlobs { known[file.path, default: []].formUnion(held[blob] ?? []) }
    }
    let scanner = run.makeScanner()
    return occurrences.compactMap { occurrence in
      var occurrence = occurrence
      let provenance = occurrence.location.provenance
      if case .staged(let path, _) = provenance.container,
        occurrence.held.isAmong(known[path] ?? [])
      {
        return nil
      }
      occurrence.location.provenance = provenance.mapPath(scanner.redact)
      return occurrence
    }
  }
}

/// Files of secrets that the next commit would add.
private struct StagedSecretFiles: SecretFileCollection {
  let suspects: [SecretFileSuspect]

  func state(of suspect: SecretFileSuspect) -> String? { "the next commit would add the file" }

  func addable(_ suspects: [SecretFileSuspect]) -> Set<Int> { [] }

  func tracks(where isOne: ([UInt8]) -> Bool) -> Bool { false }
}
