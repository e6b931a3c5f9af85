/// A command as help, completions and the parser know it.
struct CommandSpec: Sendable {
  private let type: any ParsableCommand.Type
  /// Reads what follows the command's name; nil when its help is asked for.
  let parse: @Sendable (ArraySlice<String>) throws(UsageError) -> Command?

  init<Parsed: ParsableCommand>(_ command: @escaping @Sendable (Parsed) -> Command) {
    type = Parsed.self
    parse = { arguments throws(UsageError) in try Parsed.parse(arguments).map(command) }
  }

  var name: String { type.name }
  var summary: String { type.summary }
  var details: String { type.details }
  var options: [OptionSpec] { type.optionSpecs }
  /// The operands, as help shows them.
  var operands: String { type.operandSpec.placeholder }
  /// Words that can stand behind the command, beside paths.
  var operandWords: [String] { type.operandSpec.words() }

  /// The command of a name, if there is one.
  static func named(_ name: String) -> CommandSpec? { all.first { $0.name == name } }
}

extension ParsableCommand {
  fileprivate static var operandSpec: (placeholder: String, words: @Sendable () -> [String]) {
    let operands = operands
    return (operands.placeholder, operands.words)
  }
}
