import Basics
import Detection
import Findings
import RuleSet

/// Makes findings of what a source held.
///
/// It leaves out what is allowed, judges files of secrets, joins equal secrets, and puts aside what
/// somebody accepted. Each stage runs once.
struct FindingSink {
  private let plan: ScanPlan
  private let paths: PathsFromRoot
  private let detector: Detector
  private var suppressor: Suppressor

  /// Prepares the stages, for which ignore files are read.
  init(_ plan: ScanPlan, _ paths: PathsFromRoot, _ detector: Detector) {
    self.plan = plan
    self.paths = paths
    self.detector = detector
    suppressor = Suppressor(plan, paths, detector)
  }

  /// Sends a reading through all stages.
  mutating func result(of reading: Reading) -> ScanResult {
    var result = ScanResult(reading.coverage, paths)
    result.allowsGaps = plan.allowsGaps
    let filter = AllowlistFilter(plan.allowlists)
    // Several versions of a file are alike.
    result.unopened = Set(
      reading.coverage.unopened.filter {
        plan.excluded.glob(of: $0.provenance, pathOf: rootedPath) == nil
          && !filter.leavesOut(paths.configuredPath(of: $0.provenance.path))
      }.map { ScanReport.Skipped(path: $0.provenance.path, message: $0.reason) }
    )
    .sorted { ($0.path, $0.message) < ($1.path, $1.message) }
    let (occurrences, excluded) = plan.excluded.sort(reading.occurrences, pathOf: rootedPath)
    for (glob, occurrences) in excluded {
      let count = secrets(among: occurrences)
      guard count > 0 else { continue }
      let message = "\(Quantity.of(count, "secret")) there: \(ExcludedPaths.reason)"
      result.coverage.notices.append(ScanReport.Notice(path: glob, message: message))
    }
    let (kept, allowed) = filter.sort(occurrences, pathOf: paths.configuredPath)
    result.allowlisted.findings = secrets(among: allowed)
    var assembly = FindingAssembly(minConfidence: plan.minConfidence)
    var adjustments = PathAdjustments(fromRoot: paths.fileKindPath)
    for occurrence in kept where !suppressor.isEntry(occurrence) {
      let suppression = suppressor.suppression(
        of: occurrence.match.sharedRule.names,
        [occurrence.fingerprint]
          + occurrence.match.sharedRule.formerFingerprints(of: occurrence.match.secret),
        at: occurrence.location, comment: occurrence.comment)
      assembly.add(adjustments.applied(to: occurrence), suppression)
    }
    if plan.checksSecretFiles, let files = reading.secretFiles {
      let check = SecretFileCheck(
        files.suspects, assembly, redact: TextScanner(detector).redact,
        pathFromRoot: rootedPath)
      let (found, warnings) = check.verdicts(files)
      result.warnings = warnings
      for file in found {
        guard !filter.allows(file, at: paths.configuredPath(of: file.location.path)) else {
          result.allowlisted.findings += file.confidence >= plan.minConfidence ? 1 : 0
          continue
        }
        assembly.add(
          file,
          suppressor.suppression(
            of: [SecretFile.ruleID], [file.fingerprint], at: file.location, comment: file.comment))
      }
    }
    (result.findings, result.suppressed, result.hidden) = assembly.findings {
      plan.reports($0) || $0 == SecretFile.ruleID
    }
    if let status = reading.status {
      for index in result.findings.indices {
        result.findings[index].status = status(result.findings[index].fingerprint)
      }
      for index in result.suppressed.indices {
        result.suppressed[index].status = status(result.suppressed[index].fingerprint)
      }
    }
    // An entry may be for what could not be read.
    result.coverage.notices += suppressor.notices(
      isWhole: reading.coversRoot && plan.excluded.isEmpty && result.isComplete,
      reading.secretFiles)
    result.coverage.errors += suppressor.errors
    redactPaths(of: &result, reading.occurrences)
    result.coverage.sort()
    return result
  }

  /// Redacts what was found where it stands in paths.
  private func redactPaths(of result: inout ScanResult, _ occurrences: [Occurrence]) {
    guard !occurrences.isEmpty else { return }
    var secrets = SecretsInPaths(occurrences)
    secrets.redact(&result.findings)
    secrets.redact(&result.suppressed)
    secrets.redact(&result.warnings)
    secrets.redact(&result.unopened)
    secrets.redact(&result.coverage.errors)
    secrets.redact(&result.coverage.skipped)
    for index in result.coverage.notices.indices {
      result.coverage.notices[index].path = secrets.redact(result.coverage.notices[index].path)
      result.coverage.notices[index].message = secrets.redact(
        result.coverage.notices[index].message)
    }
  }

  /// The path from the root, where there is one.
  private func rootedPath(_ path: String) -> String { paths.path(of: path) ?? path }

  /// The number of secrets that would be reported.
  private func secrets(among occurrences: [Occurrence]) -> Int {
    let counted = occurrences.filter {
      plan.reports($0.match.sharedRule.description.id) && $0.match.confidence >= plan.minConfidence
    }
    return Set(counted.map(\.fingerprint)).count
  }
}
