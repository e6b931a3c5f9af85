import PatternEngine
import Testing

/// Limits, groups and searches of patterns.
struct PatternTests {
  @Test(arguments: [
    ("ab+", 4, "abbbbbbb", 4), ("ab+?c", 4, "abbbc", nil), ("ab+?c", 5, "abbbc", 5),
    ("a[^x]*", 3, "ab", 2), ("(?:ab)*", 5, "abababab", 4), ("a{3}", 9, "aaaa", 3),
    ("a{6}", 4, "aaaaaaaa", nil),
  ])
  func endAtTheirLimit(_ regex: String, _ limit: Int, _ text: String, _ length: Int?) throws {
    let pattern = try Pattern(regex, lengthLimit: limit)
    #expect((pattern.maxLength ?? .max) <= limit)
    let bytes = Array(text.utf8)
    #expect(Matcher(pattern).match(at: 0, in: bytes.span)?.range.count == length)
    // The machine that knows groups agrees.
    let grouped = try Pattern("(\(regex))", lengthLimit: limit)
    #expect(Matcher(grouped, group: 1).match(at: 0, in: bytes.span)?.group.count == length)
  }

  @Test(arguments: [
    ("k(?:=(a+)|:(b*))", "k:bb", "bb"), ("k(?:=(a+)|:(b*))", "k=a", "a"),
    ("k(?:=(a+)|:(b*))", "k:", "k:"), ("k()(b)", "kb", "b"), ("(k)(b)", "kb", "k"),
  ])
  func reportTheFirstGroupThatHoldsSomething(
    _ regex: String, _ text: String, _ group: String
  ) throws {
    let bytes = Array(text.utf8)
    let found = Matcher(try Pattern(regex), groups: [1, 2]).match(at: 0, in: bytes.span)
    #expect(found?.range.count == bytes.count)
    #expect(found.map { String(decoding: bytes[$0.group], as: UTF8.self) } == group)
  }

  @Test(arguments: [
    (["b+$"], "abb", true), (["^b"], "ab", false), (["x", "(?i)A\\b"], "-a", true),
    (["(?:^|/)node_modules/"], "src/node_modules/a.js", true), (["a.c"], "a\nc", false),
    (["c"], "a\nc", true), (["^$"], "", true),
  ])
  func areSearchedFor(_ regexes: [String], _ text: String, _ isThere: Bool) throws {
    let matcher = Matcher(try Pattern(anywhere: regexes))
    #expect((matcher.match(at: 0, in: Array(text.utf8).span) != nil) == isThere)
  }

  @Test(arguments: [
    ("acme_[0-9]+", "acme", true), ("ACME_[0-9]+", "acme", true), ("acme_[0-9]+", "acmes", false),
    ("a[b-d]e?f", "abf", true), ("a[b-d]e?f", "aef", false), ("(?:x|yz)+", "zyzx", true),
    (".{3}", "four", false), ("ab", "ba", false), ("s\\.[a-z]{3}", "s.", true),
  ])
  func knowWhatTheirMatchesCanHold(_ regex: String, _ text: String, _ canHold: Bool) throws {
    #expect(try Pattern(regex).canHold(Array(text.utf8)) == canHold)
  }

  @Test func spellOutSetsWhereNothingElseIsLongEnough() throws {
    let pattern = try Pattern("\\b(SK[0-9]{32}|s\\.[ab])")
    #expect(pattern.literals == nil)
    let many = try #require(pattern.manyLiterals)
    let texts = many.literals.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(texts == (0...9).map { "SK\($0)" } + ["s.a", "s.b"])
    #expect(many.minBefore == 0 && many.maxBefore == 0)
    #expect(try Pattern("[a-z]{9}").manyLiterals == nil)
  }
}
