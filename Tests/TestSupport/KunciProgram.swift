package import Foundation

/// The `kunci` program that was built together with the tests.
package enum KunciProgram {
  /// There is no program where the build puts it.
  package struct NotBuilt: Error, CustomStringConvertible {
    package let description: String
  }

  /// Path of the program: it lies beside the bundle of the tests, which runs now.
  package static var path: String {
    get throws {
      // The bundle is an argument of the process: its own path, or one for a helper to load.
      for argument in CommandLine.arguments where argument.contains(".xctest") {
        var folder = URL(filePath: argument).standardizedFileURL
        while folder.pathComponents.count > 1 {
          folder.deleteLastPathComponent()
          let program = folder.appending(path: "kunci").path(percentEncoded: false)
          var isFolder: ObjCBool = false
          if FileManager.default.fileExists(atPath: program, isDirectory: &isFolder),
            !isFolder.boolValue, FileManager.default.isExecutableFile(atPath: program)
          {
            return program
          }
        }
      }
      throw NotBuilt(
        description: "no kunci is beside the test bundle of \(CommandLine.arguments)")
    }
  }

  /// Runs the program, with git as ``GitFixture`` sets it up.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - folder: Where it runs.
  ///   - environment: Variables to set; a nil value takes one away.
  ///   - input: What it reads from standard input.
  /// - Returns: How it ended and what it wrote.
  /// - Throws: When it was not built.
  package static func run(
    _ arguments: [String], in folder: String, environment: [String: String?] = [:],
    input: Data = Data()
  ) throws -> ProgramRun {
    let variables = GitFixture.environment.mapValues(Optional.some)
      .merging(environment) { $1 }
    return try ProgramRun(
      try path, arguments, in: folder, environment: variables, input: input)
  }
}
