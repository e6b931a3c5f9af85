import Findings
import GitRepository
import Reports
import Engine
import Inputs
import SystemIO

/// `kunci baseline [PATH]`.
enum BaselineCommand {
  /// Where a baseline goes unless the user says otherwise.
  private static let fileName = ".kunci-baseline.json"

  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let (settings, detector) = (request.settings, try request.detector())
    let path = arguments.operands.first ?? "."
    let readsHistory = arguments.options.contains { $0.name == "history" }
    let outcome = ProgressLine.showing(request) { progress in
      if readsHistory {
        var source = HistorySource(path, .everything)
        source.usesEnvironment = arguments.operands.isEmpty
        source.allowsGaps = arguments.has(.allowIncomplete)
        return Scan.run(source, settings, detector, progress: progress)
      }
      var source = FolderSource([path])
      source.usesIgnoreFiles = !arguments.has(.noIgnore)
      return Scan.run(source, settings, detector, progress: progress)
    }
    // What could not be read may hold what the last baseline knew.
    guard outcome.isComplete else {
      ReportWriter(request: request).complain(of: outcome.coverage.errors)
      Console.error("not everything could be read, so no baseline is written")
      return .incomplete
    }
    return write(
      outcome, to: arguments.value(of: .output) ?? fileName, isQuiet: request.isQuiet)
  }

  private static func write(_ outcome: ScanResult, to path: String, isQuiet: Bool) -> ExitCode {
    let text = BaselineFile(
      mark: Baseline.mark.name, version: Baseline.mark.version, prefix: Baseline.prefix,
      findings: outcome.findings.map { finding in
        var finding = finding
        for index in finding.locations.indices {
          finding.locations[index].provenance = finding.locations[index].provenance.mapPath(
            outcome.pathFromRoot)
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
