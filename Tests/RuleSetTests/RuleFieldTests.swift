import Testing

@testable import RuleSet

struct RuleFieldTests {
  @Test func haveNamesOfTheirOwn() {
    #expect(Set(Rule.fields.map(\.name)).count == Rule.fields.count)
    #expect(Rule.fields.allSatisfy { !$0.meaning.isEmpty && !$0.form.isEmpty })
  }

  /// `assigned_to` and `secretGroup` exclude each other, so no rule has both.
  @Test(arguments: Rule.fields.map(\.name).filter { $0 != "assigned_to" })
  func theFullestRuleHas(_ name: String) throws {
    let rule = try #require(
      try RuleFile(Array(RuleFileTests.most.utf8), named: "acme.toml").rules.first)
    let field = try #require(Rule.fields.first { $0.name == name })
    #expect(!field.isDefault(rule))
    #expect(field.isDefault(Rule.blank))
    #expect((field.label == nil) == field.lines(of: rule).isEmpty)
  }

  @Test func aRuleShowsNothingThatItDoesNotSay() throws {
    let rule = try #require(
      try RuleFile(Array(RuleFileTests.least.utf8), named: "acme.toml").rules.first)
    let shown = Rule.fields.filter { !$0.lines(of: rule).isEmpty }.map(\.name)
    #expect(
      shown == [
        "provider", "severity", "confidence", "regex", "examples", "revoke_steps",
      ])
  }
}
