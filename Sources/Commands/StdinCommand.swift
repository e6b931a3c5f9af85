import Engine
import Inputs
import SystemIO

/// `kunci stdin`.
enum StdinCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let source = StreamSource(named: "stdin") { limit, buffer throws(SystemError) in
      try StandardStreams.readInput(atMost: limit, into: &buffer)
    }
    let outcome = Scan.run(source, request.settings, try request.detector())
    return ReportWriter(request: request).write(outcome, command: "stdin", target: "stdin")
  }
}
