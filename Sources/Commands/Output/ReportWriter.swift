import Detection
import Engine
import Findings
import GitRepository
import Reports
import RuleSet
import SystemIO

extension ScanReport {
  /// Makes the report of a scan.
  ///
  /// - Parameters:
  ///   - result: What the scan found.
  ///   - request: What was asked for.
  init(of result: ScanResult, for request: ScanRequest) {
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
    report.hidden = result.hidden
    report.configuration = request.configuration
    report.allowlisted = request.configuration == nil ? nil : result.allowlisted
    report.suppressed = Suppression.Tally(of: result.suppressed)
    if request.options.showsSuppressed { report.suppressedFindings = result.suppressed }
    report.remotes = result.coverage.remotes
    report.notices = request.notices + result.coverage.notices
    report.warnings = result.warnings
    if report.findings.contains(where: { !($0.status?.publication.isPushed ?? false) }) {
      report.repository = RepositoryFacts(of: request.input)
    }
    if request.output.tellsDepartures, case .history(let place, _) = request.input,
      let repository = try? Repository(at: place ?? ".", usesEnvironment: place == nil)
    {
      let answer = try? DepartureSearch.departures(of: report.findings, in: repository)
      let redact = Redactor(request.detector).redact
      report.departures = (answer?.departures ?? [:]).mapValues { $0.redacted(redact) }
      if answer?.isPartial ?? true {
        report.notices.append(
          ScanReport.Notice(
            path: report.target, message: "not for all secrets it could be told when they went"))
      }
    }
    report.showsSecrets = request.options.showsSecrets
    report.redactRemarks(Redactor(request.detector).redact)
    self = report
  }
}

/// Writes a report wherever it was asked for.
struct ReportWriter {
  var output: OutputPlan
  var options: ScanOptions
  /// Whether standard output has all findings and repositories already.
  var isTold = false

  /// Writes all reports.
  ///
  /// - Returns: How kunci ends.
  func write(_ report: ScanReport) -> ExitCode {
    var isWritten = true
    for file in output.files {
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
      hasFindings: options.failOn.isReached(by: report.findings),
      isComplete: report.isComplete && isWritten,
      findings: options.exitCode)
  }

  /// Writes the report for standard output, and what people should know to standard error.
  ///
  /// - Returns: Whether it could be written.
  private func writeToStandardOutput(_ report: ScanReport) -> Bool {
    let format = output.standardOutput
    guard format == .text || format == .short else {
      var rest = report
      if isTold { (rest.findings, rest.suppressedFindings, rest.repositories) = ([], [], []) }
      let isWritten = Console.print(format.reporter().render(rest))
      Console.list(report.errors + (report.isComplete ? [] : report.unopened))
      noteConfiguration(report)
      return isWritten
    }
    var findings = ""
    if format == .short {
      findings = format.reporter().render(report)
    } else {
      TextReport(on: .output, options).writeFindings(of: report, to: &findings)
    }
    let isWritten = Console.print(findings)
    if options.isQuiet {
      Console.list(report.errors + (report.isComplete ? [] : report.unopened))
      noteConfiguration(report)
    } else {
      var summary = ""
      TextReport(on: .error, options).writeSummary(of: report, to: &summary)
      Console.note(summary)
    }
    return isWritten
  }

  /// Names the configuration that was used where no summary does, if that hid something.
  private func noteConfiguration(_ report: ScanReport) {
    guard let text = ConfigurationText(report), text.isWorthKnowing else { return }
    Console.note("kunci: \(text.line)\n")
  }
}
