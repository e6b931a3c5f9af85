import Basics
import BuiltInRules
import Detection
import Engine
import Findings
import RuleSet

/// `kunci rules list | show ID | check PATH… | examples [ID|PATH…] | keys`.
struct RulesCommand: ParsableCommand, UsesRules {
  /// What to do.
  enum Action: Equatable, Sendable {
    case list
    case show(id: String)
    case check(paths: [String])
    /// Of rules by their ids, of rule files by their paths; of all built-in rules for none.
    case examples(names: [String])
    case keys

    /// Reads operands; nil when they say nothing that can be done.
    init?(_ operands: [String]) {
      let rest = Array(operands.dropFirst())
      switch operands.first {
      case "list" where rest.isEmpty: self = .list
      case "keys" where rest.isEmpty: self = .keys
      case "show" where rest.count == 1: self = .show(id: rest[0])
      case "check" where !rest.isEmpty: self = .check(paths: rest)
      case "examples": self = .examples(names: rest)
      default: return nil
      }
    }
  }

  var rules = RuleOptions()
  var action: Action?
  /// The word that should say what to do, and does not.
  var word = ""
  /// What the random keys of examples follow from.
  var seed: UInt64 = 1

  static let summary = "Show or check rules."
  static let details = """
    list prints every rule, show all about one of them. check reads rule files and configurations,
    runs their examples, and warns of what is not honoured, stands there twice, or is slow.
    examples prints the examples of built-in rules, or of rule files, as JSON Lines, each with a
    random key that no provider ever issued, to try a gate or another scanner with. keys prints
    every key of a rule, its form and what it means.
    """
  private static let words = ["list", "show", "check", "examples", "keys"]

  static var operands: Operands<Self> {
    Operands(
      "list | show ID | check PATH… | examples [ID|PATH…] | keys",
      words: { words }
    ) {
      $0.action = Action($1)
      if $0.action == nil { $0.word = $1.first ?? "" }
    }
  }

  static var options: [Option<Self>] {
    Option.ruleSources + [
      Option(
        "seed", value: "N", help: "Make the random keys of examples from N; 1 by default."
      ) { command, text throws(UsageError) in
        guard let seed = UInt64(text) else { throw UsageError("--seed is a number from 0") }
        command.seed = seed
      }
    ]
  }

  func run() throws(UsageError) -> ExitCode {
    switch action {
    case .list:
      Self.list(try UserRules(rules).ruleSet)
      return .clean
    case .show(let id):
      Console.print(lines: try UserRules(rules).text(of: id))
      return .clean
    case .check(let paths): return try Self.check(paths)
    case .examples(let names): return try RuleExamples.print(of: names, seed: seed)
    case .keys:
      Console.print(Rule.fields.map(Self.description).joined())
      return .clean
    case nil:
      throw UsageError(
        "say what to do: list, show ID, check PATH, examples or keys"
          + Spelling.hint(forTyped: word, among: Self.words.filter { $0 != word }),
        command: .rules)
    }
  }

  private static func list(_ ruleSet: RuleSet) {
    let rules = (ruleSet.rules.map(\.description) + [SecretFile.rule]).sorted { $0.id < $1.id }
    let width = rules.map(\.id.count).max() ?? 0
    var text = ""
    for rule in rules {
      let padding = String(repeating: " ", count: width - rule.id.count)
      text +=
        "\(rule.id)\(padding)  \(rule.severity.rawValue)"
        + ", \(rule.confidence.rawValue) confidence  \(rule.title)\n"
    }
    Console.print(text)
    let providers = Set(ruleSet.rules.map(\.description.provider)).count
    Console.note(
      "\(ruleSet.count) rules for \(providers) providers; all about one: kunci rules show ID\n")
  }

  /// Describes a key of rule files: what stands there and what it means.
  private static func description(of field: RuleField) -> String {
    "\(field.name)  (\(field.form)\(field.isRequired ? ", required" : ""))\n    \(field.meaning)\n"
  }

  // MARK: Checking

  private static func check(_ paths: [String]) throws(UsageError) -> ExitCode {
    var review = RuleReview(builtIn: BuiltInRules.ruleSet)
    var failures: [ExampleCheck.Failure] = []
    var count = 0
    var warnings: [RuleFileProblem] = []
    var ruleFiles: [RuleFile] = []
    for path in try UserRules.paths(at: paths) {
      let bytes = try UserFile.read(path)
      guard Configuration.isConfiguration(bytes) else {
        ruleFiles.append(try UserRules.file(bytes, named: path))
        continue
      }
      let configuration = try UsedConfiguration.read(path, .option)
      let applied = configuration.applied(to: BuiltInRules.ruleSet, from: .option)
      warnings += applied.warnings
      review.look(at: configuration.rules, configuration.positions, of: path)
      count += configuration.rules.count
      let filter = AllowlistFilter(configuration.allowlists)
      failures += try self.failures(
        of: configuration.rules.filter { !$0.examples.isEmpty || !$0.counterExamples.isEmpty },
        in: RuleSet(configuration.rules), isAllowed: filter.allows)
    }
    for file in ruleFiles { review.look(at: file.rules, file.positions, of: file.name) }
    failures += try self.failures(
      of: ruleFiles.flatMap(\.rules), in: UsageError.rethrowing { try RuleSet(ruleFiles) },
      isAllowed: { _ in false })
    count += ruleFiles.reduce(0) { $0 + $1.rules.count }
    for warning in warnings + review.warnings { Console.note(Console.redacted("\(warning)\n")) }
    for failure in failures { Console.error(failure.description) }
    guard failures.isEmpty else { return .incomplete }
    Console.print("\(Quantity.of(count, "rule")) checked, all examples hold.\n")
    return .clean
  }

  private static func failures(
    of rules: [Rule], in ruleSet: RuleSet, isAllowed: (SecretMatch) -> Bool
  ) throws(UsageError) -> [ExampleCheck.Failure] {
    try UsageError.rethrowing {
      try ExampleCheck.failures(of: rules, in: ruleSet, isAllowed: isAllowed)
    }
  }
}
