import Findings
import Reports
import RuleSet
import Engine
import Inputs
import SystemIO

/// Makes the report of a scan and writes it wherever it was asked for.
struct ReportWriter {
  var request: ScanRequest

  /// Writes all reports.
  ///
  /// - Parameters:
  ///   - outcome: What the scan found.
  ///   - command: The command's name.
  ///   - target: What was scanned, as the user named it.
  /// - Returns: How kunci ends.
  func write(_ outcome: ScanResult, command: String, target: String) -> ExitCode {
    let ruleSet = request.settings.ruleSet
    let report = ScanReport(
      version: Version.text, command: command, target: target,
      // A clock may be set back meanwhile.
      period: request.started...max(request.started, Process.secondsSince1970),
      isComplete: outcome.isComplete, scanned: outcome.coverage.scanned,
      skipped: outcome.coverage.skipped,
      errors: outcome.coverage.errors,
      findings: outcome.findings, hiddenFindings: outcome.hiddenFindings,
      configuration: request.configuration,
      allowlisted: request.configuration == nil ? nil : outcome.allowlisted,
      suppressed: Suppression.Tally(of: outcome.suppressed),
      suppressedFindings: request.showsSuppressed ? outcome.suppressed : [],
      notices: outcome.coverage.notices, warnings: outcome.warnings,
      rules: request.output.listsRules
        ? ruleSet.rules.map(\.description)
          + (request.settings.checksSecretFiles ? [SecretFile.rule] : []) : [],
      showsSecrets: request.showsSecrets)
    var exit = ExitCode(report)
    for file in request.output.files {
      do throws(SystemError) {
        let text = Array(file.format.reporter().render(report).utf8)
        // A report that shows secrets is for its owner alone.
        try FileSystem.write(file.path, text.span, permissions: report.showsSecrets ? 0o600 : nil)
      } catch {
        Console.error("\(file.path): cannot \(error.operation): \(error.reason)")
        if exit != .findings { exit = .incomplete }
      }
    }
    if !writeToStandardOutput(report), exit != .findings { exit = .incomplete }
    return exit
  }

  /// Writes the report for standard output, and what people should know to standard error.
  ///
  /// - Returns: Whether it could be written.
  private func writeToStandardOutput(_ report: ScanReport) -> Bool {
    let format = request.output.standardOutput
    guard format == .text else {
      let isWritten = Console.print(format.reporter().render(report))
      complain(of: report.errors)
      tellOfConfiguration(report)
      return isWritten
    }
    var findings = ""
    TextReport(useColor: request.color.allowsColor(on: .output))
      .writeFindings(of: report, to: &findings)
    let isWritten = Console.print(findings)
    if request.isQuiet {
      complain(of: report.errors)
      tellOfConfiguration(report)
    } else {
      var summary = ""
      TextReport(useColor: request.color.allowsColor(on: .error))
        .writeSummary(of: report, to: &summary)
      Console.note(summary)
    }
    return isWritten
  }

  /// Tells which configuration was used where no summary does; quietly, only if that hid something.
  private func tellOfConfiguration(_ report: ScanReport) {
    guard let text = ConfigurationText(report), !request.isQuiet || text.isWorthKnowing else {
      return
    }
    Console.note("kunci: \(text.line)\n")
  }

  /// Tells of errors where the report itself is not for people; names of files can hold anything.
  func complain(of errors: [ScanReport.ScanError]) {
    let (shown, rest) = ErrorText.lines(of: errors)
    for error in shown { Console.error(error.place + error.message) }
    if rest > 0 { Console.error("and \(rest) more") }
  }
}
