import Basics
package import Findings

/// The report as lines of JSON: one for each finding, then those that are suppressed (which have
/// `suppression`) if they were asked for, then one with `tool` and `scan`.
///
/// The last line shows a reader that the report was not cut off.
package struct JSONLinesReport: Reporter {
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
