import RuleSet

/// `kunci help [COMMAND] [--man]`.
struct HelpCommand: ParsableCommand {
  /// The command to explain; nil for all of them.
  var topic: String?
  /// Whether to write the man page.
  var isManPage = false

  static let summary = "Explain a command."
  static let details = """
    Explains a command, or all of them in a line each. With --man, writes the man page kunci(1),
    which holds all of that:
      kunci help --man | man -l -        to read it, where man knows -l
      kunci help --man > kunci.1         for a folder man1 of the MANPATH
    """
  static var operands: Operands<Self> {
    .one("[COMMAND]", words: { Command.allCases.map(\.rawValue) }) { $0.topic = $1 }
  }
  static var options: [Option<Self>] {
    [
      Option("man", help: "Write the man page of kunci and all its commands.") {
        $0.isManPage = true
      }
    ]
  }

  func run() throws(UsageError) -> ExitCode {
    guard let topic else {
      Console.print(isManPage ? ManPage.text : HelpText.general)
      return .clean
    }
    guard let command = Command(rawValue: topic) else {
      let hint = Spelling.hint(forTyped: topic, among: Command.allCases.map(\.rawValue))
      throw UsageError("there is no command `\(topic)`\(hint)", command: .help)
    }
    guard !isManPage else {
      throw UsageError("the man page is of all commands: kunci help --man", command: .help)
    }
    Console.print(HelpText.text(for: command))
    return .clean
  }
}
