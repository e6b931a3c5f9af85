import BuiltInRules
import Detection
import RuleSet
import Testing

@Suite struct RuleExampleTests {
  @Test func everyFileIsThere() {
    #expect(RuleFixtures.fileNames.count >= 90)
  }

  /// Every example is found by its rule, every counter-example is not, with every seed.
  @Test(arguments: RuleFixtures.fileNames)
  func examplesHold(file: String) throws {
    let rules = try RuleFixtures.rules(in: file)
    #expect(!rules.isEmpty)
    #expect(rules.allSatisfy { $0.examples.count >= 2 && !$0.counterExamples.isEmpty })
    #expect(try ExampleCheck.failures(of: rules, in: BuiltInRules.ruleSet) == [])
  }
}
