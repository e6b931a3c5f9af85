/// The rules that a suppression is meant for, by id or by the provider that ids begin with.
struct RuleScope: Sendable, Equatable {
  /// Ids such as `openai-project-key`, or their first parts such as `openai`.
  var names: [String]

  /// Whether a rule is meant, by its id or one that it had before.
  func covers(_ names: [String]) -> Bool { names.contains(where: covers) }

  /// Whether an id is meant.
  func covers(_ ruleID: String) -> Bool {
    names.contains { ruleID == $0 || ruleID.hasPrefix($0 + "-") }
  }
}
