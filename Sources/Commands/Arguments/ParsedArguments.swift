/// A command line, taken apart.
struct ParsedArguments: Equatable {
  var command: String
  var operands: [String] = []
  /// Options in the order given; the value is empty for an option without one.
  var options: [Option] = []

  struct Option: Equatable {
    var name: String
    var value: String
  }

  /// Takes a command line apart.
  ///
  /// Without a command, `scan` is meant: `kunci`, `kunci --format json`, but not `kunci PATH`, lest
  /// a mistyped command be taken for a path that is not there.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Throws: ``UsageError`` that names the argument.
  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var spec = CommandSpec.scan
    if let first = rest.first, !first.hasPrefix("-") {
      guard let named = CommandSpec.all.first(where: { $0.name == first }) else {
        throw UsageError("there is no command `\(first)`; for files and folders: kunci scan PATH")
      }
      spec = named
      rest.removeFirst()
    } else if rest.first == "--version" || rest.first == "-V" {
      spec = .version
      rest.removeFirst()
    }
    command = spec.name
    var onlyOperands = false
    while let argument = rest.popFirst() {
      if onlyOperands || !argument.hasPrefix("-") || argument == "-" {
        operands.append(argument)
      } else if argument == "--" {
        onlyOperands = true
      } else if argument == "--help" || argument == "-h" {
        self = ParsedArguments(helpFor: arguments.first == command ? command : nil)
        return
      } else {
        try readOption(argument, from: &rest, of: spec)
      }
    }
    if let most = spec.maxOperands, operands.count > most {
      throw UsageError("unexpected argument `\(operands[most])`", command: command)
    }
  }

  private init(helpFor command: String?) {
    self.command = "help"
    operands = command.map { [$0] } ?? []
  }

  private mutating func readOption(
    _ argument: String, from rest: inout ArraySlice<String>, of spec: CommandSpec
  ) throws(UsageError) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    var attached = parts.count == 2 ? String(parts[1]) : nil
    var found = spec.options.first { "--\($0.name)" == name }
    if found == nil, !argument.hasPrefix("--"), let letter = argument.dropFirst().first {
      found = spec.options.first { $0.short == letter }
      attached = argument.count > 2 ? String(argument.dropFirst(2)) : nil
    }
    guard let found else {
      throw UsageError("unknown option `\(name)`", command: command)
    }
    guard found.value != nil else {
      guard attached == nil else {
        throw UsageError("option `--\(found.name)` takes no value", command: command)
      }
      options.append(Option(name: found.name, value: ""))
      return
    }
    guard let value = attached ?? rest.popFirst() else {
      throw UsageError("option `--\(found.name)` wants a value", command: command)
    }
    options.append(Option(name: found.name, value: value))
  }

  func has(_ option: OptionSpec) -> Bool { options.contains { $0.name == option.name } }

  func values(of option: OptionSpec) -> [String] {
    options.filter { $0.name == option.name }.map(\.value)
  }

  /// The value given last.
  func value(of option: OptionSpec) -> String? { values(of: option).last }
}
