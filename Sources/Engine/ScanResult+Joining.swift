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
    findings = Self.joined(findings + other.findings.map(moved))
    suppressed = Self.joined(suppressed + other.suppressed.map(moved))
    hiddenFindings += other.hiddenFindings
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

  /// What findings of the same secret have in common.
  private struct Identity: Hashable {
    var fingerprint: Fingerprint
    var suppression: Suppression?
  }

  /// Makes one finding of those of the same secret.
  private static func joined(_ findings: [Finding]) -> [Finding] {
    var joined: [Identity: Finding] = [:]
    for finding in findings {
      let identity = Identity(fingerprint: finding.fingerprint, suppression: finding.suppression)
      guard let other = joined[identity] else {
        joined[identity] = finding
        continue
      }
      // The place that says most speaks for all.
      var whole = other.confidence < finding.confidence ? finding : other
      whole.severity = max(other.severity, finding.severity)
      whole.locations = (other.locations + finding.locations).sorted(by: FindingOrder.precedes)
      whole.status = Self.joined(other.status, finding.status)
      joined[identity] = whole
    }
    return joined.values.sorted(by: FindingOrder.precedes)
  }

  /// A secret is at HEAD, and on a remote, where it is so in any of the repositories.
  private static func joined(_ left: Finding.Status?, _ right: Finding.Status?) -> Finding.Status? {
    guard let left, let right else { return left ?? right }
    let remotes = Set(left.publication.remotes + right.publication.remotes).sorted()
    let isUnknown = left.publication == .unknown || right.publication == .unknown
    return Finding.Status(
      atHead: left.atHead || right.atHead,
      publication: remotes.isEmpty ? isUnknown ? .unknown : .notPushed : .pushed(to: remotes))
  }
}
