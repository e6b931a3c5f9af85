import Findings

extension ScanResult {
  /// Adds what was found in a repository that stands in a folder of this one.
  mutating func add(_ other: ScanResult, below folder: String) {
    func moved(_ path: String) -> String {
      if path.hasPrefix("/") { return path }
      return path.isEmpty ? folder : "\(folder)/\(path)"
    }
    func moved(_ finding: Finding) -> Finding {
      var finding = finding
      for index in finding.locations.indices {
        finding.locations[index].provenance = finding.locations[index].provenance.below(folder)
      }
      return finding
    }
    findings = FindingJoin.joined(findings + other.findings.map(moved))
    suppressed = FindingJoin.joined(suppressed + other.suppressed.map(moved))
    hidden.merge(other.hidden, uniquingKeysWith: +)
    allowlisted.findings += other.allowlisted.findings
    allowlisted.files += other.allowlisted.files
    func move(_ remarks: inout [ScanReport.Remark]) {
      for index in remarks.indices { remarks[index].path = moved(remarks[index].path) }
    }
    var (inner, innerWarnings) = (other.coverage, other.warnings)
    move(&inner.skipped)
    move(&inner.errors)
    move(&innerWarnings)
    var innerUnopened = other.unopened
    move(&innerUnopened)
    unopened += innerUnopened
    for index in inner.notices.indices {
      inner.notices[index].path = moved(inner.notices[index].path)
    }
    coverage.add(inner)
    coverage.sort()
    warnings += innerWarnings
  }
}
