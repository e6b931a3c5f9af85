package import Findings

/// How kunci ends.
package enum ExitCode: Int32, Sendable {
  /// Nothing found, and everything that was asked for has been read.
  case clean = 0
  /// Something found.
  case findings = 1
  /// Nothing found, but something went wrong, so that means little.
  case incomplete = 2

  /// The code for a report.
  package init(_ report: ScanReport) {
    self = report.findings.isEmpty ? (report.isComplete ? .clean : .incomplete) : .findings
  }
}
