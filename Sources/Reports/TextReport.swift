package import Findings

/// The report for people, in the manner of a compiler's diagnostics.
package struct TextReport: Reporter {
  /// Whether to colour the text for a terminal.
  package var useColor: Bool

  package init(useColor: Bool = false) {
    self.useColor = useColor
  }

  /// Writes findings and summary, for a report that goes to a file.
  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    writeFindings(of: report, to: &output)
    writeSummary(of: report, to: &output)
  }

  /// Writes only the findings, an empty line after each; what goes to standard output.
  package func writeFindings(of report: ScanReport, to output: inout some TextOutputStream) {
    let palette = Palette(useColor: useColor)
    if report.showsSecrets {
      output.write(palette.bad("This report shows secrets in full.") + "\n\n")
    }
    var explained: Set<String> = []
    for finding in report.findings + report.suppressedFindings {
      let isNew = explained.insert(finding.rule.id).inserted
      let text = FindingText(
        finding: finding, palette: palette, showsSecret: report.showsSecrets, omitsSteps: !isNew)
      for line in text.lines {
        output.write(line + "\n")
      }
      output.write("\n")
    }
  }

  /// Writes only the summary; what goes to standard error while findings go to standard output.
  package func writeSummary(of report: ScanReport, to output: inout some TextOutputStream) {
    for line in SummaryText(report: report, palette: Palette(useColor: useColor)).lines {
      output.write(line + "\n")
    }
  }
}
