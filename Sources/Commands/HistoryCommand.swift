import GitRepository
import Engine
import Inputs
import SystemIO

/// `kunci history [REPOSITORY]` and `kunci unpushed [REPOSITORY]`.
enum HistoryCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var request = try ScanRequest(arguments)
    request.settings.isCancelled = { Interruption.isRequested }
    let settings = request.settings
    let path = arguments.operands.first ?? "."
    var source = HistorySource(path, try scope(of: arguments))
    source.usesEnvironment = arguments.operands.isEmpty
    source.readsThroughGit = arguments.has(.throughGit)
    source.includesUnreachable = arguments.has(.unreachable)
    source.entersSubmodules = arguments.has(.recurseSubmodules)
    source.allowsGaps = arguments.has(.allowIncomplete)
    let history = source
    let detector = try request.detector()
    Interruption.watch()
    let outcome = ProgressLine.showing(request) { progress in
      Scan.run(history, settings, detector, progress: progress)
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
      since = SinceDate(date, now: Process.secondsSince1970)
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
