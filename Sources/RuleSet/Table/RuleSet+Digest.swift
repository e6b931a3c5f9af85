internal import Basics

extension RuleSet {
  /// A SHA-256 of all rules without their examples, in hexadecimal digits: by equal rules, equal texts
  /// hold equal matches.
  package func digest() -> String {
    var hasher = SHA256()
    for rule in rules {
      hasher.update((Array(rule.id.utf8) + [0] + RuleTable.record(of: rule)).span)
    }
    return hasher.finalize().hexadecimal
  }
}
