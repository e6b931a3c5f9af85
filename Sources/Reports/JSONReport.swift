import Basics
package import Findings

/// The report as one JSON object, indented; its shape is public interface.
package struct JSONReport: Reporter {
  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    let document: JSON = [
      "tool": .tool(report),
      "scan": .scan(report),
      "findings": .array(report.findings) {
        .finding($0, in: report)
      },
      "suppressedFindings": report.suppressedFindings.isEmpty
        ? nil
        : .array(report.suppressedFindings) {
          .finding($0, in: report)
        },
    ]
    JSONWriter(layout: .indented).write(document, to: &output)
    output.write("\n")
  }
}
