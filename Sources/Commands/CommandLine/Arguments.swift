import RuleSet

/// What follows a command's name, taken apart by the options that it declares.
struct Arguments {
  private(set) var operands: [String] = []
  /// The options in the order given, each by its place in the declaration, with its value; that is
  /// empty for an option without one.
  private(set) var options: [(index: Int, value: String)] = []

  /// Takes arguments apart; nil when help is asked for.
  ///
  /// - Parameters:
  ///   - arguments: What follows the command's name.
  ///   - specs: The options; made only when there is one to look up.
  /// - Throws: ``UsageError`` that names the argument.
  init?(
    _ arguments: ArraySlice<String>, declared specs: @autoclosure () -> [OptionSpec]
  ) throws(UsageError) {
    lazy var specs = specs()
    var rest = arguments
    var onlyOperands = false
    while let argument = rest.popFirst() {
      if onlyOperands || !argument.hasPrefix("-") || argument == "-" {
        operands.append(argument)
      } else if argument == "--" {
        onlyOperands = true
      } else if argument == "--help" || argument == "-h" {
        return nil
      } else {
        options.append(try Self.read(argument, from: &rest, specs))
      }
    }
  }

  private static func read(
    _ argument: String, from rest: inout ArraySlice<String>, _ specs: [OptionSpec]
  ) throws(UsageError) -> (Int, String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    var attached = parts.count == 2 ? String(parts[1]) : nil
    var found = specs.firstIndex { "--\($0.name)" == name }
    if found == nil, !argument.hasPrefix("--"), let letter = argument.dropFirst().first {
      found = specs.firstIndex { $0.short == letter }
      attached = argument.count > 2 ? String(argument.dropFirst(2)) : nil
    }
    guard let found else { throw unknown(name, specs) }
    guard specs[found].value != nil else {
      guard attached == nil else {
        throw UsageError("option `--\(specs[found].name)` takes no value")
      }
      return (found, "")
    }
    guard let value = attached ?? rest.popFirst() else {
      throw UsageError("option `--\(specs[found].name)` wants a value")
    }
    return (found, value)
  }

  private static func unknown(_ name: String, _ specs: [OptionSpec]) -> UsageError {
    let others = Command.allCases.filter {
      $0.type.optionSpecs.contains { $0.words.contains(name) }
    }.map { "kunci \($0.rawValue)" }
    let hint =
      others.isEmpty
      ? Spelling.hint(forTyped: name, among: specs.map { "--\($0.name)" })
      : "; it is one of: " + others.joined(separator: ", ")
    // Behind the dashes may stand a key, which would be redacted only where it stands alone.
    let shown = name.prefix { $0 == "-" } + Console.redacted(String(name.drop { $0 == "-" }))
    return UsageError("unknown option `\(shown)`\(hint)")
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
