package import Findings
import SystemIO

/// What a scan found and what it could not do, before it becomes a report.
package struct ScanOutcome: Sendable {
  /// Findings of the confidence that was asked for, sorted.
  package var findings: [Finding] = []
  /// Number of findings of less confidence.
  package var hiddenFindings = 0
  package var scanned = ScanReport.Tally()
  package var skipped: [ScanReport.Skipped] = []
  package var errors: [ScanReport.ScanError] = []

  /// What allowlists kept from being found.
  package var allowlisted = ScanReport.Allowlisted()

  /// What the repository does not have; left out or an error, which is decided at the end.
  var gaps: [ScanReport.ScanError] = []

  package init() {}

  /// Whether everything that was asked for has been looked at.
  package var isComplete: Bool { errors.isEmpty }
}

extension ScanOutcome {
  /// Turns sightings into findings.
  mutating func take(_ sightings: [Sighting], minConfidence: Confidence) {
    (findings, hiddenFindings) = FindingAssembly.findings(
      of: sightings, minConfidence: minConfidence)
  }

  /// Decides what is thought of gaps.
  mutating func settleGaps(areAllowed: Bool) {
    if areAllowed {
      skipped += gaps.map { ScanReport.Skipped(path: $0.path, reason: $0.message) }
    } else {
      errors += gaps
    }
    gaps = []
  }

  /// Sorts what has no order of its own, so that equal scans give equal reports.
  mutating func sort() {
    skipped.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
    errors.sort { ($0.path, $0.message) < ($1.path, $1.message) }
  }
}

extension ScanReport.ScanError {
  /// A failed system call.
  init(_ error: SystemError) {
    self.init(path: error.path, message: "cannot \(error.operation): \(error.reason)")
  }
}
