import RuleSet

/// `kunci help [COMMAND]`.
struct HelpCommand: ParsableCommand {
  /// The command to explain; nil for all of them.
  var topic: String?

  static let summary = "Explain a command."
  static let details = "Explains a command, or all of them in a line each."
  static var operands: Operands<Self> {
    .one("[COMMAND]", words: { Command.allCases.map(\.rawValue) }) { $0.topic = $1 }
  }

  func run() throws(UsageError) -> ExitCode {
    guard let topic else {
      Console.print(HelpText.general)
      return .clean
    }
    guard let command = Command(rawValue: topic) else {
      let hint = Spelling.hint(forTyped: topic, among: Command.allCases.map(\.rawValue))
      throw UsageError("there is no command `\(topic)`\(hint)", command: .help)
    }
    Console.print(HelpText.text(for: command))
    return .clean
  }
}
