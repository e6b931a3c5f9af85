import FileTree
import Scanning
import SystemIO

/// `kunci scan [PATH…]`.
enum ScanCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let paths = arguments.operands.isEmpty ? ["."] : arguments.operands
    var options = TreeWalk.Options()
    options.globalExcludes = WorkTree.defaultGlobalExcludes
    let outcome = FolderScan(request.settings, options: options).run(
      paths, try request.detector())
    return ReportWriter(request: request).write(
      outcome, command: "scan", target: paths.joined(separator: " "))
  }
}
