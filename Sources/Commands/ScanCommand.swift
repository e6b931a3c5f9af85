import Scanning

/// `kunci scan [PATH…]`.
enum ScanCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    let outcome = FolderScan(request.settings).run(paths, try request.detector())
    return ReportWriter(request: request).write(
      outcome, command: "scan", target: paths.joined(separator: " "))
  }
}
