import Basics
package import Findings

/// The report as workflow commands, which GitHub shows as annotations of a change.
///
/// See "Workflow commands for GitHub Actions". Logs are read by many, so a secret is never written
/// in full, whatever the user asked of other formats.
package struct GitHubReport: Reporter {
  /// Most places that are annotated; GitHub itself shows fewer, and the most severe come first.
  package var placeLimit = 100

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    if let gap = GapText.sentence(report) {
      output.write(Self.command("error", [("title", "kunci")], gap))
    }
    for notice in report.notices where notice.line == 0 {
      output.write(
        Self.command(
          "notice", [("title", "kunci")],
          TerminalText.visible("\(notice.path): \(notice.message)")))
    }
    let places = report.findings.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .flatMap { finding in finding.element.locations.map { (finding.element, $0) } }
    for (finding, location) in places.prefix(placeLimit) {
      output.write(Self.annotation(finding, at: location, in: report))
    }
    if places.count > placeLimit {
      let rest = Quantity.of(places.count - placeLimit, "more place")
      output.write(
        Self.command(
          "error", [("title", "kunci")],
          "Secrets stand in \(rest), not annotated here; the other formats name all."))
    }
    let found = Quantity.of(report.findings.count, "secret")
    let accepted = report.suppressed.total
    output.write(
      "kunci \(report.version): \(found) in \(Quantity.of(places.count, "place"))"
        + (accepted > 0 ? "; \(Quantity.grouped(accepted)) suppressed" : "") + ".\n")
  }

  private static func annotation(
    _ finding: Finding, at location: Location, in report: ScanReport
  ) -> String {
    var properties: [(String, String)] = []
    // Other texts have no line that GitHub could show, and a file's name has none in the file.
    if location.provenance.kind == .content || location.provenance.kind == .path {
      // Of a member, GitHub can show the archive.
      properties.append(("file", TerminalText.visible(location.provenance.container.path)))
    }
    if location.provenance.kind == .content, !location.provenance.isMember {
      properties += [
        ("line", "\(location.region.line)"), ("endLine", "\(location.region.endLine)"),
      ]
      // GitHub takes columns only within one line.
      if location.region.line == location.region.endLine {
        properties += [
          ("col", "\(location.region.column)"), ("endColumn", "\(location.region.endColumn)"),
        ]
      }
    }
    properties.append(("title", TerminalText.visible(finding.rule.title)))
    let sentences =
      [
        "\(finding.redacted) in \(PlaceText.name(location))"
          + " (confidence: \(finding.confidence.rawValue); \(finding.rule.id))."
      ] + FindingSentences.all(finding, in: report)
    return command(
      level(finding.severity), properties,
      TerminalText.visible(sentences.joined(separator: " ")))
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "notice"
    }
  }

  private static func command(
    _ name: String, _ properties: [(String, String)], _ message: String
  ) -> String {
    let list = properties.map { "\($0)=\(escape($1, "%\r\n:,"))" }.joined(separator: ",")
    return "::\(name) \(list)::\(escape(message, "%\r\n"))\n"
  }

  /// Writes some characters as `%` and their code, as the runner reads them.
  private static func escape(_ text: String, _ characters: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if characters.unicodeScalars.contains(scalar) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped.append(contentsOf: "%\(digits.count == 1 ? "0" : "")\(digits)".unicodeScalars)
      } else {
        escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
