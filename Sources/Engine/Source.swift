package import Detection
package import Findings

/// Something to scan: a folder, an index, a stream, a history.
///
/// A source lends its texts to the scanners of a run, on as many threads as the plan allows, and says
/// at the end what there was.
package protocol Source {
  /// Reads all of it; what could not be read is a part of the result.
  func read(_ run: ScanRun) -> Reading
}

/// What a source needs to scan its texts.
package struct ScanRun: Sendable {
  /// What the user asked for.
  package let plan: ScanPlan
  /// What to look for.
  package let detector: Detector
  /// Counts what is done.
  package let progress: ScanProgress

  package init(_ plan: ScanPlan, _ detector: Detector, progress: ScanProgress = ScanProgress()) {
    self.plan = plan
    self.detector = detector
    self.progress = progress
  }

  /// Makes a scanner for one thread, which tells the progress of secrets as soon as they are seen
  /// if it is asked to.
  package func makeScanner(reportsProgress: Bool = false) -> TextScanner {
    TextScanner(
      detector, honoursComments: plan.suppression.honoursComments,
      progress: reportsProgress ? progress : nil)
  }
}

/// What a source held.
package struct Reading {
  /// How its paths are related to the root where ignore files stand.
  package var paths: PathsFromRoot
  /// What rules found, in any order.
  package var occurrences: [Occurrence] = []
  /// How much was looked at, and what was not.
  package var coverage = Coverage()
  /// Files that are made to hold secrets, and what git says of them; nil where nobody asks.
  package var secretFiles: (any SecretFileCollection)?
  /// Says how far a secret has got; nil where git was not asked.
  package var status: ((Fingerprint) -> Finding.Status)?
  /// Whether everything was looked at that entries of ignore files can be for.
  package var coversRoot = false
  /// Readings of repositories that stand inside this one, by their folders.
  package var submodules: [(folder: String, reading: Reading)] = []

  package init(_ paths: PathsFromRoot) { self.paths = paths }
}

/// How much of a source was looked at.
package struct Coverage: Sendable, Equatable {
  package var scanned = ScanReport.Tally()
  /// What was left out on purpose.
  package var skipped: [ScanReport.Skipped] = []
  /// What could not be looked at.
  package var errors: [ScanReport.ScanError] = []
  /// What the reader should know, and is no error.
  package var notices: [ScanReport.Notice] = []
  /// Remotes that were taken to have what is known of them.
  package var remotes: [ScanReport.Remote] = []
  /// Files that were not read because an allowlist names their path.
  package var allowlistedFiles = 0

  /// What is packed and could not be opened.
  package var unopened: [Unopened] = []

  package init() {}

  /// Why an archive is left as it is where none is to be opened.
  static let notOpened = "packed, and archives are not opened"

  /// Why a file is left out because of ``ScanPlan/maxFileSize``.
  package static func tooLarge(_ limit: Int) -> String { "larger than \(limit) bytes" }

  /// Adds what another part of the source had.
  package mutating func add(_ other: Coverage) {
    scanned.add(other.scanned)
    skipped += other.skipped
    errors += other.errors
    unopened += other.unopened
    notices += other.notices
    allowlistedFiles += other.allowlistedFiles
  }

  /// Notes something that could not be looked at.
  package mutating func fail(_ path: String, _ message: String) {
    errors.append(ScanReport.ScanError(path: path, message: message))
  }

  /// Notes something that was left out.
  package mutating func skip(_ path: String, _ reason: String) {
    skipped.append(ScanReport.Skipped(path: path, message: reason))
  }

  /// Sorts what has no order of its own, so that equal scans give equal reports.
  mutating func sort() {
    skipped.sort { ($0.path, $0.message) < ($1.path, $1.message) }
    errors.sort { ($0.path, $0.message) < ($1.path, $1.message) }
  }
}
