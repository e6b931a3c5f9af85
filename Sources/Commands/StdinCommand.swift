import Scanning
import SystemIO

/// `kunci stdin`.
enum StdinCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let request = try ScanRequest(arguments)
    let outcome = StreamScan(request.settings).run(try request.detector(), name: "stdin") {
      limit, buffer throws(SystemError) in
      try StandardStreams.readInput(atMost: limit, into: &buffer)
    }
    return ReportWriter(request: request).write(outcome, command: "stdin", target: "stdin")
  }
}
