import Basics
package import Findings

/// The report as a table (RFC 4180): a record for each place, then one for each error, one that
/// counts what is suppressed, and one for the scan, which says whether it is complete.
package struct CSVReport: Reporter {
  private static let names = [
    "record", "ruleID", "provider", "title", "severity", "confidence", "redacted", "fingerprint",
    "path", "in", "line", "column", "endLine", "endColumn", "byteOffset", "byteLength", "commit",
    "date", "author", "atHead", "pushedTo", "revoke",
  ]

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let secretName = report.showsSecrets ? ["secret"] : []
    Self.write(Self.names + secretName, to: &output)
    for finding in report.findings {
      let secret = SecretText(finding.secret)
      let shown = report.showsSecrets ? [secret.text ?? secret.base64 ?? ""] : []
      for location in finding.locations {
        let fields = Self.fields(finding, location).map { TerminalText.visible($0) }
        Self.write(fields + shown, to: &output)
      }
    }
    for error in report.errors {
      write(record: "error", title: error.message, path: error.path, in: report, to: &output)
    }
    if report.suppressed.total > 0 {
      write(
        record: "suppressed", title: "\(report.suppressed.total)", path: "", in: report,
        to: &output)
    }
    write(
      record: "scan", title: report.isComplete ? "complete" : "incomplete", path: report.target,
      in: report, to: &output)
  }

  private static func fields(_ finding: Finding, _ location: Location) -> [String] {
    let region = location.region
    let numbers = [
      region.line, region.column, region.endLine, region.endColumn, region.byteOffset,
      region.byteLength,
    ]
    let commit = location.provenance.commit
    let about = [
      "finding", finding.rule.id, finding.rule.provider, finding.rule.title,
      finding.severity.rawValue, finding.confidence.rawValue, finding.redacted,
      finding.fingerprint.description, location.path, location.provenance.kind.rawValue,
    ]
    return about + numbers.map(String.init) + [
      commit?.id.hex ?? "", commit?.date ?? "", commit?.author ?? "",
      finding.status.map { $0.atHead ? "true" : "false" } ?? "",
      finding.status?.publication.remotes.joined(separator: " ") ?? "",
      finding.rule.revocation.url ?? "",
    ]
  }

  private func write(
    record: String, title: String, path: String, in report: ScanReport,
    to output: inout some TextOutputStream
  ) {
    let known = ["record": record, "title": title, "path": path]
    let names = Self.names + (report.showsSecrets ? ["secret"] : [])
    Self.write(names.map { TerminalText.visible(known[$0] ?? "") }, to: &output)
  }

  private static func write(_ fields: [String], to output: inout some TextOutputStream) {
    output.write(fields.map(field).joined(separator: ",") + "\r\n")
  }

  /// Returns a field, in quotes where it needs them.
  ///
  /// A spreadsheet takes what begins with one of these characters for a formula and may carry it
  /// out; an apostrophe before it makes it a text.
  private static func field(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@＝＋－＠".unicodeScalars.contains($0) }
    let safe = (isFormula ?? false ? "'" : "") + text
    let needsQuotes = safe.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    guard needsQuotes else { return safe }
    return "\""
      + safe.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
