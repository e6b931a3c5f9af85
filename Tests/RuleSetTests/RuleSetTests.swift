import Findings
import Testing

@testable import RuleSet

struct RuleSetTests {
  /// A file with rules of these ids.
  static func source(_ ids: String...) -> [UInt8] {
    let rules = ids.map { id in
      """
      [[rules]]
      id = "\(id)"
      description = "A key"
      regex = 'acme-[0-9a-f]{16}'
      severity = "high"
      confidence = "medium"
      examples = ["acme-{hex:16}"]
      counter_examples = ["acme-{hex:3}"]

      """
    }
    return Array(("provider = \"Acme\"\n" + rules.joined()).utf8)
  }

  @Test func sortsByID() throws {
    let set = try RuleSet(reading: [
      ("a.toml", Self.source("c-key", "a-key")), ("b.toml", Self.source("b-key")),
    ])
    #expect(set.rules.map(\.id) == ["a-key", "b-key", "c-key"])
    for id in ["a-key", "b-key", "c-key"] { #expect(set[id]?.id == id) }
    for id in ["", "a", "b-kez", "d-key"] { #expect(set[id] == nil) }
    #expect(RuleSet()["a-key"] == nil)
  }

  @Test func refusesAnIDOfTwoFilesAndNamesBoth() {
    let error = #expect(throws: RuleFileError.self) {
      try RuleSet(reading: [
        ("a.toml", Self.source("x-key", "a-key")), ("b.toml", Self.source("b-key", "a-key")),
      ])
    }
    #expect(
      error?.description == "b.toml:11:6: error: the id `a-key` is taken by a.toml:11")
  }

  @Test func refusesTheIDOfABuiltInRule() throws {
    let set = try RuleSet([RuleFile(Self.source("a-key"), named: "a.toml")])
    let more = try RuleFile(Self.source("a-key"), named: "own.toml")
    let error = #expect(throws: RuleFileError.self) { try set.adding([more]) }
    #expect(
      error?.description == "own.toml:3:6: error: the id `a-key` is taken by a built-in rule")
  }

  @Test func aRuleGoesByItsFormerIDs() throws {
    var rule = try RuleFile(Self.source("b-key"), named: "b.toml").rules[0]
    rule.aliases = ["a-key", "z"]
    let other = try RuleFile(Self.source("c-key"), named: "c.toml").rules[0]
    let written = RuleSet([rule, other])
    for set in [written, try RuleTable.decode(RuleTable.encode(written))] {
      #expect(set.ids == ["b-key", "c-key"])
      #expect(set.names == ["b-key", "c-key", "a-key", "z"])
      for name in ["b-key", "a-key", "z"] {
        #expect(set[name]?.id == "b-key")
        #expect(set.canonicalID(for: name) == "b-key")
        #expect(try set.selecting(only: [name], skipping: []).ids == ["b-key"])
        #expect(try set.selecting(only: [], skipping: [name]).ids == ["c-key"])
        #expect(set.removing([name]).ids == ["c-key"])
        #expect(set.removing([name]).names == ["c-key"])
        #expect(set.removing([name])[name] == nil)
      }
      #expect(set.canonicalID(for: "a") == nil)
      // A rule of a configuration takes the place of the one that had its id.
      var mine = other
      mine.description.id = "a-key"
      #expect(set.replacing(with: [mine]).ids == ["a-key", "c-key"])
    }
    let error = #expect(throws: RuleFileError.self) {
      try written.adding([RuleFile(Self.source("z"), named: "own.toml")])
    }
    #expect(error?.description == "own.toml:3:6: error: the id `z` is taken by a built-in rule")
  }

  @Test func addsRules() throws {
    let set = try RuleSet([RuleFile(Self.source("b-key"), named: "b.toml")])
    let larger = try set.adding([RuleFile(Self.source("a-key"), named: "a.toml")])
    #expect(larger.rules.map(\.id) == ["a-key", "b-key"])
  }

  @Test func tellsTheProblemsOfAllFiles() {
    let error = #expect(throws: RuleFileError.self) {
      try RuleSet(reading: [
        ("a.toml", [0xFF]), ("b.toml", Self.source("b-key")), ("c.toml", []),
        ("d.toml", Self.source("b-key")),
      ])
    }
    #expect(error?.problems.map(\.file) == ["a.toml", "c.toml", "d.toml"])
  }

  @Test func selects() throws {
    let set = try RuleSet([RuleFile(Self.source("a-key", "b-key", "c-key"), named: "a.toml")])
    func ids(only: [String] = [], skipping: [String] = []) throws -> [String] {
      try set.selecting(only: only, skipping: skipping).rules.map(\.id)
    }
    #expect(try ids() == ["a-key", "b-key", "c-key"])
    #expect(try ids(only: ["c-key", "a-key"]) == ["a-key", "c-key"])
    #expect(try ids(skipping: ["b-key"]) == ["a-key", "c-key"])
    #expect(try ids(only: ["a-key", "b-key"], skipping: ["b-key"]) == ["a-key"])
    #expect(try ids(only: ["a-key"], skipping: ["a-key"]) == [])
  }

  @Test(arguments: [["z-kye"], ["a-key", "z-kye"]])
  func refusesToSelectWhatIsNotThere(_ ids: [String]) throws {
    let set = try RuleSet([RuleFile(Self.source("a-key", "long-name"), named: "a.toml")])
    let expected = UnknownRuleError(id: "z-kye", nearest: nil)
    #expect(throws: expected) { try set.selecting(only: ids, skipping: []) }
    #expect(throws: expected) { try set.selecting(only: [], skipping: ids) }
    let error = #expect(throws: UnknownRuleError.self) {
      try set.selecting(only: ["lng-name"], skipping: [])
    }
    #expect(error?.description == "there is no rule `lng-name`; did you mean `long-name`?")
  }
}
