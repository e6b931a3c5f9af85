import BuiltInRules
import RuleSet
import Testing

@testable import Detection

struct ExampleCheckTests {
  @Test func aMisspeltTemplateIsAFailure() throws {
    var rule = try #require(BuiltInRules.ruleSet["openrouter-api-key"])
    rule.examples = []
    rule.counterExamples = ["x-{hx:3}"]
    let failures = try ExampleCheck.failures(of: [rule], in: RuleSet([rule]))
    #expect(
      failures.map(\.description) == [
        "rule `openrouter-api-key` has an unknown placeholder, {hx:3}, in: x-{hx:3}"
      ])
  }
}
