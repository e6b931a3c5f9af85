import Scanning

/// `kunci staged [REPOSITORY]`.
enum StagedCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let path = arguments.operands.first ?? "."
    let outcome = StagedScan(request.settings).run(
      path, usesEnvironment: arguments.operands.isEmpty, try request.detector())
    return ReportWriter(request: request).write(outcome, command: "staged", target: path)
  }
}
