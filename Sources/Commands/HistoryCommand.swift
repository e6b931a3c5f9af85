import GitObjects
import Scanning

/// `kunci history [REPOSITORY]` and `kunci unpushed [REPOSITORY]`.
enum HistoryCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let path = arguments.operands.first ?? "."
    let scope = scope(of: arguments)
    let detector = try request.detector()
    let outcome = ProgressLine.showing(request) { progress in
      HistoryScan(request.settings, progress: progress).run(
        path, scope: scope, usesEnvironment: arguments.operands.isEmpty, detector)
    }
    return ReportWriter(request: request).write(
      outcome, command: arguments.command, target: path)
  }

  private static func scope(of arguments: ParsedArguments) -> HistoryScope {
    if arguments.command == "unpushed" { return .unpushed }
    guard let range = arguments.value(of: .range) else { return .everything }
    return .range(range.split(separator: " ").map(String.init))
  }
}
