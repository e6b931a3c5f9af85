package import Detection
package import Findings
package import SystemIO

/// What a scan found and what it could not do.
package struct ScanResult: Sendable {
  /// Findings of the confidence that was asked for, sorted.
  package internal(set) var findings: [Finding] = []
  /// Number of findings of less confidence.
  package internal(set) var hiddenFindings = 0
  /// Findings that somebody accepted, with the places that are not reported, sorted.
  package internal(set) var suppressed: [Finding] = []
  /// What allowlists kept from being found.
  package internal(set) var allowlisted = ScanReport.Allowlisted()
  /// How much was looked at, and what was not.
  package var coverage: Coverage
  /// Files that could get into a repository by accident.
  package internal(set) var warnings: [ScanReport.Warning] = []
  /// What is packed and could not be opened, sorted.
  package internal(set) var unopened: [ScanReport.Skipped] = []
  /// Whether that leaves the scan complete.
  var allowsGaps = false
  private let paths: PathsFromRoot

  init(_ coverage: Coverage, _ paths: PathsFromRoot) {
    self.coverage = coverage
    self.paths = paths
    allowlisted.files = coverage.allowlistedFiles
  }

  /// The result of a scan of nothing.
  package init() { self.init(Coverage(), PathsFromRoot(repository: nil)) }

  /// The result of a scan that never began, and why.
  package init(failedAt path: String, _ message: String) {
    var coverage = Coverage()
    coverage.fail(path, message)
    self.init(coverage, PathsFromRoot(repository: nil))
  }

  /// Whether everything that was asked for has been looked at.
  package var isComplete: Bool { coverage.errors.isEmpty && (allowsGaps || unopened.isEmpty) }

  /// Returns the path from the root of the repository or of the scanned folder, where there is one.
  package func pathFromRoot(_ path: String) -> String { paths.path(of: path) ?? path }

  /// The same without statuses, for somebody to whom the repository's HEAD and remotes are nothing.
  package var withoutStatus: ScanResult {
    var result = self
    for index in result.findings.indices { result.findings[index].status = nil }
    return result
  }
}

/// Scans sources.
package enum Scan {
  /// Reads a source, and makes findings of what rules see in it; what could not be read is an error
  /// in the result.
  package static func run(
    _ source: some Source, _ plan: ScanPlan, _ detector: Detector,
    progress: ScanProgress = ScanProgress()
  ) -> ScanResult {
    var reading = source.read(ScanRun(plan, detector, progress: progress))
    let scanned = reading.coverage.scanned
    // Leaving out some is what was asked for; all of it would look like an all-clear.
    if let limit = plan.maxFileSize, scanned.files + scanned.blobs == 0,
      let left = reading.coverage.skipped.first(where: { $0.message == Coverage.tooLarge(limit) })
    {
      reading.coverage.fail(
        left.path, "nothing was scanned: every file is larger than \(limit) bytes")
    }
    return result(of: reading, plan, detector)
  }

  private static func result(
    of reading: Reading, _ plan: ScanPlan, _ detector: Detector
  ) -> ScanResult {
    var sink = FindingSink(plan, reading.paths, detector)
    var result = sink.result(of: reading)
    for (folder, inner) in reading.submodules {
      result.add(self.result(of: inner, plan, detector), below: folder)
    }
    return result
  }
}

extension ScanReport.ScanError {
  /// A failed system call.
  package init(_ error: SystemError) {
    self.init(path: error.path, message: "cannot \(error.operation): \(error.reason)")
  }
}
