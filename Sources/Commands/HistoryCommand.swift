import GitObjects
import Scanning
import SystemIO

/// `kunci history [REPOSITORY]` and `kunci unpushed [REPOSITORY]`.
enum HistoryCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var request = try ScanRequest(arguments)
    request.settings.readsThroughGit = arguments.has(.throughGit)
    request.settings.includesUnreachable = arguments.has(.unreachable)
    request.settings.entersSubmodules = arguments.has(.recurseSubmodules)
    request.settings.allowsGaps = arguments.has(.allowIncomplete)
    request.settings.isCancelled = { Interruption.isRequested }
    let settings = request.settings
    let path = arguments.operands.first ?? "."
    let scope = try scope(of: arguments)
    let detector = try request.detector()
    Interruption.watch()
    let outcome = ProgressLine.showing(request) { progress in
      HistoryScan(settings, progress: progress).run(
        path, scope: scope, usesEnvironment: arguments.operands.isEmpty, detector)
    }
    return ReportWriter(request: request).write(
      outcome, command: arguments.command, target: path)
  }

  private static func scope(of arguments: ParsedArguments) throws(UsageError) -> HistoryScope {
    if arguments.command == "unpushed" { return .unpushed }
    let ranges = arguments.values(of: .range)
    guard ranges.isEmpty || !arguments.has(.recurseSubmodules) else {
      throw UsageError(
        "the commits of --range mean nothing in submodules: choose it or --recurse-submodules",
        command: arguments.command)
    }
    let date = arguments.value(of: .since)
    guard !ranges.isEmpty || date != nil else { return .everything }
    guard !arguments.has(.unreachable) else {
      throw UsageError(
        "--unreachable scans everything, --range and --since a part: choose",
        command: arguments.command)
    }
    var since: SinceDate?
    if let date {
      since = SinceDate(date)
      guard since != nil else {
        throw UsageError(
          "--since is a date such as 2024-01-31, 2024-01-31T08:00:00Z or 2.weeks, not `\(date)`",
          command: arguments.command)
      }
    }
    let revisions = ranges.flatMap { range in
      HistoryScope.withoutNot(range.split(separator: " ").map(String.init))
    }
    // A range that names nothing is a mistake, not everything.
    return .range(ranges.isEmpty || !revisions.isEmpty ? revisions : [""], since: since)
  }
}
