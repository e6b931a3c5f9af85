package import Detection
import FileTree
import Findings
import SystemIO

/// Scans files and folders.
package struct FolderScan {
  private let settings: ScanSettings
  private let progress: ScanProgress

  package init(_ settings: ScanSettings, progress: ScanProgress = ScanProgress()) {
    self.settings = settings
    self.progress = progress
  }

  /// Walks and scans.
  ///
  /// - Parameters:
  ///   - paths: Files and folders, as the user named them.
  ///   - detector: What to look for.
  /// - Returns: What was found; whatever could not be read is an error of the outcome.
  package func run(_ paths: [String], _ detector: Detector) -> ScanOutcome {
    let maxFileSize = settings.maxFileSize
    let threads = settings.threads
    let progress = progress
    let honoursComments = settings.suppression.honoursComments
    let checksSecretFiles = settings.checksSecretFiles
    let allowlists = settings.allowlists
    let fromRoot = PathsFromRoot(of: paths)
    let scanners = PerWorker(settings.threads) {
      FileScanner(
        detector, honoursComments: honoursComments, maxFileSize: maxFileSize,
        leavesBigFiles: threads > 1, checksSecretFiles: checksSecretFiles,
        allowlists: allowlists, fromRoot: fromRoot, progress: progress)
    }
    var outcome = ScanOutcome(Suppressor(settings.suppression, fromRoot, detector))
    let ignoreSources = IgnoreSources()
    for path in paths {
      var options = ignoreSources.options(for: path)
      options.usesIgnoreFiles = settings.usesIgnoreFiles
      options.entersSubmodules = settings.entersSubmodules
      outcome.add(
        TreeWalk(start: path, options: options).walk(workers: scanners.count) { visit in
          scanners.with(visit.worker) { $0.scan(visit) }
        })
    }
    var sightings: [Sighting] = []
    var suspects: [SecretFileSuspect] = []
    var bigFiles: [BigFile] = []
    scanners.forEach { scanner in
      sightings += scanner.scanner.takeSightings()
      bigFiles += scanner.bigFiles
      suspects += scanner.suspects
    }
    for big in bigFiles {
      sightings += scan(big, detector, with: scanners, &outcome)
    }
    scanners.forEach { scanner in
      outcome.scanned.files += scanner.tally.files
      outcome.scanned.bytes += scanner.tally.bytes
      outcome.skipped += scanner.skipped
      outcome.allowlisted.files += scanner.allowlistedFiles
    }
    outcome.take(sightings, settings) { outcome in
      let check = SecretFileCheck(suspects, outcome, detector)
      let files: [Sighting]
      (files, outcome.warnings) = check.inWorkTrees(ignoreSources)
      return files
    }
    outcome.errors += ignoreSources.errors
    outcome.settleSuppression(looksAtAll: fromRoot.coversRoot)
    outcome.sort()
    return outcome
  }

  private func scan(
    _ big: BigFile, _ detector: Detector, with scanners: PerWorker<FileScanner>,
    _ outcome: inout ScanOutcome
  ) -> [Sighting] {
    let (sightings, error) = RegionScan(detector, threads: scanners.count).scan(
      size: big.file.size, with: scanners, from: BufferScanner.Source(path: big.path)
    ) { offset, limit, buffer throws(SystemError) in
      try big.file.read(at: offset, atMost: limit, into: &buffer)
    }
    if let error {
      outcome.errors.append(ScanReport.ScanError(error.at(path: big.path)))
    } else {
      scanners.with(0) { $0.count(big.file.size) }
    }
    return sightings
  }
}

extension ScanOutcome {
  fileprivate mutating func add(_ walked: WalkOutcome) {
    scanned.ignored += walked.ignored
    skipped += walked.skipped.map {
      ScanReport.Skipped(path: $0.path, reason: $0.reason.rawValue)
    }
    errors += walked.errors.map(ScanReport.ScanError.init)
  }
}
