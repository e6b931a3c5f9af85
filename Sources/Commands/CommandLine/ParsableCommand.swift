/// A command: its declaration, what its options and operands said as typed values, what it does.
protocol ParsableCommand: Equatable, Sendable {
  /// One line for the list of commands.
  static var summary: String { get }
  /// What a user should know, in paragraphs of lines.
  static var details: String { get }
  static var operands: Operands<Self> { get }
  static var options: [Option<Self>] { get }

  /// The command without options and operands.
  init()

  /// Carries it out.
  func run() throws(UsageError) -> ExitCode
}

extension ParsableCommand {
  static var operands: Operands<Self> { .none }
  static var options: [Option<Self>] { [] }

  static var optionSpecs: [OptionSpec] { options.map { $0.spec } }
  /// The operands, as help shows them.
  static var placeholder: String { operands.placeholder }
  /// Words that can stand behind the command, beside paths.
  static var operandWords: [String] { operands.words() }

  /// Reads what follows a command's name.
  ///
  /// Values are looked at when all has been understood, in the order given.
  ///
  /// - Parameter arguments: Options and operands.
  /// - Returns: The command; nil when its help is asked for.
  /// - Throws: ``UsageError`` that names the argument.
  static func parse(_ arguments: ArraySlice<String>) throws(UsageError) -> Self? {
    guard let given = try Arguments(arguments, declared: optionSpecs) else { return nil }
    let declared = Self.operands
    if let most = declared.most, given.operands.count > most {
      throw UsageError("unexpected argument `\(given.operands[most])`")
    }
    var command = Self()
    if !given.options.isEmpty {
      let options = options
      for option in given.options { try options[option.index].apply(&command, option.value) }
    }
    try declared.apply(&command, given.operands)
    return command
  }
}
