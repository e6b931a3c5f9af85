/// The examples of the built-in rules, in a text beside their ``RuleTable``: no scan needs them, so that
/// none reads a page of them.
package enum RuleExampleTable {
  /// Writes the examples of rules, without counter-examples.
  ///
  /// - Parameter ruleSet: Rules that ``RuleFile`` has checked.
  /// - Returns: The text for ``rules(of:with:)``, in the order of the rules.
  package static func encode(_ ruleSet: RuleSet) -> String {
    var table: [UInt8] = []
    ruleSet.rules.map(\.examples).write(to: &table)
    return String(decoding: table, as: UTF8.self)
  }

  /// Gives rules their examples back.
  ///
  /// - Parameters:
  ///   - ruleSet: The rules that ``encode(_:)`` was given, without their examples.
  ///   - text: What it wrote.
  /// - Returns: The rules, in their order.
  /// - Throws: When the text is from elsewhere or not whole.
  package static func rules(
    of ruleSet: RuleSet, with text: String
  ) throws(RuleTableError) -> [Rule] {
    var reader = RuleTableReader(text, 0..<text.utf8.count)
    let examples = try [[String]](from: &reader)
    guard reader.isAtEnd, examples.count == ruleSet.count else { throw reader.failure }
    return zip(ruleSet.rules, examples).map { rule, examples in
      var rule = rule
      rule.examples = examples
      return rule
    }
  }
}
