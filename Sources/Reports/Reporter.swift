package import Findings

/// Writes a scan's report in one format.
package protocol Reporter: Sendable {
  /// Writes the whole report, with a line end at its end.
  ///
  /// The same report gives the same bytes every time.
  func write(_ report: ScanReport, to output: inout some TextOutputStream)
}

extension Reporter {
  /// Returns the whole report as a text.
  package func render(_ report: ScanReport) -> String {
    var text = ""
    write(report, to: &text)
    return text
  }
}
