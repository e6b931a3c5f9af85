import Basics
import BuiltInRules
import Detection
import Findings
import Reports
import RuleSet
import SystemIO

/// `kunci rules examples [ID|PATH…]`: the examples of rules, filled in.
enum RuleExamples {
  /// Prints them as JSON Lines.
  ///
  /// - Parameters:
  ///   - names: Ids of built-in rules, and paths of rule files or of folders of them; all built-in
  ///     rules for none.
  ///   - seed: What the random keys follow from.
  /// - Returns: The exit code.
  /// - Throws: ``UsageError`` for a name that means nothing, or a file that cannot be used.
  static func print(of names: [String], seed: UInt64) throws(UsageError) -> ExitCode {
    var ids: Set<String> = []
    var paths: [String] = []
    for name in names {
      if isPath(name) {
        paths.append(name)
      } else {
        ids.formUnion(
          try UsageError.rethrowing(of: .rules) { try BuiltInRules.ruleSet.ids(named: name) })
      }
    }
    var text = ""
    if names.isEmpty || !ids.isEmpty {
      try write(
        BuiltInRules.rulesWithExamples, seed, where: { names.isEmpty || ids.contains($0.id) },
        by: BuiltInRules.ruleSet, to: &text)
    }
    if !paths.isEmpty {
      let files = try UserRules.files(at: paths)
      let ruleSet = try UsageError.rethrowing { try RuleSet(files) }
      try write(files.flatMap(\.rules), seed, where: { _ in true }, by: ruleSet, to: &text)
    }
    return Console.print(text) ? .clean : .incomplete
  }

  /// Whether an operand names a file or folder: what means a rule or a provider does not.
  private static func isPath(_ name: String) -> Bool {
    name.hasSuffix(".toml") || name.contains("/")
      || (FileSystem.exists(name) && (try? BuiltInRules.ruleSet.ids(named: name)) == nil)
  }

  private static func write(
    _ rules: [Rule], _ seed: UInt64, where isWanted: (Rule) -> Bool, by ruleSet: RuleSet,
    to text: inout String
  ) throws(UsageError) {
    let worker = DetectionWorker(try UsageError.rethrowing { try Detector(ruleSet) })
    for (number, rule) in rules.enumerated() where isWanted(rule) {
      // Rules with formats alike must not get the same keys.
      let ownSeed = seed &* 1_000_003 &+ UInt64(number)
      for example in ExampleCheck.filledIn(rule, seed: ownSeed, by: worker) {
        text += line(example, of: rule).oneLine + "\n"
      }
    }
  }

  private static func line(_ example: ExampleCheck.Example, of rule: Rule) -> JSON {
    [
      "ruleID": .string(rule.id), "provider": .string(rule.description.provider),
      "confidence": .string(example.confidence.rawValue),
      "context": .strings(rule.context),
      "text": .string(example.text), "secret": .string(example.secret),
    ]
  }
}
