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
}
