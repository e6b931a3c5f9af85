import Detection
import Engine
import Findings
import Reports
import RuleSet
import SystemIO

/// Makes the report of a scan and writes it wherever it was asked for.
struct ReportWriter {
  var request: ScanRequest

  /// Writes all reports.
  ///
  /// - Parameter result: What the scan found.
  /// - Returns: How kunci ends.
  func write(_ result: ScanResult) -> ExitCode {
    let ruleSet = request.plan.ruleSet
    var report = ScanReport(
      version: Version.text, kind: request.input.kind, target: request.input.target,
      isComplete: result.isComplete, scanned: result.coverage.scanned)
    // A clock may be set back meanwhile.
    report.period = request.started...max(request.started, Process.secondsSince1970)
    report.unopened = result.unopened
    report.skipped = (result.coverage.skipped + result.unopened).sorted {
      ($0.path, $0.message) < ($1.path, $1.message)
    }
    report.errors = result.coverage.errors
    report.findings = result.findings
    report.hiddenFindings = result.hiddenFindings
    report.configuration = request.configuration
    report.allowlisted = request.configuration == nil ? nil : result.allowlisted
    report.suppressed = Suppression.Tally(of: result.suppressed)
    if request.options.showsSuppressed { report.suppressedFindings = result.suppressed }
    report.remotes = result.coverage.remotes
    report.notices = request.notices + result.coverage.notices
    report.warnings = result.warnings
    if request.output.listsRules {
      report.rules =
        ruleSet.rules.map(\.description) + (request.plan.checksSecretFiles ? [SecretFile.rule] : [])
    }
    report.showsSecrets = request.options.showsSecrets
    report.redactRemarks(Redactor(request.detector).redact)
    var isWritten = true
    for file in request.output.files {
      do throws(SystemError) {
        let text = Array(file.format.reporter().render(report).utf8)
        // A report that shows secrets is for its owner alone.
        try FileSystem.write(file.path, text.span, permissions: report.showsSecrets ? 0o600 : nil)
      } catch {
        Console.error(error.at(path: file.path).message)
        isWritten = false
      }
    }
    if !writeToStandardOutput(report) { isWritten = false }
    return ExitCode(
      hasFindings: request.options.failOn.isReached(by: report.findings),
      isComplete: report.isComplete && isWritten,
      findings: request.options.exitCode)
  }

  /// Writes the report for standard output, and what people should know to standard error.
  ///
  /// - Returns: Whether it could be written.
  private func writeToStandardOutput(_ report: ScanReport) -> Bool {
    let format = request.output.standardOutput
    guard format == .text else {
      let isWritten = Console.print(format.reporter().render(report))
      Console.list(report.errors + (report.isComplete ? [] : report.unopened))
      noteConfiguration(report)
      return isWritten
    }
    var findings = ""
    TextReport(useColor: request.options.color.allowsColor(on: .output))
      .writeFindings(of: report, to: &findings)
    let isWritten = Console.print(findings)
    if request.options.isQuiet {
      Console.list(report.errors + (report.isComplete ? [] : report.unopened))
      noteConfiguration(report)
    } else {
      var summary = ""
      TextReport(useColor: request.options.color.allowsColor(on: .error))
        .writeSummary(of: report, to: &summary)
      Console.note(summary)
    }
    return isWritten
  }

  /// Names the configuration that was used where no summary does; quietly, only if that hid
  /// something.
  private func noteConfiguration(_ report: ScanReport) {
    guard let text = ConfigurationText(report), !request.options.isQuiet || text.isWorthKnowing
    else {
      return
    }
    Console.note("kunci: \(text.line)\n")
  }
}
