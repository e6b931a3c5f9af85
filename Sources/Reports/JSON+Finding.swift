import Basics
import Findings

extension JSON {
  /// The program that made the report.
  static func tool(_ report: ScanReport) -> JSON {
    ["name": "kunci", "version": .string(report.version)]
  }

  /// Returns what was asked for and what came of it.
  static func scan(_ report: ScanReport) -> JSON {
    [
      "command": .string(report.kind.rawValue),
      "target": .string(report.target),
      "complete": .boolean(report.isComplete),
      "scanned": [
        "files": .integer(report.scanned.files),
        "members": report.scanned.members > 0 ? .integer(report.scanned.members) : nil,
        "blobs": .integer(report.scanned.blobs),
        "bytes": .integer(report.scanned.bytes),
        "commits": .integer(report.scanned.commits),
        "ignored": .integer(report.scanned.ignored),
      ],
      "skipped": array(report.skipped) {
        ["path": .string($0.path), "reason": .string($0.message)]
      },
      "errors": array(report.errors) {
        ["path": .string($0.path), "message": .string($0.message)]
      },
      "hiddenFindings": .integer(report.hiddenFindings),
      "allowlisted": report.allowlisted.map { allowlisted in
        ["findings": .integer(allowlisted.findings), "files": .integer(allowlisted.files)]
      },
      "configuration": report.configuration.map(configuration),
      "suppressed": [
        "inline": .integer(report.suppressed.inline),
        "ignoreFile": .integer(report.suppressed.ignoreFile),
        "baseline": .integer(report.suppressed.baseline),
      ],
      "notices": array(report.notices) {
        [
          "path": .string($0.path), "line": $0.line > 0 ? .integer($0.line) : nil,
          "message": .string($0.message),
        ]
      },
      "remotes": report.kind != .unpushed
        ? nil
        : array(report.remotes) {
          [
            "name": .string($0.name), "url": .string($0.address),
            "doubt": $0.doubt.map(JSON.string),
          ]
        },
      "warnings": array(report.warnings) {
        ["path": .string($0.path), "message": .string($0.message)]
      },
      "showsSecrets": report.showsSecrets ? true : nil,
    ]
  }

  private static func configuration(_ used: ScanReport.UsedConfiguration) -> JSON {
    [
      "path": .string(used.path),
      "origin": used.isFromRepository ? "repository" : "option",
      "addedRules": .integer(used.addedRules),
      "disabledRules": strings(used.disabledRules),
      "builtInRules": .boolean(!used.dropsBuiltInRules),
      "notHonoured": strings(used.warnings),
    ]
  }

  /// A finding with all its places; with its secret only if the report shows secrets.
  static func finding(_ finding: Finding, in report: ScanReport) -> JSON {
    let secret = report.showsSecrets ? SecretText(finding.secret) : nil
    let advice = Advice(on: finding, in: report)
    return [
      "ruleID": .string(finding.rule.id),
      "provider": .string(finding.rule.provider),
      "title": .string(finding.rule.title),
      "severity": .string(finding.severity.rawValue),
      "confidence": .string(finding.confidence.rawValue),
      "evidence": strings(finding.evidence),
      "redacted": .string(finding.redacted),
      "secret": (secret?.text).map(JSON.string),
      "secretBase64": (secret?.base64).map(JSON.string),
      "fingerprint": .string(finding.fingerprint.description),
      "suppression": finding.suppression.map { suppression in
        [
          "kind": .string(suppression.kind.rawValue),
          "source": .string(suppression.source),
          "reason": suppression.reason.map(JSON.string),
        ]
      },
      "locations": array(finding.locations, location),
      "status": finding.status.map { status in
        [
          "atHead": .boolean(status.atHead), "pushedTo": strings(status.publication.remotes),
          "publication": status.publication == .unknown ? "unknown" : nil,
        ]
      },
      "advice": ["stage": .string(advice.stage.rawValue), "steps": strings(advice.steps)],
      "revoke": [
        "url": finding.rule.revocation.url.map(JSON.string),
        "steps": strings(finding.rule.revocation.steps),
      ],
    ]
  }

  private static func location(_ location: Location) -> JSON {
    [
      "path": .string(location.path),
      "in": .string(location.provenance.kind.rawValue),
      "line": .integer(location.region.line),
      "column": .integer(location.region.column),
      "endLine": .integer(location.region.endLine),
      "endColumn": .integer(location.region.endColumn),
      "byteOffset": .integer(location.region.byteOffset),
      "byteLength": .integer(location.region.byteLength),
      "snippet": .string(location.snippet.text),
      "decodedFrom": strings(location.decodedFrom.map(\.rawValue)),
      "blob": (location.provenance.object?.hex).map(JSON.string),
      "commit": location.provenance.commit.map { commit in
        [
          "id": .string(commit.id.hex),
          "author": .string(commit.author),
          "email": .string(commit.email),
          "date": .string(commit.date),
          "summary": .string(commit.summary),
        ]
      },
    ]
  }
}
