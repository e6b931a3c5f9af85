import RuleSet

/// `kunci help [COMMAND]`.
struct HelpCommand: ParsableCommand {
  /// The command to explain; nil for all of them.
  var topic: String?

  static let name = "help"
  static let summary = "Explain a command."
  static let details = "Explains a command, or all of them in a line each."
  static var operands: Operands<Self> {
    .one("[COMMAND]", words: { CommandSpec.all.map(\.name) }) { $0.topic = $1 }
  }
  static let options: [Option<Self>] = []

  func run() throws(UsageError) -> ExitCode {
    guard let topic else {
      Console.print(HelpText.general)
      return .clean
    }
    guard let command = CommandSpec.named(topic) else {
      let hint = Spelling.hint(forTyped: topic, among: CommandSpec.all.map(\.name))
      throw UsageError("there is no command `\(topic)`\(hint)", command: Self.name)
    }
    Console.print(HelpText.text(for: command))
    return .clean
  }
}
