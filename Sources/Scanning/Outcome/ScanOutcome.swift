import Detection
package import Findings
import RuleSet
import SystemIO

/// What a scan found and what it could not do, before it becomes a report.
package struct ScanOutcome: Sendable {
  /// Findings of the confidence that was asked for, sorted.
  package var findings: [Finding] = []
  /// Number of findings of less confidence.
  package var hiddenFindings = 0
  /// Findings that somebody accepted, with the places that are not reported, sorted.
  package var suppressed: [Finding] = []
  /// What the user should know of ignore files.
  package internal(set) var notices: [ScanReport.Notice] = []
  /// What the user should know of files that git could get hold of.
  package var warnings: [ScanReport.Warning] = []
  package var scanned = ScanReport.Tally()
  package var skipped: [ScanReport.Skipped] = []
  package var errors: [ScanReport.ScanError] = []

  /// What allowlists kept from being found.
  package var allowlisted = ScanReport.Allowlisted()

  /// What the repository does not have; left out or an error, which is decided at the end.
  var gaps: [ScanReport.ScanError] = []
  /// Says what is not reported; nil for a scan that never got so far.
  private var suppressor: Suppressor?

  package init() {}

  init(_ suppressor: Suppressor) { self.suppressor = suppressor }

  /// Whether everything that was asked for has been looked at.
  package var isComplete: Bool { errors.isEmpty }
}

extension ScanOutcome {
  /// Turns sightings into findings.
  mutating func take(_ sightings: [Sighting], minConfidence: Confidence) {
    var suppressor = suppressor
    (findings, suppressed, hiddenFindings) = FindingAssembly.findings(
      of: sightings.filter { suppressor?.isEntry($0) != true }
        .map { $0.adjusted(byPath: Self.path(of: $0, from: suppressor)) },
      minConfidence: minConfidence
    ) { suppressor?.suppression(of: $0, $1) }
    self.suppressor = suppressor
  }

  /// Turns sightings into findings, and joins them by files that are findings in themselves.
  ///
  /// - Parameters:
  ///   - sightings: What the rules saw.
  ///   - settings: What is reported.
  ///   - check: Tells which files are findings, from those of the rules.
  mutating func take(
    _ sightings: [Sighting], _ settings: ScanSettings,
    _ check: (inout ScanOutcome) -> [Sighting]
  ) {
    take(sightings, settings)
    guard settings.checksSecretFiles else { return }
    let files = check(&self)
    let reported =
      settings.reportedIDs.map { ids in
        sightings.filter { !ids.isDisjoint(with: $0.match.rule.names) }
      }
      ?? sightings
    guard !files.isEmpty || reported.count < sightings.count else { return }
    take(reported + files, settings)
  }

  /// The path that says what kind of file it is: from the root, or else the name alone.
  private static func path(of sighting: Sighting, from suppressor: Suppressor?) -> String {
    let path = sighting.location.path
    guard let suppressor else { return path }
    return suppressor.paths.path(of: path) ?? path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Says what is not to be reported, before findings come.
  mutating func begin(_ suppressor: Suppressor) { self.suppressor = suppressor }

  /// Tells of the entries of ignore files, when everything has been taken.
  ///
  /// - Parameter looksAtAll: Whether everything was scanned that entries can be for.
  mutating func settleSuppression(looksAtAll: Bool) {
    guard let suppressor else { return }
    notices = suppressor.notices(isWhole: looksAtAll && isComplete)
    errors += suppressor.errors
  }

  /// The path from the root of the repository or of the scanned folder, where there is one.
  package func pathFromRoot(_ path: String) -> String {
    suppressor?.paths.path(of: path) ?? path
  }

  /// The path that a configuration's patterns are asked of.
  func configuredPath(_ path: String) -> String {
    suppressor?.paths.configuredPath(of: path) ?? path
  }

  /// Decides what is thought of gaps.
  mutating func settleGaps(areAllowed: Bool) {
    if areAllowed {
      skipped += gaps.map { ScanReport.Skipped(path: $0.path, reason: $0.message) }
    } else {
      errors += gaps
    }
    gaps = []
  }

  /// Sorts what has no order of its own, so that equal scans give equal reports.
  mutating func sort() {
    skipped.sort { ($0.path, $0.reason) < ($1.path, $1.reason) }
    errors.sort { ($0.path, $0.message) < ($1.path, $1.message) }
  }
}

extension ScanReport.ScanError {
  /// A failed system call.
  init(_ error: SystemError) {
    self.init(path: error.path, message: "cannot \(error.operation): \(error.reason)")
  }
}
