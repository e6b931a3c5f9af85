import RuleSet

/// `kunci help [COMMAND|TOPIC] [--man]`.
struct HelpCommand: ParsableCommand {
  /// The command or topic to explain; nil for all of them.
  var topic: String?
  /// Whether to write the man page.
  var isManPage = false

  static let summary = "Explain a command or a topic."
  static let details = """
    Explains a command or a topic, or all of them in a line each. With --man, writes the man page
    kunci(1), which holds all of the commands:
      kunci help --man | man -l -        to read it, where man knows -l
      kunci help --man > kunci.1         for a folder man1 of the MANPATH
    """
  static var operands: Operands<Self> {
    .one("[COMMAND|TOPIC]", words: { words }) { $0.topic = $1 }
  }
  static var options: [Option<Self>] {
    [
      Option("man", help: "Write the man page of kunci and all its commands.") {
        $0.isManPage = true
      }
    ]
  }

  private static var words: [String] {
    Command.allCases.map(\.rawValue) + HelpTopic.allCases.map(\.rawValue)
  }

  func run() throws(UsageError) -> ExitCode {
    guard let topic else {
      Console.print(isManPage ? ManPage.text : HelpText.general)
      return .clean
    }
    guard !isManPage else {
      throw UsageError("the man page is of all commands: kunci help --man", command: .help)
    }
    if let command = Command(rawValue: topic) {
      Console.print(HelpText.text(for: command))
    } else if let topic = HelpTopic(rawValue: topic) {
      Console.print(topic.text + "\n")
    } else {
      let hint = Spelling.hint(forTyped: topic, among: Self.words)
      throw UsageError("there is no command or topic `\(topic)`\(hint)", command: .help)
    }
    return .clean
  }
}
