import Findings

extension ScanOutcome {
  /// Adds what was found in a repository that stands inside this one.
  ///
  /// - Parameters:
  ///   - other: Its outcome, complete.
  ///   - folder: Where it stands; the paths of the other outcome count from there.
  mutating func add(_ other: ScanOutcome, below folder: String) {
    func moved(_ path: String) -> String {
      if path.hasPrefix("/") { return path }
      return path.isEmpty ? folder : "\(folder)/\(path)"
    }
    func moved(_ finding: Finding) -> Finding {
      var finding = finding
      for index in finding.locations.indices {
        finding.locations[index].path = moved(finding.locations[index].path)
      }
      return finding
    }
    findings = Self.joined(findings + other.findings.map(moved))
    suppressed = Self.joined(suppressed + other.suppressed.map(moved))
    hiddenFindings += other.hiddenFindings
    scanned.files += other.scanned.files
    scanned.blobs += other.scanned.blobs
    scanned.bytes += other.scanned.bytes
    scanned.commits += other.scanned.commits
    scanned.ignored += other.scanned.ignored
    allowlisted.findings += other.allowlisted.findings
    allowlisted.files += other.allowlisted.files
    skipped += other.skipped.map { ScanReport.Skipped(path: moved($0.path), reason: $0.reason) }
    errors += other.errors.map {
      ScanReport.ScanError(path: moved($0.path), message: $0.message)
    }
    warnings += other.warnings.map {
      ScanReport.Warning(path: moved($0.path), message: $0.message)
    }
    notices += other.notices.map {
      ScanReport.Notice(path: moved($0.path), line: $0.line, message: $0.message)
    }
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
      whole.locations = (other.locations + finding.locations).sorted(by: FindingAssembly.precedes)
      let statuses = [other.status, finding.status].compactMap(\.self)
      if !statuses.isEmpty {
        whole.status = Finding.Status(
          atHead: statuses.contains(where: \.atHead),
          pushedTo: Set(statuses.flatMap(\.pushedTo)).sorted())
      }
      joined[identity] = whole
    }
    return joined.values.sorted(by: FindingAssembly.precedes)
  }
}
