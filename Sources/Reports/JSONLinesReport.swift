import Basics
package import Findings

/// The report as lines of JSON: one for each finding, then those that are suppressed (which have
/// `suppression`) if they were asked for, then one with `tool` and `scan`.
///
/// The last line shows a reader that the report was not cut off. Of several repositories, the first
/// line names all of them, and each is written as soon as it is done: its findings, then a line with
/// `repository`. So a reader of a report that was cut off knows which are missing.
package struct JSONLinesReport: Reporter {
  package init() {}

  /// The first line of a report of several repositories: what is to come.
  package func start(_ names: [String], kind: ScanReport.Kind) -> String {
    var text = ""
    JSONWriter(layout: .oneLine).write(
      [
        "repositories": .array(names) { .string($0) },
        "command": .string(kind.rawValue),
      ], to: &text)
    return text + "\n"
  }

  /// The lines of one of several repositories, with its findings.
  package func lines(of scan: RepositoryScan) -> String {
    let writer = JSONWriter(layout: .oneLine)
    var text = ""
    for finding in scan.report.findings + scan.report.suppressedFindings {
      writer.write(.finding(finding, in: scan.report), to: &text)
      text.write("\n")
    }
    writer.write(["repository": .repository(scan)], to: &text)
    text.write("\n")
    return text
  }

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let writer = JSONWriter(layout: .oneLine)
    for finding in report.findings + report.suppressedFindings {
      writer.write(.finding(finding, in: report), to: &output)
      output.write("\n")
    }
    writer.write(["tool": .tool(report), "scan": .scan(report)], to: &output)
    output.write("\n")
  }
}
