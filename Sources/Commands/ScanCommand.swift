import Scanning

/// `kunci scan [PATH…]`.
enum ScanCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    var request = try ScanRequest(arguments)
    request.settings.entersSubmodules = arguments.has(.recurseSubmodules)
    let settings = request.settings
    let paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    let detector = try request.detector()
    let outcome = ProgressLine.showing(request) { progress in
      FolderScan(settings, progress: progress).run(paths, detector)
    }
    return ReportWriter(request: request).write(
      outcome, command: "scan", target: paths.joined(separator: " "))
  }
}
