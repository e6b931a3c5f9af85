import Detection
package import Findings

/// Which secrets a report tells of, or cannot decide about without them.
///
/// Of the others a report has a number at most: for that a match without its secret will do. It is a
/// superset: what is excluded or allowed does not count for less.
package struct ToldSecrets {
  private let fingerprints: Set<Fingerprint>

  /// Looks at all places of a source.
  ///
  /// - Parameters:
  ///   - occurrences: The places.
  ///   - plan: What the user asked for.
  ///   - paths: How the places' paths are related to the root.
  package init(_ occurrences: [Occurrence], _ plan: ScanPlan, _ paths: PathsFromRoot) {
    var adjustments = PathAdjustments(fromRoot: paths.fileKindPath)
    var told: Set<Fingerprint> = []
    for occurrence in occurrences where !told.contains(occurrence.fingerprint) {
      if Self.asksForSecret(occurrence, plan)
        || adjustments.confidence(of: occurrence) >= plan.minConfidence
      {
        told.insert(occurrence.fingerprint)
      }
    }
    fingerprints = told
  }

  /// Whether a report may tell of a secret.
  package func contains(_ fingerprint: Fingerprint) -> Bool { fingerprints.contains(fingerprint) }

  /// Whether it depends on the secret, or on the text around it, whether a place counts.
  private static func asksForSecret(_ occurrence: Occurrence, _ plan: ScanPlan) -> Bool {
    let rule = occurrence.match.sharedRule
    return !plan.allowlists.isEmpty || rule.isLimited || rule.names.count > 1
      || Suppressor.mayBeEntry(occurrence)
  }
}
