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
  ///   - suppression: Why a place is not reported; nil for one that is.
  /// - Returns: The findings by first place, with the places that are reported; those with places
  ///   that are not, one for each reason; and the number of those of less confidence.
  static func findings(
    of sightings: [Sighting], minConfidence: Confidence,
    suppression: (Sighting, Fingerprint) -> Suppression?
  ) -> (findings: [Finding], suppressed: [Finding], hidden: Int) {
    var groups: [Fingerprint: [Sighting]] = [:]
    for sighting in sightings { groups[sighting.fingerprint, default: []].append(sighting) }
    var findings: [Finding] = []
    var suppressed: [Finding] = []
    var hidden = 0
    for (fingerprint, group) in groups {
      let parts = Dictionary(grouping: group) { suppression($0, fingerprint) }
      // What is known of a secret from one place holds for all, also from one that is suppressed.
      guard let whole = finding(fingerprint, group.sorted(by: precedes)) else { continue }
      guard whole.confidence >= minConfidence else {
        hidden += parts[nil] == nil ? 0 : 1
        continue
      }
      for (suppression, part) in parts {
        var finding = whole
        finding.locations = locations(of: part.sorted(by: precedes))
        finding.suppression = suppression
        if suppression == nil { findings.append(finding) } else { suppressed.append(finding) }
      }
    }
    return (findings.sorted(by: precedes), suppressed.sorted(by: precedes), hidden)
  }

  private static func locations(of sightings: [Sighting]) -> [Location] {
    var locations: [Location] = []
    for sighting in sightings where sighting.location != locations.last {
      locations.append(sighting.location)
    }
    return locations
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
    return Finding(
      rule: match.rule.description,
      severity: group.map(\.match.severity).max() ?? match.severity,
      confidence: match.confidence, evidence: match.evidence, secret: match.secret,
      redacted: match.redacted, fingerprint: fingerprint, locations: locations(of: group))
  }

  private static func precedes(_ left: Sighting, _ right: Sighting) -> Bool {
    precedes(left.location, right.location)
  }

  /// By first place, then rule.
  static func precedes(_ left: Finding, _ right: Finding) -> Bool {
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
