import Engine
import Findings
import GitRepository

/// The secrets that another scanner accepted, as findings here.
struct MigratedSecrets {
  /// For the baseline, with paths from the root.
  private(set) var baseline: [Finding] = []
  /// For the ignore file.
  private(set) var ignoreLines: [String] = []

  /// Scans for them; what is not found is noted as lost.
  init(of migration: inout Migration) throws(UsageError) {
    guard !migration.accepted.isEmpty else { return }
    var results = [try Self.scan(.files(["."]))]
    if migration.accepted.contains(where: { $0.commit != nil }) {
      results.append(try Self.scan(.history(repository: nil, .everything)))
    }
    var isTaken: Set<Fingerprint> = []
    for accepted in migration.accepted {
      var isFound = false
      for result in results {
        for finding in result.findings + result.suppressed
        where accepted.matches(finding, result.pathFromRoot) {
          isFound = true
          if accepted.isIgnored {
            let path = accepted.path.map { " path:\(IgnoredPath.glob($0))" } ?? ""
            let source = "\(accepted.source.file):\(accepted.source.line)"
            let line = "\(finding.fingerprint)\(path)  # from \(source)\n"
            if !ignoreLines.contains(line) { ignoreLines.append(line) }
          } else if isTaken.insert(finding.fingerprint).inserted {
            baseline.append(Self.fromRoot(finding, result.pathFromRoot))
          }
        }
      }
      guard !isFound else { continue }
      let place = accepted.path.map { " in \($0)" } ?? ""
      migration.lose(
        accepted.source.file, accepted.source.line, "nothing that is found here\(place) is meant")
    }
  }

  private static func scan(_ input: ScanInput) throws(UsageError) -> (
    findings: [Finding], suppressed: [Finding], pathFromRoot: (String) -> String
  ) {
    var options = ScanOptions()
    options.minConfidence = .low
    options.isQuiet = true
    let result = try ScanRequest(input, options).run()
    return (result.findings, result.suppressed, { result.pathFromRoot($0) })
  }

  private static func fromRoot(_ finding: Finding, _ path: (String) -> String) -> Finding {
    var finding = finding
    for index in finding.locations.indices {
      finding.locations[index].provenance = finding.locations[index].provenance.mapPath(path)
    }
    return finding
  }
}
