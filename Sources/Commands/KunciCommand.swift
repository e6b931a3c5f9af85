import Findings
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
      return try run(ParsedArguments(arguments)).rawValue
    } catch {
      Console.error(error.message)
      if let command = error.command { Console.note("See: kunci help \(command)\n") }
      return ExitCode.incomplete.rawValue
    }
  }

  private static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    switch arguments.command {
    case "scan": return try ScanCommand.run(arguments)
    case "history", "unpushed": return try HistoryCommand.run(arguments)
    case "staged": return try StagedCommand.run(arguments)
    case "stdin": return try StdinCommand.run(arguments)
    case "baseline": return try BaselineCommand.run(arguments)
    case "hook": return try HookCommand.run(arguments)
    case "rules": return try RulesCommand.run(arguments)
    case "explain": return try ExplainCommand.run(arguments)
    case "completions": return try CompletionsCommand.run(arguments)
    case "version":
      Console.print("kunci \(Version.text)\n")
      return .clean
    default: return try HelpCommand.run(arguments)
    }
  }
}
