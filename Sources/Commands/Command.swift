import Basics
import RuleSet
import SystemIO

/// The commands, in the order of help; the raw value is what one types.
enum Command: String, CaseIterable, Sendable {
  case scan, history, staged, unpushed, stdin, redact, merge, baseline, ignore, migrate, hook
  case `guard`, rules, explain, completions, version, help

  /// The command's declaration, and what it does.
  var type: any ParsableCommand.Type {
    switch self {
    case .scan: ScanCommand.self
    case .history: HistoryCommand.self
    case .staged: StagedCommand.self
    case .unpushed: UnpushedCommand.self
    case .stdin: StdinCommand.self
    case .redact: RedactCommand.self
    case .merge: MergeCommand.self
    case .baseline: BaselineCommand.self
    case .ignore: IgnoreCommand.self
    case .migrate: MigrateCommand.self
    case .hook: HookCommand.self
    case .guard: GuardCommand.self
    case .rules: RulesCommand.self
    case .explain: ExplainCommand.self
    case .completions: CompletionsCommand.self
    case .version: VersionCommand.self
    case .help: HelpCommand.self
    }
  }

  /// Takes a command line apart.
  ///
  /// Without a command, `scan` is meant: `kunci`, `kunci --format json`, but not `kunci PATH`, so
  /// that a mistyped command is not taken for a path that is not there.
  ///
  /// - Parameter arguments: What follows the program's name.
  /// - Returns: The command with all that was said of it.
  /// - Throws: ``UsageError`` that names the argument.
  static func parse(_ arguments: [String]) throws(UsageError) -> any ParsableCommand {
    var rest = arguments[...]
    var command: Command?
    if let first = rest.first, !first.hasPrefix("-") {
      // The initialiser that takes a raw value would make a table of all names first.
      command = allCases.first { $0.rawValue == first }
      guard command != nil else {
        throw ForeignCommandLine.hint(for: arguments).map { UsageError($0) } ?? unknown(first)
      }
      rest.removeFirst()
    } else if rest.first == "--version" || rest.first == "-V" {
      command = .version
      rest.removeFirst()
    }
    let parsed: (any ParsableCommand)?
    do throws(UsageError) {
      parsed = try (command ?? .scan).type.parse(rest)
    } catch {
      let hint = ForeignCommandLine.hint(for: arguments)
      throw UsageError(hint ?? error.message, command: error.command ?? command ?? .scan)
    }
    return parsed ?? HelpCommand(topic: command?.rawValue)
  }

  private static func unknown(_ name: String) -> UsageError {
    var hint = Spelling.hint(forTyped: name, among: allCases.map(\.rawValue))
    if FileSystem.exists(name), !name.isEmpty {
      hint = "; to scan that path: kunci scan \(ShellWord.path(name))"
    } else if hint.isEmpty {
      hint = "; for files and folders: kunci scan PATH"
    }
    return UsageError("there is no command `\(name)`\(hint)")
  }
}
