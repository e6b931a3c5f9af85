import Detection
import Findings
import RuleSet

/// Joins the sightings of a secret into one finding.
enum FindingAssembly {
  /// Findings with sorted places, in a stable order.
  ///
  /// - Parameters:
  ///   - sightings: In any order.
  ///   - minConfidence: Findings of less confidence are only counted.
  /// - Returns: The findings by first place, and the number of those left out.
  static func findings(
    of sightings: [Sighting], minConfidence: Confidence
  ) -> (findings: [Finding], hidden: Int) {
    var groups: [Fingerprint: [Sighting]] = [:]
    for sighting in sightings {
      let fingerprint = Fingerprint(
        ruleID: sighting.match.rule.id, secret: sighting.match.secret)
      groups[fingerprint, default: []].append(sighting)
    }
    var findings: [Finding] = []
    for (fingerprint, group) in groups {
      if let finding = finding(fingerprint, group.sorted(by: precedes)) { findings.append(finding) }
    }
    let shown = findings.filter { $0.confidence >= minConfidence }
    return (shown.sorted(by: precedes), findings.count - shown.count)
  }

  private static func finding(_ fingerprint: Fingerprint, _ group: [Sighting]) -> Finding? {
    // The place that says most; among equals the first, so that the order of work does not matter.
    let surest = group.reduce(group.first) { best, next in
      best.map {
        ($0.match.confidence, $0.match.severity) < (next.match.confidence, next.match.severity)
      }
        ?? true ? next : best
    }
    guard let match = surest?.match else { return nil }
    var locations: [Location] = []
    for sighting in group where sighting.location != locations.last {
      locations.append(sighting.location)
    }
    return Finding(
      rule: match.rule.description,
      severity: group.map(\.match.severity).max() ?? match.severity,
      confidence: match.confidence, evidence: match.evidence, secret: match.secret,
      redacted: match.redacted, fingerprint: fingerprint, locations: locations)
  }

  private static func precedes(_ left: Sighting, _ right: Sighting) -> Bool {
    precedes(left.location, right.location)
  }

  private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if let first = left.locations.first, let second = right.locations.first {
      if precedes(first, second) { return true }
      if precedes(second, first) { return false }
    }
    if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
    return left.fingerprint.description < right.fingerprint.description
  }

  /// By path, offset, and whatever else tells two places apart.
  static func precedes(_ left: Location, _ right: Location) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.byteOffset != right.byteOffset { return left.byteOffset < right.byteOffset }
    if left.byteLength != right.byteLength { return left.byteLength < right.byteLength }
    if left.subject != right.subject { return left.subject.rawValue < right.subject.rawValue }
    let (leftCommit, rightCommit) = (left.commit?.id ?? "", right.commit?.id ?? "")
    if leftCommit != rightCommit { return leftCommit < rightCommit }
    return (left.blob ?? "") < (right.blob ?? "")
  }
}
