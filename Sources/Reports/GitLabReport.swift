import Basics
package import Findings

/// The report as GitLab reads it from `artifacts:reports:secret_detection`.
///
/// Follows version 15.0.7 of GitLab's `secret-detection-report-format.json`, and 15.2.4 as well. It
/// is meant to be uploaded, so it holds neither secrets in full nor names or addresses of authors.
package struct GitLabReport: Reporter {
  /// Most errors that are told one by one.
  private static let messageLimit = 1_000

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let maker: JSON = [
      "id": "kunci", "name": "kunci", "version": .string(report.version),
      "vendor": ["name": "kunci"],
    ]
    let document: JSON = [
      "version": "15.0.7",
      "scan": [
        "type": "secret_detection",
        "status": report.isComplete ? "success" : "failure",
        "start_time": .string(CalendarDate.dateTime(report.period.lowerBound)),
        "end_time": .string(CalendarDate.dateTime(report.period.upperBound)),
        "analyzer": maker,
        "scanner": maker,
        "messages": .array(Self.messages(report)) {
          ["level": .string($0.level), "value": .string($0.text)]
        },
      ],
      "vulnerabilities": .array(
        report.findings.flatMap { finding in
          Self.places(of: finding).map { Self.vulnerability(finding, $0, in: report) }
        }
      ) { $0 },
    ]
    JSONWriter(layout: .indented).write(document, to: &output)
    output.write("\n")
  }

  private static func messages(_ report: ScanReport) -> [(level: String, text: String)] {
    var messages = report.errors.prefix(messageLimit).map { error in
      (level: "warn", text: error.path.isEmpty ? error.message : "\(error.path): \(error.message)")
    }
    let rest = report.errors.count - messages.count
    if rest > 0 { messages.append(("warn", "There are \(rest) more errors.")) }
    if !report.isComplete { messages.append(("warn", "The scan is incomplete.")) }
    if !report.skipped.isEmpty {
      messages.append(("info", "\(Quantity.of(report.skipped.count, "path")) left out."))
    }
    if report.hiddenFindings > 0 {
      messages.append(
        ("info", "\(report.hiddenFindings) findings of lower confidence are left out."))
    }
    if report.suppressed.total > 0 {
      messages.append(("info", "\(report.suppressed.total) findings are suppressed."))
    }
    return messages
  }

  /// A place, and how many equal ones stand before it at its path and commit.
  private typealias Place = (location: Location, ordinal: Int)

  private static func places(of finding: Finding) -> [Place] {
    var counts: [[String]: Int] = [:]
    return finding.locations.map { location in
      let key = [
        location.path, location.provenance.kind.rawValue, location.provenance.commit?.id.hex ?? "",
      ]
      counts[key, default: 0] += 1
      return (location, counts[key] ?? 0)
    }
  }

  private static func vulnerability(
    _ finding: Finding, _ place: Place, in report: ScanReport
  ) -> JSON {
    let location = place.location
    let isLine = location.provenance.kind != .path
    return [
      "id": .string(identity(finding, place)),
      "name": .string(cut(finding.rule.title, to: 255)),
      "description": .string(
        "\(finding.rule.title) \(finding.redacted) in \(PlaceText.name(location)) "
          + "(confidence: \(finding.confidence.rawValue))."),
      "severity": .string(finding.severity.rawValue.capitalizedFirst),
      "solution": .string(
        cut(
          (FindingSentences.all(finding, in: report) + finding.rule.revocation.steps)
            .joined(separator: "\n"), to: 7_000)),
      "raw_source_code_extract": .string(finding.redacted),
      "identifiers": [
        [
          "type": "kunci_rule_id", "name": .string("kunci rule \(finding.rule.id)"),
          "value": .string(finding.rule.id),
        ],
        [
          "type": "cwe", "name": "CWE-798", "value": "798",
          "url": "https://cwe.mitre.org/data/definitions/798.html",
        ],
      ],
      "links": finding.rule.revocation.url.map { [["name": "Revoke it", "url": .string($0)]] },
      "location": [
        "file": .string(location.path),
        // Demanded, also where there is no commit.
        "commit": [
          "sha": .string(location.provenance.commit?.id.hex ?? String(repeating: "0", count: 40)),
          "date": (location.provenance.commit?.date).map(JSON.string),
          "message": (location.provenance.commit?.summary).map(JSON.string),
        ],
        "start_line": .integer(isLine ? location.region.line : 1),
        "end_line": .integer(isLine ? location.region.endLine : 1),
      ],
    ]
  }

  /// Cuts a text off; the schema counts code points, and a report with one too many is refused.
  private static func cut(_ text: String, to length: Int) -> String {
    String(text.unicodeScalars.prefix(length))
  }

  /// A UUID of its own that depends on no line number.
  private static func identity(_ finding: Finding, _ place: Place) -> String {
    let location = place.location
    let words = [
      location.path, location.provenance.kind.rawValue, location.provenance.commit?.id.hex ?? "",
      "\(place.ordinal)",
    ]
    let digits = Fingerprint(
      ruleID: finding.fingerprint.description, secret: Array(words.joined(separator: "\0").utf8)
    ).description
    var rest = Substring(digits)
    return [8, 4, 4, 4, 12].map { count in
      defer { rest = rest.dropFirst(count) }
      return String(rest.prefix(count))
    }.joined(separator: "-")
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
