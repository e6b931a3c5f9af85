import Engine
import Inputs

/// `kunci scan [PATH…]`.
enum ScanCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let settings = request.settings
    let paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    let detector = try request.detector()
    var source = FolderSource(paths)
    source.usesIgnoreFiles = !arguments.has(.noIgnore)
    source.entersSubmodules = arguments.has(.recurseSubmodules)
    let folders = source
    let outcome = ProgressLine.showing(request) { progress in
      Scan.run(folders, settings, detector, progress: progress)
    }
    return ReportWriter(request: request).write(
      outcome, command: "scan", target: paths.joined(separator: " "))
  }
}
