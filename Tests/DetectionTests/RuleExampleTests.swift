import BuiltInRules
import Detection
import RuleSet
import Testing

@Suite struct RuleExampleTests {
  @Test func everyFileIsThere() {
    #expect(RuleFixtures.fileNames.count >= 90)
  }

  /// Every example is found by its rule, every counter-example is not, with every seed.
  @Test func examplesHold() throws {
    let rules = try RuleFixtures.rules()
    #expect(rules.map(\.id).sorted() == BuiltInRules.ruleSet.rules.map(\.id))
    #expect(rules.allSatisfy { $0.examples.count >= 2 && !$0.counterExamples.isEmpty })
    let failures = ExampleCheck.failures(of: rules, by: try RuleFixtures.worker())
    #expect(failures.isEmpty, "\(failures.map(\.description).joined(separator: "\n"))")
  }
}
