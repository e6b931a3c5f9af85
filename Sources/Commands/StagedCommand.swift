import Engine
import Inputs

/// `kunci staged [REPOSITORY]`.
enum StagedCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let path = arguments.operands.first ?? "."
    var source = StagedSource(path)
    source.usesEnvironment = arguments.operands.isEmpty
    let outcome = Scan.run(source, request.settings, try request.detector())
    return ReportWriter(request: request).write(outcome, command: "staged", target: path)
  }
}
