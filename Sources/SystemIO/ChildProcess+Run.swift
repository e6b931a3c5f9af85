/// What a finished program left.
package struct ProcessResult: Sendable, Equatable {
  /// How it ended.
  package var status: ExitStatus
  /// All of its standard output.
  package var output: [UInt8]
  /// The first MiB of its standard error.
  package var errors: [UInt8]
}

extension ChildProcess {
  /// Runs a program to its end, with `input` on its standard input; one that fails is no error.
  ///
  /// - Throws: `SystemError` when it cannot be started or a pipe fails.
  package static func run(
    _ request: ProcessRequest, input: [UInt8] = []
  ) throws(SystemError) -> ProcessResult {
    var child = try ChildProcess(request)
    child.queue(input.span)
    try child.endInput()
    try child.restOfOutput()
    let output = child.withRecord { Array(copying: $0) }
    let (status, errors) = try child.finish()
    return ProcessResult(status: status, output: output, errors: errors)
  }
}
