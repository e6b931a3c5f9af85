import Basics
package import Findings

/// The report with the fields of gitleaks' JSON, for programs that import that.
///
/// Columns count bytes and include the last one; after the first line of a file they are one more
/// than that, as gitleaks 8 has it. That format knows findings only, so an incomplete scan is an
/// entry of its own, of the rule `kunci-scan-incomplete`.
package struct GitleaksReport: Reporter {
  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    var entries = report.findings.flatMap { finding in
      finding.locations.map { Self.entry(finding, $0, showsSecret: report.showsSecrets) }
    }
    if let gap = GapText.sentence(report) { entries.append(Self.incomplete(gap)) }
    JSONWriter(layout: .indented).write(.array(entries) { $0 }, to: &output)
    output.write("\n")
  }

  private static func entry(
    _ finding: Finding, _ location: Location, showsSecret: Bool
  ) -> JSON {
    let secret = SecretText(finding.secret)
    let shown = JSON.string(
      showsSecret ? secret.text ?? secret.base64 ?? "" : finding.redacted)
    let isLine = location.provenance.kind != .path
    let commit = location.provenance.commit
    let place = "\(location.path):\(finding.rule.id):\(isLine ? location.region.line : 1)"
    return [
      "RuleID": .string(finding.rule.id),
      "Description": .string(finding.rule.title),
      "StartLine": .integer(isLine ? location.region.line : 1),
      "EndLine": .integer(isLine ? location.region.endLine : 1),
      "StartColumn": .integer(
        location.region.start.byteColumn + (location.region.line > 1 ? 1 : 0)),
      "EndColumn": .integer(location.region.end.byteColumn - (location.region.endLine > 1 ? 0 : 1)),
      "Match": shown,
      "Secret": shown,
      "File": .string(location.path),
      "SymlinkFile": "",
      "Commit": .string(commit?.id.hex ?? ""),
      "Entropy": .decimal(Float(Entropy.bitsPerByte(finding.secret[...]))),
      "Author": .string(commit?.author ?? ""),
      "Email": .string(commit?.email ?? ""),
      "Date": .string(commit?.date ?? ""),
      "Message": .string(commit?.summary ?? ""),
      "Tags": [],
      "Fingerprint": .string((commit.map { "\($0.id):" } ?? "") + place),
    ]
  }

  private static func incomplete(_ gap: String) -> JSON {
    [
      "RuleID": "kunci-scan-incomplete", "Description": .string(gap), "StartLine": 0,
      "EndLine": 0, "StartColumn": 0, "EndColumn": 0, "Match": "", "Secret": "", "File": "",
      "SymlinkFile": "", "Commit": "", "Entropy": 0, "Author": "", "Email": "", "Date": "",
      "Message": "", "Tags": [], "Fingerprint": ":kunci-scan-incomplete:0",
    ]
  }
}
