package import Foundation

/// A program that was run to its end, with all that it wrote.
package struct ProgramRun: Sendable {
  /// The exit code; the signal's number, negative, when a signal ended it.
  package let status: Int32
  /// What it wrote to standard output.
  package let outputBytes: [UInt8]
  /// What it wrote to standard error, as text.
  package let errors: String

  /// What it wrote to standard output, as text.
  package var output: String { String(decoding: outputBytes, as: UTF8.self) }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - program: Path of the executable.
  ///   - arguments: Its arguments.
  ///   - folder: Where it runs.
  ///   - environment: Variables to set besides those of the test; a nil value takes one away.
  ///   - input: What it reads from standard input.
  /// - Throws: When it cannot be started.
  package init(
    _ program: String, _ arguments: [String], in folder: String,
    environment: [String: String?] = [:], input: Data = Data()
  ) throws {
    TestEnvironment.cleaned
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment { variables[name] = value }
    process.environment = variables
    // Files in place of pipes: nobody has to read while another writes.
    let scratch = try TemporaryFolder()
    try scratch.write("input", Array(input))
    try scratch.write("output", "")
    try scratch.write("errors", "")
    process.standardInput = try FileHandle(forReadingFrom: scratch.url("input"))
    process.standardOutput = try FileHandle(forWritingTo: scratch.url("output"))
    process.standardError = try FileHandle(forWritingTo: scratch.url("errors"))
    try process.run()
    process.waitUntilExit()
    let code = process.terminationStatus
    status = process.terminationReason == .uncaughtSignal ? -code : code
    outputBytes = try scratch.bytes("output")
    errors = String(decoding: try scratch.bytes("errors"), as: UTF8.self)
  }
}
