import Findings
import PatternEngine

extension RuleFileReader {
  /// The keys of a table of `[[rules]]`.
  static var ruleKeys: [String] { Rule.fields.map(\.name) }

  /// Reads a table of `[[rules]]`.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - position: Where it begins.
  ///   - otherKeys: Keys that somebody else reads.
  /// - Returns: The rule, or nil when there is not even a regex; problems are noted either way.
  mutating func readRule(
    _ table: TOMLTable, at position: TOMLPosition, knowing otherKeys: [String] = []
  ) -> Rule? {
    checkKeys(of: table, among: Self.ruleKeys + otherKeys)
    var rule = defaults
    for field in Rule.fields {
      if table[field.name] != nil {
        field.parse(&self, table, &rule)
      } else if field.traits.contains(.required) {
        note(at: position, "`\(field.name)` is missing")
      }
    }
    if rule.description.provider.isEmpty, table["provider"] == nil {
      note(at: position, "`provider` is missing, here and at the top of the file")
    }
    if rule.context.isEmpty {
      for key in ["context_before", "context_after"] where table[key] != nil {
        note(at: table[key], "`\(key)` says nothing without `context`")
      }
    }
    settleAssignment(of: &rule, from: table)
    if isBuiltIn { checkBuiltIn(rule, in: table, at: position) }
    guard !rule.regex.isEmpty else { return nil }
    checkRegexes(of: rule, in: table)
    return rule
  }

  /// Settles what follows from the name that a value is assigned to.
  private mutating func settleAssignment(of rule: inout Rule, from table: TOMLTable) {
    guard rule.assignedTo != nil else { return }
    if table["secretGroup"] != nil {
      note(at: table["secretGroup"], "with `assigned_to`, all of `regex` is the secret")
    }
    checkFragments(["assigned_to", "regex"], in: table)
    rule.secretGroup = 1
    if table["precedence"] == nil { rule.precedence = 150 }
  }
}

extension Revocation {
  /// What helps against every leaked key, for rules that know nothing better.
  package static let generalSteps = [
    "Revoke the key at its provider: taking it out of the file is not enough once others could read it.",
    "Make a new key and keep it out of the repository, in a secret store or an environment variable.",
    "Look through the account's usage since the key was first published.",
  ]
}
