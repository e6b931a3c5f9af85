import BuiltInRules
import Detection
import Findings
import RuleSet

/// `kunci rules list | show ID | check PATH…`.
enum RulesCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let operands = arguments.operands.dropFirst()
    switch arguments.operands.first {
    case "list" where operands.isEmpty:
      list(try UserRules(arguments).ruleSet)
      return .clean
    case "show" where operands.count == 1:
      try show(operands.first ?? "", in: UserRules(arguments).ruleSet)
      return .clean
    case "check" where !operands.isEmpty: return try check(Array(operands))
    default:
      throw UsageError("say what to do: list, show ID or check PATH", command: "rules")
    }
  }

  private static func list(_ ruleSet: RuleSet) {
    let width = ruleSet.rules.map(\.id.count).max() ?? 0
    var text = ""
    for rule in ruleSet.rules {
      let padding = String(repeating: " ", count: width - rule.id.count)
      text +=
        "\(rule.id)\(padding)  \(rule.description.severity.rawValue)"
        + ", \(rule.description.confidence.rawValue) confidence"
        + "  \(rule.description.title)\n"
    }
    Console.print(text)
  }

  private static func show(_ id: String, in ruleSet: RuleSet) throws(UsageError) {
    guard let rule = ruleSet[id] else {
      throw UsageError("there is no rule `\(id)`; see: kunci rules list")
    }
    let about = rule.description
    var lines = [
      "\(about.title)  [\(rule.id)]", "",
      "provider:    \(about.provider)", "severity:    \(about.severity.rawValue)",
      "confidence:  \(about.confidence.rawValue)", "shape:       \(rule.regex)",
    ]
    if let strict = rule.strictRegex { lines.append("genuine:     \(strict)") }
    if !rule.context.isEmpty {
      lines.append("only beside: \(rule.context.joined(separator: ", "))")
    }
    for adjustment in rule.adjustments {
      let change = [
        adjustment.severity.map { "severity \($0.rawValue)" },
        adjustment.confidence.map { "confidence \($0.rawValue)" },
      ].compactMap(\.self).joined(separator: ", ")
      lines.append("\(change) \(adjustment.because): \(adjustment.near.joined(separator: ", "))")
    }
    if let url = about.revocation.url { lines.append("revoke:      \(url)") }
    for (number, step) in about.revocation.steps.enumerated() {
      lines.append("  \(number + 1). \(step)")
    }
    Console.print(lines.joined(separator: "\n") + "\n")
  }

  private static func check(_ paths: [String]) throws(UsageError) -> ExitCode {
    let files = try UserRules.files(at: paths)
    let failures: [ExampleCheck.Failure]
    do {
      failures = try ExampleCheck.failures(of: files.flatMap(\.rules), in: RuleSet(files))
    } catch {
      throw UsageError("\(error)")
    }
    for failure in failures { Console.error(failure.description) }
    guard failures.isEmpty else { return .incomplete }
    let count = files.reduce(0) { $0 + $1.rules.count }
    Console.print("\(count) \(count == 1 ? "rule" : "rules") checked, all examples hold.\n")
    return .clean
  }
}
