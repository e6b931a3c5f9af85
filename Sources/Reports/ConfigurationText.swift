import Basics
package import Findings

/// What a configuration file changed, for people.
package struct ConfigurationText {
  private let used: ScanReport.UsedConfiguration
  private let allowed: ScanReport.Allowlisted

  /// Warnings that are shown before the rest is only counted.
  private static let shownWarnings = 5

  /// Nil for a report of a scan without a configuration.
  package init?(_ report: ScanReport) {
    guard let used = report.configuration else { return nil }
    self.used = used
    allowed = report.allowlisted ?? ScanReport.Allowlisted()
  }

  /// Whether the file kept something from being found, or could not be honoured in full.
  package var isWorthKnowing: Bool {
    used.dropsBuiltInRules || !used.disabledRules.isEmpty || !used.warnings.isEmpty
      || allowed != ScanReport.Allowlisted()
  }

  /// The file and what it changed, without a line end.
  package var line: String {
    var changes = [Quantity.of(used.addedRules, "rule") + " added"]
    if used.dropsBuiltInRules { changes.append("the built-in rules left out") }
    if !used.disabledRules.isEmpty {
      changes.append(
        "without " + used.disabledRules.map(TerminalText.visible).joined(separator: ", "))
    }
    if allowed.findings > 0 { changes.append(Quantity.of(allowed.findings, "secret") + " allowed") }
    if allowed.files > 0 { changes.append(Quantity.of(allowed.files, "file") + " not read") }
    let whose = used.isFromRepository ? " of the repository itself" : ""
    let file = TerminalText.visible(used.path)
    return "Configuration \"\(file)\"\(whose): \(changes.joined(separator: "; "))."
  }

  /// The same with what is not honoured.
  var lines: [String] {
    let shown = used.warnings.prefix(Self.shownWarnings).map { "  " + TerminalText.visible($0) }
    let rest = used.warnings.count - shown.count
    guard rest > 0 else { return [line] + shown }
    let command = "kunci rules check \(TerminalText.visible(used.path))"
    return [line] + shown + ["  and \(Quantity.grouped(rest)) more: \(command)"]
  }
}
