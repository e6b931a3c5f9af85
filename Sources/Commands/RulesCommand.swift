import BuiltInRules
import Detection
import Findings
import RuleSet
import Engine
import Inputs
import SystemIO

/// `kunci rules list | show ID | check PATH… | examples PATH… | keys`.
enum RulesCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let operands = arguments.operands.dropFirst()
    switch arguments.operands.first {
    case "list" where operands.isEmpty:
      list(try UserRules(arguments).ruleSet)
      return .clean
    case "show" where operands.count == 1:
      let lines = try text(of: operands.first ?? "", in: UserRules(arguments).ruleSet)
      Console.print(lines.joined(separator: "\n") + "\n")
      return .clean
    case "keys" where operands.isEmpty:
      Console.print(Rule.fields.map(description).joined())
      return .clean
    case "check" where !operands.isEmpty: return try check(Array(operands))
    case "examples" where !operands.isEmpty:
      return try RuleExamples.print(of: Array(operands), arguments)
    default:
      throw UsageError(
        "say what to do: list, show ID, check PATH, examples PATH or keys", command: "rules")
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

  /// A key of rule files, what stands there and what it means.
  private static func description(of field: RuleField) -> String {
    "\(field.name)  (\(field.form)\(field.isRequired ? ", required" : ""))\n    \(field.meaning)\n"
  }

  /// All about the rule, or the check, of an id that the user gave.
  static func text(of id: String, in ruleSet: RuleSet) throws(UsageError) -> [String] {
    if id == SecretFile.ruleID { return SecretFileText.lines }
    guard let rule = ruleSet[id] else {
      let hint = Spelling.hint(for: id, among: ruleSet.ids)
      throw UsageError("there is no rule `\(id)`\(hint)", command: "rules")
    }
    return try RuleText(rule).lines
  }

  // MARK: Checking

  private static func check(_ paths: [String]) throws(UsageError) -> ExitCode {
    var review = RuleReview(builtIn: BuiltInRules.ruleSet)
    var failures: [ExampleCheck.Failure] = []
    var count = 0
    var warnings: [RuleFileProblem] = []
    var ruleFiles: [RuleFile] = []
    for path in try UserRules.paths(at: paths) {
      let bytes = try UserRules.read(path)
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
      of: ruleFiles.flatMap(\.rules), in: UserRules.joined(ruleFiles), isAllowed: { _ in false })
    count += ruleFiles.reduce(0) { $0 + $1.rules.count }
    for warning in warnings + review.warnings { Console.note("\(warning)\n") }
    for failure in failures { Console.error(failure.description) }
    guard failures.isEmpty else { return .incomplete }
    Console.print("\(count) \(count == 1 ? "rule" : "rules") checked, all examples hold.\n")
    return .clean
  }

  private static func failures(
    of rules: [Rule], in ruleSet: RuleSet, isAllowed: (SecretMatch) -> Bool
  ) throws(UsageError) -> [ExampleCheck.Failure] {
    do throws(UnusableRuleError) {
      return try ExampleCheck.failures(of: rules, in: ruleSet, isAllowed: isAllowed)
    } catch {
      throw UsageError(error.description)
    }
  }
}
