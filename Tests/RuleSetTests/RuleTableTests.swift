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
    let rules = try RuleFile.rules(in: Array(text.utf8), named: "a.toml")
    #expect(try RuleTable.decode(RuleTable.encode(rules)).rules == withoutExamples(rules))
  }

  @Test func ofNothingIsEmpty() throws {
    #expect(RuleTable.encode([]) == "")
    #expect(try RuleTable.decode("").rules == [])
  }

  @Test func refusesEveryTableThatIsCutOff() throws {
    let rules = try RuleFile.rules(in: Array(RuleFileTests.most.utf8), named: "a.toml")
    let table = RuleTable.encode(rules)
    for length in 1..<table.utf8.count {
      let cut = String(decoding: table.utf8.prefix(length), as: UTF8.self)
      #expect(throws: RuleTableError.self) { try RuleTable.decode(cut) }
    }
  }
}
