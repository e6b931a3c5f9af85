import Detection
package import Findings
import RuleSet

/// Joins the occurrences of a secret into one finding.
struct FindingAssembly {
  private let minConfidence: Confidence
  private var groups: [Fingerprint: Group] = [:]
  private var files: [(file: FoundSecretFile, suppression: Suppression?)] = []

  /// The occurrences of one secret, each with the reason why it is not reported; nil for one that is.
  private struct Group {
    typealias Member = (occurrence: Occurrence, suppression: Suppression?)

    private(set) var members: [Member] = []
    /// What the place is judged by that says most; the first of equals.
    private var best: Rank?
    private var bestMember = 0

    /// Kept beside the members: to look at one of them is to copy it, and an occurrence has much.
    private struct Rank {
      var confidence: Confidence
      var severity: Severity
      var location: Location

      /// Whether it is surer than another, or stands before it, so that the order of work does not
      /// matter.
      func precedes(_ other: Rank) -> Bool {
        if confidence != other.confidence { return confidence > other.confidence }
        if severity != other.severity { return severity > other.severity }
        return FindingOrder.precedes(location, other.location)
      }
    }

    /// The match at the place that says most.
    var surest: SecretMatch? { best == nil ? nil : members[bestMember].occurrence.match }

    mutating func add(_ occurrence: consuming Occurrence, _ suppression: Suppression?) {
      let rank = Rank(
        confidence: occurrence.match.confidence, severity: occurrence.match.severity,
        location: occurrence.location)
      if best.map(rank.precedes) ?? true { (best, bestMember) = (rank, members.count) }
      members.append((occurrence, suppression))
    }

    /// The members by the reason why they are not reported.
    var bySuppression: [(suppression: Suppression?, members: [Member])] {
      guard members.contains(where: { $0.suppression != nil }) else { return [(nil, members)] }
      return Dictionary(grouping: members, by: \.suppression).map { ($0, $1) }
    }
  }

  /// Begins without any; findings of less confidence are only counted.
  init(minConfidence: Confidence) { self.minConfidence = minConfidence }

  mutating func add(_ occurrence: consuming Occurrence, _ suppression: Suppression?) {
    groups[occurrence.fingerprint, default: Group()].add(occurrence, suppression)
  }

  /// Adds a file that is a finding in itself.
  mutating func add(_ file: FoundSecretFile, _ suppression: Suppression?) {
    files.append((file, suppression))
  }

  /// Calls a body with every place of a finding that counts, sure enough and not accepted, and with
  /// the surest match of that finding.
  func forEachReportedPlace(_ body: (SecretMatch, Location) -> Void) {
    for group in groups.values {
      guard let surest = group.surest, surest.confidence >= minConfidence else { continue }
      for (occurrence, suppression) in group.members where suppression == nil {
        body(surest, occurrence.location)
      }
    }
  }

  /// Makes the findings of the rules that are reported.
  ///
  /// - Returns: The findings by first place, with the places that are reported; those with places
  ///   that are not, one for each reason; and the number of those of less confidence, by rule.
  func findings(
    where isReported: (_ ruleID: String) -> Bool
  ) -> (findings: [Finding], suppressed: [Finding], hidden: [String: Int]) {
    var parts: [Finding] = []
    var hidden: [String: Int] = [:]
    for (fingerprint, group) in groups {
      guard let match = group.surest else { continue }
      let rule = match.sharedRule.description
      guard isReported(rule.id) else { continue }
      guard match.confidence >= minConfidence else {
        if group.members.contains(where: { $0.suppression == nil }) {
          hidden[rule.id, default: 0] += 1
        }
        continue
      }
      // What is known of a secret from one place holds for all, also from one that is suppressed.
      let severity = group.members.map { $0.occurrence.match.severity }.max() ?? match.severity
      for (suppression, members) in group.bySuppression {
        parts.append(
          Finding(
            rule: rule, severity: severity, confidence: match.confidence,
            evidence: match.evidence, secret: match.secret, redacted: match.redacted,
            fingerprint: fingerprint,
            locations: FindingOrder.places(members.map { $0.occurrence.location }),
            suppression: suppression))
      }
    }
    for (file, suppression) in files {
      if file.confidence >= minConfidence {
        parts.append(file.finding(suppression))
      } else if suppression == nil {
        hidden[SecretFile.ruleID, default: 0] += 1
      }
    }
    let isSuppressed = parts.contains { $0.suppression != nil }
    parts = FindingOrder.sorted(parts)
    guard isSuppressed else { return (parts, [], hidden) }
    return (parts.filter { $0.suppression == nil }, parts.filter { $0.suppression != nil }, hidden)
  }
}

/// The order of findings and of their places, the same in every scan.
package enum FindingOrder {
  /// Sorts places, each once.
  static func places(_ locations: [Location]) -> [Location] {
    if locations.count == 1 { return locations }
    var places: [Location] = []
    for location in locations.sorted(by: precedes) where location != places.last {
      places.append(location)
    }
    return places
  }

  /// Sorts findings; of large values, only where they stand is moved about meanwhile.
  static func sorted(_ findings: [Finding]) -> [Finding] {
    let keys = findings.map { finding in
      finding.locations.first.map { (path: $0.path, offset: $0.region.byteOffset) }
    }
    return findings.indices.sorted { left, right in
      if let first = keys[left], let second = keys[right] {
        if first.path != second.path { return first.path < second.path }
        if first.offset != second.offset { return first.offset < second.offset }
      }
      return precedes(findings[left], findings[right])
    }.map { findings[$0] }
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

  /// By path, offset, and whatever else distinguishes two places.
  package static func precedes(_ left: Location, _ right: Location) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.region.byteOffset != right.region.byteOffset {
      return left.region.byteOffset < right.region.byteOffset
    }
    if left.region.byteLength != right.region.byteLength {
      return left.region.byteLength < right.region.byteLength
    }
    let kinds = (left.provenance.kind, right.provenance.kind)
    if kinds.0 != kinds.1 { return kinds.0.rawValue < kinds.1.rawValue }
    let commits = (left.provenance.commit?.id, right.provenance.commit?.id)
    if commits.0 != commits.1 { return precedes(commits.0, commits.1) }
    let objects = (left.provenance.object, right.provenance.object)
    if objects.0 != objects.1 { return precedes(objects.0, objects.1) }
    return left.decodedFrom.map(\.rawValue).lexicographicallyPrecedes(
      right.decodedFrom.map(\.rawValue))
  }

  private static func precedes<ID: Comparable>(_ left: ID?, _ right: ID?) -> Bool {
    guard let right else { return false }
    return left.map { $0 < right } ?? true
  }
}
