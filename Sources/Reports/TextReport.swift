package import Findings

/// The report for people, in the manner of a compiler's diagnostics.
///
/// The most severe come first. Of many, a table says first where they are.
package struct TextReport: Reporter {
  /// Whether to colour the text for a terminal.
  package var useColor: Bool
  /// Cells of a line of the terminal; nil where lines are not to be broken, as in a file.
  package var width: Int?

  package init(useColor: Bool = false, width: Int? = nil) {
    self.useColor = useColor
    self.width = width
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
    if let table = FindingTable(report.findings, palette: palette) {
      for line in table.lines { output.write(line + "\n") }
      output.write("\n")
    }
    var explained: Set<Revocation> = []
    // The last one of each rule, as most findings are of few rules.
    var known: [String: Revocation] = [:]
    var lines = ""
    for findings in [Self.sorted(report.findings), Self.sorted(report.suppressedFindings)] {
      for finding in findings {
        let rule = finding.rule
        var isKnown = known[rule.id] == rule.revocation
        if !isKnown {
          isKnown = !explained.insert(rule.revocation).inserted
          known[rule.id] = rule.revocation
        }
        let text = FindingText(
          finding: finding, advice: Advice(on: finding, in: report), palette: palette,
          wrap: LineWrap(width: width), showsSecret: report.showsSecrets, omitsSteps: isKnown)
        lines.removeAll(keepingCapacity: true)
        text.write(to: &lines)
        lines += "\n"
        output.write(lines)
      }
    }
  }

  /// Writes only the summary; what goes to standard error while findings go to standard output.
  package func writeSummary(of report: ScanReport, to output: inout some TextOutputStream) {
    let text = SummaryText(
      report: report, palette: Palette(useColor: useColor), wrap: LineWrap(width: width))
    for line in text.lines {
      output.write(line + "\n")
    }
  }

  /// The most severe first; among equals, the report's order.
  static func sorted(_ findings: [Finding]) -> [Finding] {
    // Their places are put in order first: a finding has much to copy.
    Severity.allCases.reversed().flatMap { severity in
      findings.indices.filter { findings[$0].severity == severity }
    }.map { findings[$0] }
  }
}
