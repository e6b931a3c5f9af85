import Testing

@testable import RuleSet

struct SpellingTests {
  static let cases: [(word: String, nearest: String?)] = [
    ("precedense", "precedence"), ("notBefore", "not_before"), ("contxt", "context"),
    ("example", "examples"), ("regexp", "regex"), ("context_befor", "context_before"),
    ("colour", nil), ("", nil), ("x", nil), ("ID", "id"), ("di", "id"), ("rgeex", "regex"),
  ]
  static let keys = [
    "id", "regex", "context", "context_before", "context_after", "precedence", "not_before",
    "examples", "counter_examples",
  ]

  @Test(arguments: cases.indices)
  func findsTheNearest(_ index: Int) {
    let (word, nearest) = Self.cases[index]
    #expect(Spelling.nearest(to: word, among: Self.keys) == nearest)
  }
}
