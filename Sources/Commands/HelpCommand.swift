/// `kunci help [COMMAND]`.
enum HelpCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    guard let name = arguments.operands.first else {
      Console.print(HelpText.general)
      return .clean
    }
    guard let command = CommandSpec.all.first(where: { $0.name == name }) else {
      throw UsageError("there is no command `\(name)`", command: "help")
    }
    Console.print(HelpText.text(for: command))
    return .clean
  }
}
