package import Findings

/// What a scan found and what it could not do, before it becomes a report.
package struct ScanOutcome: Sendable {
  /// Findings of the confidence that was asked for, sorted.
  package var findings: [Finding] = []
  /// Number of findings of less confidence.
  package var hiddenFindings = 0
  package var scanned = ScanReport.Tally()
  package var skipped: [ScanReport.Skipped] = []
  package var errors: [ScanReport.ScanError] = []

  package init() {}

  /// Whether everything that was asked for has been looked at.
  package var isComplete: Bool { errors.isEmpty }
}
