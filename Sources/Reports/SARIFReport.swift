import Basics
package import Findings

/// The report as SARIF 2.1.0, made so that GitHub code scanning shows all of it.
///
/// It is meant to be uploaded, so it holds neither secrets in full (whatever the user asked of
/// other formats) nor names or addresses of authors nor absolute paths.
package struct SARIFReport: Reporter {
  /// Most results that are written; GitHub refuses a run with more.
  package var resultLimit = 25_000
  /// Most places that a single result names; GitHub refuses more.
  package var locationLimit = 1_000
  /// Most notices of each kind, so that a folder of unreadable files does not drown the results.
  package var notificationLimit = 1_000

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let rules = SARIFRules(report)
    let all = (report.findings + report.suppressedFindings).flatMap {
      SARIFResult.results(of: $0, in: report)
    }
    let results = mostSevere(all)
    let artifacts = SARIFArtifacts(results.map(\.finding))
    let document: JSON = [
      "$schema": .string(Self.schema),
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "kunci",
              "version": .string(report.version),
              "semanticVersion": .string(report.version),
              "rules": .array(rules.descriptions, SARIFRules.json),
            ]
          ],
          // The category under which GitHub keeps the run: a scan of the files must not replace
          // one of the history.
          "automationDetails": ["id": .string("kunci-\(report.kind.rawValue)/")],
          "columnKind": "utf16CodeUnits",
          "invocations": [
            [
              "executionSuccessful": .boolean(report.isComplete),
              "toolExecutionNotifications": .array(
                SARIFNotification.all(
                  of: report, droppedResults: all.count - results.count,
                  limit: notificationLimit), \.json),
            ]
          ],
          "results": .array(results) {
            $0.json(
              ruleIndex: rules.index(of: $0.finding.rule.id), limit: locationLimit, artifacts)
          },
          "artifacts": artifacts.json,
        ]
      ],
    ]
    JSONWriter(layout: .indented).write(document, to: &output)
    output.write("\n")
  }

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  /// Drops what is beyond the limit, the least severe first, and keeps the order of the rest.
  private func mostSevere(_ results: [SARIFResult]) -> [SARIFResult] {
    guard results.count > resultLimit else { return results }
    return results.indices
      .sorted {
        (results[$1].finding.severity, $0) < (results[$0].finding.severity, $1)
      }
      .prefix(resultLimit)
      .sorted()
      .map { results[$0] }
  }
}
