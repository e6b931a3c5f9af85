import BuiltInRules
import Testing

@testable import RuleSet

struct RuleTableTests {
  /// The rules without what a table leaves out.
  private func withoutExamples(_ rules: [Rule]) -> [Rule] {
    rules.map { rule in
      var rule = rule
      rule.examples = []
      rule.counterExamples = []
      return rule
    }
  }

  @Test(arguments: [RuleFileTests.least, RuleFileTests.most])
  func keepsEverythingButExamples(_ text: String) throws {
    let rules = try RuleSet(reading: [(name: "a.toml", bytes: Array(text.utf8))])
    let decoded = try RuleTable.decode(RuleTable.encode(rules))
    #expect(decoded.rules == withoutExamples(rules.rules))
    #expect(try decoded.anchors() == rules.anchors())
  }

  /// Of every built-in rule, the table holds what its values begin with.
  @Test func holdsOpenings() throws {
    let rules = BuiltInRules.ruleSet
    for index in 0..<rules.count {
      #expect(try rules.opening(ofRule: index) == RuleOpening(of: rules[index]))
    }
  }

  @Test func ofNothingIsEmpty() throws {
    #expect(try RuleTable.decode(RuleTable.encode(RuleSet())).rules == [])
  }

  @Test func refusesEveryTableThatIsCutOff() throws {
    let rules = try RuleSet(reading: [(name: "a.toml", bytes: Array(RuleFileTests.most.utf8))])
    let table = try RuleTable.encode(rules)
    for length in 0..<table.utf8.count {
      let cut = String(decoding: table.utf8.prefix(length), as: UTF8.self)
      #expect(throws: RuleTableError.self) { try RuleTable.decode(cut) }
    }
  }
}
