package import Findings

/// Joins the findings of several scans: one for each secret, whatever the order of the scans.
package enum FindingJoin {
  /// What findings of the same secret have in common.
  private struct Identity: Hashable {
    var fingerprint: Fingerprint
    var suppression: Suppression?
  }

  /// Makes one finding of those of the same secret.
  ///
  /// - Returns: The findings, sorted; the same for every order, and however they were joined before.
  package static func joined(_ findings: [Finding]) -> [Finding] {
    var joined: [Identity: Finding] = [:]
    for finding in findings {
      let identity = Identity(fingerprint: finding.fingerprint, suppression: finding.suppression)
      guard let other = joined[identity] else {
        joined[identity] = finding
        continue
      }
      // The place that says most speaks for all.
      var whole = saysMore(other, finding) ? other : finding
      whole.severity = max(other.severity, finding.severity)
      whole.locations = other.locations + finding.locations
      whole.status = Self.joined(other.status, finding.status)
      joined[identity] = whole
    }
    return joined.values.map { finding in
      var finding = finding
      finding.locations = FindingOrder.places(finding.locations)
      return finding
    }.sorted(by: FindingOrder.precedes)
  }

  /// Whether the first is surer; of those that are as sure, any, but always the same.
  private static func saysMore(_ left: Finding, _ right: Finding) -> Bool {
    if left.confidence != right.confidence { return left.confidence > right.confidence }
    return left.evidence.lexicographicallyPrecedes(right.evidence)
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
