import Basics
package import RuleSet

/// The rules of `Rules/`, compiled in.
package enum BuiltInRules {
  /// The rules without their examples; read from the table once, when they are first asked for.
  package static let ruleSet: RuleSet = {
    do {
      return try RuleTable.decode(table)
    } catch {
      // RuleCompiler has read this very table back while building.
      preconditionFailure("the built-in rules are damaged: \(error)")
    }
  }()

  /// The rules with their examples, read anew each time.
  package static var rulesWithExamples: [Rule] {
    do {
      return try RuleExampleTable.rules(of: ruleSet, with: examples)
    } catch {
      // RuleCompiler has read this very table back while building.
      preconditionFailure("the examples of the built-in rules are damaged: \(error)")
    }
  }

  /// SHA-256 of the rules as they are compiled in, in hexadecimal digits: equal digests mean equal
  /// rules.
  package static let digest = SHA256.hash(Array(table.utf8).span).hexadecimal
}
