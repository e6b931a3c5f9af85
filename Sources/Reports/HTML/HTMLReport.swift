import Basics
package import Findings

/// The report as a page for people: one file, which needs nothing from elsewhere and fetches nothing.
///
/// Its content policy allows its own style and script, by their hashes, and nothing else. Without a
/// script, all findings are there; the script filters, sorts and searches them.
package struct HTMLReport: Reporter {
  /// Findings up to this number are shown open.
  private static let open = 20
  /// From this number on, there are filters.
  private static let filtered = 4
  /// Errors, and paths that were left out, that are named before the rest is only counted.
  private static let named = 500

  package func write(_ report: ScanReport, to output: inout some TextOutputStream) {
    output.write(Self.head)
    output.write(HTMLSummary(report).text)
    if let organisation = HTMLOrganisation(report) { output.write(organisation.text) }
    if let timeline = HTMLTimeline(report) { output.write(timeline.text) }
    let rules = Self.rules(of: report)
    if !report.findings.isEmpty {
      if report.findings.count >= Self.filtered {
        output.write(HTMLFilters(report.findings.map { HTMLFinding($0, in: report, rules) }).text)
      }
      let opens = report.findings.count <= Self.open
      output.write("<section id=\"findings\" aria-label=\"Findings\">\n")
      for finding in TextReport.sorted(report.findings) {
        output.write(HTMLFinding(finding, in: report, rules).text(isOpen: opens))
      }
      output.write("</section>\n<p id=\"none\" hidden>Nothing matches these filters.</p>\n")
    }
    if !report.suppressedFindings.isEmpty {
      output.write("<section><h2>Suppressed</h2>\n")
      for finding in TextReport.sorted(report.suppressedFindings) {
        output.write(HTMLFinding(finding, in: report, rules).text(isOpen: false))
      }
      output.write("</section>\n")
    }
    output.write(HTMLRules(rules).text)
    output.write(Self.gaps(report))
    output.write(Self.end)
  }

  /// The rules that found something, in the order of their ids.
  private static func rules(of report: ScanReport) -> [RuleDescription] {
    var rules: [String: RuleDescription] = [:]
    for finding in report.findings + report.suppressedFindings {
      rules[finding.rule.id] = finding.rule
    }
    return rules.values.sorted { $0.id < $1.id }
  }

  private static func gaps(_ report: ScanReport) -> String {
    let parts = [
      ("Errors", report.errors), ("Left out", report.skipped), ("Warnings", report.warnings),
    ].filter { !$0.1.isEmpty }
    let notices = report.notices.map {
      ScanReport.Remark(
        path: $0.line > 0 ? "\($0.path):\($0.line)" : $0.path, message: $0.message)
    }
    let all = parts + (notices.isEmpty ? [] : [("Notes", notices)])
    guard !all.isEmpty else { return "" }
    let lists = all.map { title, remarks in
      let shown = remarks.prefix(named).map {
        "<li>\($0.path.isEmpty ? "" : HTMLText.code($0.path) + " ")\(HTMLText.escape($0.message))</li>\n"
      }
      let rest = remarks.count - shown.count
      return
        "<h3>\(title) <span class=\"count\">\(Quantity.grouped(remarks.count))</span></h3>\n<ul>\n"
        + shown.joined() + (rest > 0 ? "<li>and \(Quantity.grouped(rest)) more</li>\n" : "")
        + "</ul>\n"
    }
    return "<section class=\"gaps\"><h2>What else to know</h2>\n\(lists.joined())</section>\n"
  }

  private static let head: String = {
    let policy = [
      "default-src 'none'", "style-src \(HTMLText.hash(HTMLStyle.text))",
      "script-src \(HTMLText.hash(HTMLScript.text))", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <title>kunci: secrets found</title>
      <style>\(HTMLStyle.text)</style>
      </head>
      <body>
      <main>

      """
  }()

  private static let end = "</main>\n<script>\(HTMLScript.text)</script>\n</body>\n</html>\n"
}
