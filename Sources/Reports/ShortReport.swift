import Basics
package import Findings

/// The report as a line for each place, for grep, editors and problem matchers.
///
/// A line has the form of compilers' messages:
///
///     path:line:column: severity: title [rule] redacted fingerprint
///
/// A text that is no file is named as in the report for people. What could not be looked at follows
/// as lines with `error`.
package struct ShortReport: Reporter {
  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    for finding in TextReport.sorted(report.findings) + TextReport.sorted(report.suppressedFindings)
    {
      let isSuppressed = finding.suppression != nil
      let secret =
        report.showsSecrets
        ? SecretText(finding.secret).text ?? SecretText(finding.secret).base64 ?? ""
        : finding.redacted
      for location in finding.locations {
        let about =
          "\(isSuppressed ? "suppressed " : "")\(finding.severity.rawValue): \(finding.rule.title)"
          + " [\(finding.rule.id)] \(secret) \(finding.fingerprint)"
        output.write("\(PlaceText.name(location)): \(TerminalText.visible(about))\n")
      }
    }
    for error in report.errors {
      let place = error.path.isEmpty ? "kunci" : error.path
      output.write(TerminalText.visible("\(place): error: \(error.message)") + "\n")
    }
    if !report.isComplete, report.errors.isEmpty {
      output.write("kunci: error: the scan is incomplete\n")
    }
  }
}
