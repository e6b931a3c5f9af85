import RuleSet
import SystemIO

/// A command line, understood.
enum Command: Equatable, Sendable {
  case scan(ScanCommand)
  case history(HistoryCommand)
  case staged(StagedCommand)
  case unpushed(UnpushedCommand)
  case stdin(StdinCommand)
  case baseline(BaselineCommand)
  case hook(HookCommand)
  case rules(RulesCommand)
  case explain(ExplainCommand)
  case completions(CompletionsCommand)
  case version(VersionCommand)
  case help(HelpCommand)

  /// The command with all that was said of it.
  var parsed: any ParsableCommand {
    switch self {
    case .scan(let command): command
    case .history(let command): command
    case .staged(let command): command
    case .unpushed(let command): command
    case .stdin(let command): command
    case .baseline(let command): command
    case .hook(let command): command
    case .rules(let command): command
    case .explain(let command): command
    case .completions(let command): command
    case .version(let command): command
    case .help(let command): command
    }
  }
}

extension CommandSpec {
  /// All commands, in the order of help.
  static let all: [CommandSpec] = [
    CommandSpec(Command.scan), CommandSpec(Command.history), CommandSpec(Command.staged),
    CommandSpec(Command.unpushed), CommandSpec(Command.stdin), CommandSpec(Command.baseline),
    CommandSpec(Command.hook), CommandSpec(Command.rules), CommandSpec(Command.explain),
    CommandSpec(Command.completions), CommandSpec(Command.version), CommandSpec(Command.help),
  ]
}

extension Command {
  /// Takes a command line apart.
  ///
  /// Without a command, `scan` is meant: `kunci`, `kunci --format json`, but not `kunci PATH`, so
  /// that a mistyped command is not taken for a path that is not there.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Throws: ``UsageError`` that names the argument.
  init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    var named: CommandSpec?
    if let first = rest.first, !first.hasPrefix("-") {
      named = CommandSpec.named(first)
      guard named != nil else { throw Self.unknown(first) }
      rest.removeFirst()
    } else if rest.first == "--version" || rest.first == "-V" {
      self = try CommandSpec(Command.version).parse(rest.dropFirst()) ?? .help(HelpCommand())
      return
    }
    self =
      try (named ?? CommandSpec(Command.scan)).parse(rest)
      ?? .help(HelpCommand(topic: named?.name))
  }

  private static func unknown(_ name: String) -> UsageError {
    let hint =
      FileSystem.exists(name) && !name.isEmpty
      ? "; to scan that path: kunci scan \(name)"
      : Spelling.hint(forTyped: name, among: CommandSpec.all.map(\.name))
        + "; for files and folders: kunci scan PATH"
    return UsageError("there is no command `\(name)`\(hint)")
  }
}
