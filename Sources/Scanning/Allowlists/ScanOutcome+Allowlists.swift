import Detection
import Findings

extension ScanOutcome {
  /// Turns sightings into findings, but for those that allowlists allow.
  mutating func take(_ sightings: [Sighting], _ settings: ScanSettings) {
    let (kept, allowed) = AllowlistFilter(settings.allowlists)
      .sort(sightings, pathOf: configuredPath)
    let counted = allowed.filter { $0.match.confidence >= settings.minConfidence }
    allowlisted.findings = Set(counted.map(\.fingerprint)).count
    take(kept, minConfidence: settings.minConfidence)
  }
}
