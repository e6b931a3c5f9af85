import BuiltInRules
import Detection
import Findings
import RuleSet

/// `kunci rules list | show ID | check PATH… | examples PATH…`.
enum RulesCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    let operands = arguments.operands.dropFirst()
    switch arguments.operands.first {
    case "list" where operands.isEmpty:
      list(try UserRules.ruleSet(arguments))
      return .clean
    case "show" where operands.count == 1:
      try show(operands.first ?? "", in: UserRules.ruleSet(arguments))
      return .clean
    case "check" where !operands.isEmpty: return try check(Array(operands))
    case "examples" where !operands.isEmpty:
      return try RuleExamples.print(of: Array(operands), arguments)
    default:
      throw UsageError(
        "say what to do: list, show ID, check PATH or examples PATH", command: "rules")
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
  }

  private static func show(_ id: String, in ruleSet: RuleSet) throws(UsageError) {
    if id == SecretFile.ruleID { return showSecretFiles() }
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
      let words = (adjustment.near + adjustment.paths).joined(separator: ", ")
      lines.append("\(change) \(adjustment.because): \(words)")
    }
    Console.print((lines + revocation(about)).joined(separator: "\n") + "\n")
  }

  /// The check has no shape: it goes by names, by what git tracks and by what rules find.
  private static func showSecretFiles() {
    let about = SecretFile.rule
    let lines = [
      "\(about.title)  [\(about.id)]", "",
      "provider:    \(about.provider)", "severity:    \(about.severity.rawValue)",
      "confidence:  \(about.confidence.rawValue)",
      "what:        a check of scan (files that git tracks) and staged (files that are new)",
      "files:       .env and its like with a value for a name such as API_KEY or DB_PASSWORD,",
      "             or with a secret that a rule finds; service-account JSON; id_rsa, *.pem, *.key,",
      "             *.p12, *.pfx, *.jks and *.keystore with a private key; .npmrc, .pypirc, .netrc,",
      "             .git-credentials and .docker/config.json with a secret; notebooks with a secret",
      "             in an output",
      "never:       .env.example and its like; files in folders of tests, fixtures or examples",
    ]
    Console.print((lines + revocation(about)).joined(separator: "\n") + "\n")
  }

  private static func revocation(_ about: RuleDescription) -> [String] {
    (about.revocation.url.map { ["revoke:      \($0)"] } ?? [])
      + about.revocation.steps.enumerated().map { "  \($0.offset + 1). \($0.element)" }
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
