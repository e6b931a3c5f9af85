import Testing

@testable import RuleSet

struct RuleFileErrorTests {
  @Test func tellsEveryProblemAtOnce() throws {
    let text = """
      [[rules]]
      id = "A"
      description = 1
      regex = 'abc['
      severity = "bad"
      confidence = "high"
      examples = []
      """
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(Array(text.utf8), named: "Rules/a.toml")
    }
    let places = error?.problems.map { "\($0.position.line):\($0.position.column)" }
    // No provider and no counter-examples, then each of the lines but that of the confidence.
    #expect(places?.filter { $0 == "1:1" }.count == 2)
    #expect(Set(places ?? []) == ["1:1", "2:6", "3:15", "4:13", "5:12", "7:12"])
    #expect(places?.count == 7)
    #expect(
      error?.description.split(separator: "\n").allSatisfy {
        $0.hasPrefix("Rules/a.toml:") && $0.contains(": error: ")
      } == true)
  }

  @Test func refusesAFormerIDThatIsTaken() {
    let text = RuleFileTests.least.replacing(
      "id = \"acme-key\"", with: "id = \"acme-key\"\naliases = [\"acme-key\", \"A\"]")
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(Array(text.utf8), named: "a.toml")
    }
    #expect(
      Set(error?.problems.map(\.description) ?? []) == [
        "a.toml:5:11: error: the id `acme-key` is taken by the rule on line 4",
        "a.toml:5:11: error: `aliases` takes lower-case letters and digits, with single dashes between",
      ])
  }

  @Test func refusesAnIDTwiceInAFile() {
    let rule = RuleFileTests.least.split(separator: "\n").dropFirst().joined(separator: "\n")
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(Array((RuleFileTests.least + "\n" + rule).utf8), named: "a.toml")
    }
    #expect(
      error?.problems.map(\.description) == [
        "a.toml:12:6: error: the id `acme-key` is taken by the rule on line 4"
      ])
  }

  @Test(arguments: ["", "provider = 'x'", "# nothing"])
  func refusesAFileWithoutRules(_ text: String) {
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(Array(text.utf8), named: "a.toml")
    }
    #expect(
      error?.problems.map(\.description) == [
        "a.toml:1:1: error: the file has no rules: write [[rules]]"
      ])
  }
}
