import Basics
package import Findings

/// The report as JUnit XML, which most build servers show: each place is a test that failed.
///
/// A further test, `everything was read`, stands for the scan itself, so that a clean report is not
/// an empty one and an incomplete scan fails. It is meant to be uploaded: no secret is written in
/// full.
package struct JUnitReport: Reporter {
  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let failures = report.findings.reduce(0) { $0 + $1.locations.count }
    let counts: [(String, String)] = [
      ("tests", "\(failures + 1)"), ("failures", "\(failures)"),
      ("errors", report.isComplete ? "0" : "1"),
    ]
    output.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    output.write(XMLText.tag("testsuites", [("name", "kunci")] + counts) + "\n")
    let suite = [("name", "kunci \(report.kind.rawValue)")] + counts + [("skipped", "0")]
    output.write("  " + XMLText.tag("testsuite", suite) + "\n")
    if report.suppressed.total > 0 {
      let count = [("name", "suppressed"), ("value", "\(report.suppressed.total)")]
      output.write("    <properties>\n      ")
      output.write(XMLText.tag("property", count, isEmpty: true) + "\n    </properties>\n")
    }
    let whole = [("classname", "kunci"), ("name", "everything was read")]
    if let gap = GapText.sentence(report) {
      output.write("    " + XMLText.tag("testcase", whole) + "\n")
      let problem = [("type", "incomplete"), ("message", gap)]
      output.write("      " + XMLText.tag("error", problem, isEmpty: true) + "\n    </testcase>\n")
    } else {
      output.write("    " + XMLText.tag("testcase", whole, isEmpty: true) + "\n")
    }
    for finding in report.findings {
      for location in finding.locations {
        write(finding, at: location, in: report, to: &output)
      }
    }
    output.write("  </testsuite>\n</testsuites>\n")
  }

  private func write(
    _ finding: Finding, at location: Location, in report: ScanReport,
    to output: inout some TextOutputStream
  ) {
    let commit = location.provenance.commit.map { ", commit \(PlaceText.short($0.id.hex))" } ?? ""
    var test = [
      ("classname", "kunci.\(finding.rule.id)"),
      ("name", "\(PlaceText.name(location))\(commit): \(finding.redacted)"),
    ]
    if location.provenance.kind == .content {
      test += [("file", location.path), ("line", "\(location.region.line)")]
    }
    let failure = [
      ("type", finding.severity.rawValue),
      (
        "message",
        "\(finding.rule.title) \(finding.redacted) (confidence: \(finding.confidence.rawValue))"
      ),
    ]
    let lines =
      [location.snippet.text] + FindingSentences.all(finding, in: report)
      + finding.rule.revocation.steps + ["fingerprint: \(finding.fingerprint)"]
    output.write("    " + XMLText.tag("testcase", test) + "\n")
    output.write("      " + XMLText.tag("failure", failure))
    output.write(lines.map(XMLText.escape).joined(separator: "\n"))
    output.write("</failure>\n    </testcase>\n")
  }
}
