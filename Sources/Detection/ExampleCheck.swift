package import Findings
import KeyFormats
package import RuleSet

/// Runs the examples of rules.
package enum ExampleCheck {
  /// Seeds with which each template is filled in.
  package static let seeds: [UInt64] = [1, 2, 3]

  /// An example that its rule misses, a counter-example that it finds, or a misspelt template.
  package struct Failure: Sendable, Equatable, CustomStringConvertible {
    package var ruleID: String
    /// The template as the rule file has it.
    package var template: String
    package var isCounterExample: Bool
    /// Ids of the rules that found something, for a missed example.
    package var foundBy: [String]
    /// A placeholder that there is none of, such as `{hx:3}`; nil for the other two.
    package var unknownPlaceholder: String?

    package var description: String {
      if let unknownPlaceholder {
        return "rule `\(ruleID)` has an unknown placeholder, \(unknownPlaceholder), in: \(template)"
      }
      if isCounterExample {
        return "rule `\(ruleID)` finds something in its counter-example: \(template)"
      }
      let others = foundBy.isEmpty ? "" : " (found by \(foundBy.joined(separator: ", ")))"
      return "rule `\(ruleID)` misses its example: \(template)\(others)"
    }
  }

  /// Scans every example of some rules with a whole set, as a user's scan does.
  ///
  /// - Parameters:
  ///   - rules: Rules that still have their examples.
  ///   - ruleSet: The set that they belong to: an example counts only if no other rule takes it.
  ///   - seeds: Seeds of the templates.
  ///   - isAllowed: Whether an allowlist keeps a match from being found.
  /// - Returns: What did not come out as it should.
  /// - Throws: ``UnusableRuleError`` when a rule of the set cannot be applied.
  package static func failures(
    of rules: [Rule], in ruleSet: RuleSet, seeds: some Sequence<UInt64> = seeds,
    isAllowed: (SecretMatch) -> Bool = { _ in false }
  ) throws(UnusableRuleError) -> [Failure] {
    failures(
      of: rules, by: DetectionWorker(try Detector(ruleSet, keepsTexts: true)), seeds: seeds,
      isAllowed: isAllowed)
  }

  /// Scans every example of some rules with a worker whose detector has the whole set.
  package static func failures(
    of rules: [Rule], by worker: DetectionWorker, seeds: some Sequence<UInt64> = seeds,
    isAllowed: (SecretMatch) -> Bool = { _ in false }
  ) -> [Failure] {
    var failures: [Failure] = []
    for rule in rules {
      let templates =
        rule.examples.map { ($0, false) } + rule.counterExamples.map { ($0, true) }
      for (template, isCounterExample) in templates {
        // A misspelt placeholder would make a counter-example that proves nothing.
        for unknown in KeyTemplate.unknownPlaceholders(in: template) {
          failures.append(
            Failure(
              ruleID: rule.id, template: template, isCounterExample: isCounterExample, foundBy: [],
              unknownPlaceholder: unknown))
        }
      }
      for seed in seeds {
        for (template, isCounterExample) in templates {
          let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
          let found = worker.secrets(in: text.span).filter { !isAllowed($0) }.map(\.rule.id)
          if found.contains(rule.id) == isCounterExample {
            failures.append(
              Failure(
                ruleID: rule.id, template: template, isCounterExample: isCounterExample,
                foundBy: found))
          }
        }
      }
    }
    return failures
  }

  /// An example with its key filled in.
  package struct Example: Sendable, Equatable {
    package var text: String
    /// The key alone.
    package var secret: String
    /// How sure its rule is of it there.
    package var confidence: Confidence
  }

  /// Keys that are drawn for an example before it counts as one that the rule misses.
  private static let mostDraws: UInt64 = 4

  /// Fills in the examples of a rule.
  ///
  /// - Parameters:
  ///   - rule: A rule that still has its examples.
  ///   - seed: What the keys are drawn from.
  ///   - worker: One whose detector has the rule.
  /// - Returns: Those that the rule finds. A key that by chance looks made up is drawn anew.
  package static func filledIn(
    _ rule: Rule, seed: UInt64, by worker: DetectionWorker
  ) -> [Example] {
    rule.examples.compactMap { template in
      for draw in 0..<mostDraws {
        let text = KeyTemplate.expand(template, seed: seed ^ draw << 48)
        let found = worker.secrets(in: Array(text.utf8).span).first { $0.rule.id == rule.id }
        guard let found else { continue }
        return Example(
          text: text, secret: String(decoding: found.secret, as: UTF8.self),
          confidence: found.confidence)
      }
      return nil
    }
  }
}
