import SystemIO

/// kunci's command line: from arguments to an exit code.
package enum KunciCommand {
  /// Carries out the command line of this process, and ends it.
  package static func runAndExit() -> Never {
    Process.exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Carries out a command line.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Returns: The exit code.
  package static func run(_ arguments: [String]) -> Int32 {
    StandardStreams.ignoreBrokenPipes()
    do throws(UsageError) {
      let exit = try Command.parse(arguments).run()
      return (exit == .clean && Console.hasLostOutput ? .incomplete : exit).number
    } catch {
      Console.error(error.message)
      if let command = error.command { Console.note("See: kunci help \(command.rawValue)\n") }
      return ExitCode.incomplete.number
    }
  }
}
