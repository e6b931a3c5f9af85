import Findings
import GitObjects
import Reports
import Scanning
import SystemIO

/// `kunci baseline [PATH]`.
enum BaselineCommand {
  /// Where a baseline goes unless the user says otherwise.
  private static let fileName = ".kunci-baseline.json"

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var request = try ScanRequest(arguments)
    request.settings.allowsGaps = arguments.has(.allowIncomplete)
    let (settings, detector) = (request.settings, try request.detector())
    let path = arguments.operands.first ?? "."
    let readsHistory = arguments.options.contains { $0.name == "history" }
    let outcome = ProgressLine.showing(request) { progress in
      readsHistory
        ? HistoryScan(settings, progress: progress).run(
          path, scope: .everything, usesEnvironment: arguments.operands.isEmpty, detector)
        : FolderScan(settings, progress: progress).run([path], detector)
    }
    // What could not be read may hold what the last baseline knew.
    guard outcome.isComplete else {
      ReportWriter(request: request).complain(of: outcome.errors)
      Console.error("not everything could be read, so no baseline is written")
      return .incomplete
    }
    return write(
      outcome, to: arguments.value(of: .output) ?? fileName, isQuiet: request.isQuiet)
  }

  private static func write(_ outcome: ScanOutcome, to path: String, isQuiet: Bool) -> ExitCode {
    let text = BaselineFile(
      mark: Baseline.mark.name, version: Baseline.mark.version, prefix: Baseline.prefix,
      findings: outcome.findings.map { finding in
        var finding = finding
        for index in finding.locations.indices {
          finding.locations[index].path = outcome.pathFromRoot(finding.locations[index].path)
        }
        return finding
      }
    ).text
    do throws(SystemError) {
      try FileSystem.write(path, text)
    } catch {
      Console.error("\(path): cannot \(error.operation): \(error.reason)")
      return .incomplete
    }
    let count = outcome.findings.count
    if !isQuiet {
      Console.note("Written: \(path), with \(count) \(count == 1 ? "finding" : "findings")\n")
    }
    return .clean
  }
}
