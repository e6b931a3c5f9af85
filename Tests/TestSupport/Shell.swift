package import Foundation

/// Runs programs that tests compare with or need for their set-up.
package enum Shell {
  /// A program that did not succeed.
  package struct Failure: Error, CustomStringConvertible {
    /// What was run.
    package let command: String
    /// The exit code.
    package let status: Int32
    /// What it wrote to standard error.
    package let errors: String

    package var description: String { "\(command): exit \(status): \(errors)" }
  }

  /// Runs a shell script.
  ///
  /// - Parameters:
  ///   - script: For `/bin/sh`.
  ///   - arguments: `$0`, `$1` and so on.
  /// - Returns: What it wrote to standard output.
  /// - Throws: `Failure` unless it exits with 0.
  @discardableResult
  package static func run(_ script: String, arguments: [String] = []) throws -> Data {
    try run(
      URL(filePath: "/bin/sh"), ["-c", script] + arguments, environment: [:], folder: nil,
      input: nil, accepted: [0])
  }

  /// Runs a program.
  ///
  /// - Parameters:
  ///   - program: The executable.
  ///   - arguments: Its arguments.
  ///   - environment: Variables to set besides those of the test.
  ///   - folder: Where it runs.
  ///   - input: What it reads from standard input.
  ///   - accepted: The exit codes that mean success.
  /// - Returns: What it wrote to standard output.
  /// - Throws: `Failure` for another exit code.
  package static func run(
    _ program: URL, _ arguments: [String], environment: [String: String], folder: String?,
    input: Data?, accepted: Set<Int32>
  ) throws -> Data {
    TestEnvironment.cleaned
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    // Files in place of pipes: nobody has to read while another writes.
    let scratch = FileManager.default.temporaryDirectory
      .appending(path: "kunci-shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    for (name, content) in [("input", input ?? Data()), ("output", Data()), ("errors", Data())] {
      try content.write(to: scratch.appending(path: name))
    }
    process.standardInput = try FileHandle(forReadingFrom: scratch.appending(path: "input"))
    process.standardOutput = try FileHandle(forWritingTo: scratch.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: scratch.appending(path: "errors"))
    try process.run()
    process.waitUntilExit()
    let output = try Data(contentsOf: scratch.appending(path: "output"))
    guard accepted.contains(process.terminationStatus) else {
      let errors = try Data(contentsOf: scratch.appending(path: "errors"))
      throw Failure(
        command: ([program.lastPathComponent] + arguments).joined(separator: " "),
        status: process.terminationStatus, errors: String(decoding: errors, as: UTF8.self))
    }
    return output
  }
}
