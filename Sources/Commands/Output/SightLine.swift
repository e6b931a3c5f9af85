import Basics
import Engine
import Findings
import Inputs
import Reports

/// A line of JSON for a secret that was just seen, long before the report.
enum SightLine {
  /// Writes it to standard output.
  @Sendable static func print(_ sight: ScanProgress.Sight) {
    let line: JSON = [
      "seen": [
        "ruleID": .string(sight.rule.id), "provider": .string(sight.rule.provider),
        "title": .string(sight.rule.title), "severity": .string(sight.severity.rawValue),
        "confidence": .string(sight.confidence.rawValue), "redacted": .string(sight.redacted),
        "fingerprint": .string(sight.fingerprint.description),
      ]
    ]
    Console.print(line.oneLine + "\n")
  }
}
