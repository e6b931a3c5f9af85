/// The scan of one of several repositories.
package struct RepositoryScan: Sendable, Equatable {
  /// The repository as it was asked for, without a password.
  package var name: String
  /// What its answer depends on: a SHA-256, in hexadecimal digits, of what its refs name, the rules and
  /// the options; nil where that is not known.
  package var state: String?
  /// Number of its own findings, those that are listed as suppressed among them.
  package var findingCount: Int
  /// What came of it.
  ///
  /// In a report of several repositories its findings are with those of all.
  package var report: ScanReport

  package init(name: String, state: String?, findingCount: Int, _ report: ScanReport) {
    self.name = name
    self.state = state
    self.findingCount = findingCount
    self.report = report
  }

  /// Takes a report with its findings, and names the repository in each of their places.
  package init(name: String, state: String?, labelling report: ScanReport) {
    self.init(
      name: name, state: state,
      findingCount: report.findings.count + report.suppressedFindings.count, report)
    label(&self.report.findings)
    label(&self.report.suppressedFindings)
  }

  private func label(_ findings: inout [Finding]) {
    for index in findings.indices {
      for place in findings[index].locations.indices {
        let text = findings[index].locations[place].provenance
        guard text.repository == nil else { continue }
        findings[index].locations[place].provenance = .repository(name: name, text)
      }
    }
  }

  /// What is known of a repository whose scan was announced and never told of.
  package init(missing name: String, kind: ScanReport.Kind) {
    var report = ScanReport(
      version: "", kind: kind, target: name, isComplete: false, scanned: ScanReport.Tally())
    report.errors = [Self.cutOff]
    self.init(name: name, state: nil, findingCount: 0, report)
  }

  private static let cutOff = ScanReport.ScanError(path: "", message: "its shard was cut off")

  /// Whether this only stands for a scan that was announced and never told of.
  package var isMissing: Bool {
    findingCount == 0 && !report.isComplete && report.errors == [Self.cutOff]
  }

  /// The same without findings, as it stands in a report of several repositories.
  package var withoutFindings: RepositoryScan {
    var scan = self
    (scan.report.findings, scan.report.suppressedFindings) = ([], [])
    return scan
  }
}
