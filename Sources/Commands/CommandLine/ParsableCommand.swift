import RuleSet

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
  static var optionSpecs: [OptionSpec] { options.map(\.spec) }
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
    // Made only when there is one to look up.
    lazy var options = Self.options
    var rest = arguments
    var given: [(option: Option<Self>, value: String)] = []
    var operands: [String] = []
    var onlyOperands = false
    while let argument = rest.popFirst() {
      if onlyOperands || !argument.hasPrefix("-") || argument == "-" {
        operands.append(argument)
      } else if argument == "--" {
        onlyOperands = true
      } else if argument == "--help" || argument == "-h" {
        return nil
      } else {
        given.append(try read(argument, from: &rest, options))
      }
    }
    let declared = Self.operands
    if let most = declared.most, operands.count > most {
      throw UsageError("unexpected argument `\(operands[most])`")
    }
    var command = Self()
    for (option, value) in given { try option.apply(&command, value) }
    try declared.apply(&command, operands)
    return command
  }

  private static func read(
    _ argument: String, from rest: inout ArraySlice<String>, _ options: [Option<Self>]
  ) throws(UsageError) -> (Option<Self>, String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    var attached = parts.count == 2 ? String(parts[1]) : nil
    var found = options.first { "--\($0.spec.name)" == name }
    if found == nil, !argument.hasPrefix("--"), let letter = argument.dropFirst().first {
      found = options.first { $0.spec.short == letter }
      attached = argument.count > 2 ? String(argument.dropFirst(2)) : nil
    }
    guard let found else { throw unknown(name) }
    guard found.spec.value != nil else {
      guard attached == nil else {
        throw UsageError("option `--\(found.spec.name)` takes no value")
      }
      return (found, "")
    }
    guard let value = attached ?? rest.popFirst() else {
      throw UsageError("option `--\(found.spec.name)` wants a value")
    }
    return (found, value)
  }

  private static func unknown(_ name: String) -> UsageError {
    let others = Command.allCases.filter {
      $0.type.optionSpecs.contains { $0.words.contains(name) }
    }.map { "kunci \($0.rawValue)" }
    let hint =
      others.isEmpty
      ? Spelling.hint(forTyped: name, among: optionSpecs.map { "--\($0.name)" })
      : "; it is one of: " + others.joined(separator: ", ")
    return UsageError("unknown option `\(name)`\(hint)")
  }
}

extension Spelling {
  /// Returns `; did you mean …?` with what a word is the start of, or else with the nearest one.
  static func hint(forTyped word: String, among candidates: [String]) -> String {
    let longer = candidates.filter { $0.hasPrefix(word) }
    guard word.count >= 3, let only = longer.first, longer.count == 1 else {
      return hint(for: word, among: candidates)
    }
    return "; did you mean `\(only)`?"
  }
}
