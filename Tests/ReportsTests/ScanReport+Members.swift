import Findings

extension ScanReport {
  /// Makes a report of all that it can say.
  init(
    version: String, kind: Kind, target: String, period: ClosedRange<Int> = 0...0,
    isComplete: Bool, scanned: Tally,
    skipped: [Skipped] = [], errors: [ScanError] = [], findings: [Finding] = [],
    hidden: [String: Int] = [:], configuration: UsedConfiguration? = nil,
    allowlisted: Allowlisted? = nil, suppressed: Suppression.Tally = .init(),
    suppressedFindings: [Finding] = [], notices: [Notice] = [], warnings: [Warning] = [],
    showsSecrets: Bool = false
  ) {
    self.init(
      version: version, kind: kind, target: target, isComplete: isComplete, scanned: scanned)
    self.period = period
    self.skipped = skipped
    self.errors = errors
    self.findings = findings
    self.hidden = hidden
    self.configuration = configuration
    self.allowlisted = allowlisted
    self.suppressed = suppressed
    self.suppressedFindings = suppressedFindings
    self.notices = notices
    self.warnings = warnings
    self.showsSecrets = showsSecrets
  }
}
