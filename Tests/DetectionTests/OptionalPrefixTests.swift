import RuleSet
import TestSupport
import Testing

@testable import Detection

/// Rules whose expression lets anything stand before a keyword are tried where the keyword is, and
/// find what they would find if they were tried everywhere.
struct OptionalPrefixTests {
  private static let rest =
    #"(?:key|to_?ken)[ \w.-]{0,4}[=:] {0,2}([\w.-]{4,12}|[a-c]{3,}={1,2})(?:[; ]|$)"#

  /// A detector of one rule, whose expression starts as given.
  private static func worker(_ start: String, _ rest: String = rest) throws -> DetectionWorker {
    let text = "[[rules]]\nid = 'a'\nregex = '''(?i)\(start)\(rest)'''\nkeywords = ['key', 'to']"
    let rules = try Configuration(Array(text.utf8), named: "c.toml").rules
    return DetectionWorker(try Detector(RuleSet(rules), keepsTexts: false))
  }

  private static let pieces = [
    "key", "KEY", "token", "to_ken", "a", "bc", "_", "-", ".", " ", "=", ":", "==", ";", "\n",
    "abcabc", "x1", "é", "keytoken=", "key = abcd;",
  ]

  /// The expression as it is, and one that says the same but hides its optional prefix.
  @Test(arguments: [
    rest, #"(?:key|token)=([a-c]{0,3})"#, #"((?:key|token)[=:][a-z]{2,5})"#,
    #"\b(?:key|to_?ken)\b[=: ]{1,3}(?:([a-c]{2,4})|([x1_]{2,4}))"#,
  ])
  func findTheSameAsEverywhere(rest: String) throws {
    let worker = try Self.worker(#"[\w.-]{0,7}?"#, rest)
    let naive = try Self.worker(#"(?:){0}[\w.-]{0,7}?"#, rest)
    var random = TestRandom(seed: 77)
    var found = 0
    for _ in 0..<4_000 {
      let text = Array((0..<random.below(14)).map { _ in random.pick(Self.pieces) }.joined().utf8)
      let expected = naive.secrets(in: text.span, decodes: false)
      let secrets = worker.secrets(in: text.span, decodes: false)
      #expect(
        secrets.map(\.range) == expected.map(\.range), "\(String(decoding: text, as: UTF8.self))")
      found += expected.count
    }
    #expect(found > 150)
    #expect(worker.tries < naive.tries * 2 / 3)
  }

  /// What is carried over to a text that was made from another one is what stands there.
  @Test func derivedTextsAreKnownAsWell() throws {
    let worker = try Self.worker(#"[\w.-]{0,7}?"#)
    var random = TestRandom(seed: 78)
    func text(_ count: Int) -> [UInt8] {
      Array((0..<count).map { _ in random.pick(Self.pieces) }.joined().utf8)
        + Array(repeating: UInt8(ascii: " "), count: random.below(2) * 1_200)
    }
    var carried = 0
    for _ in 0..<300 {
      let base = text(8) + text(20) + text(20)
      let cut = random.below(base.count)
      let end = min(base.count, cut + random.below(20))
      let new = text(random.below(6))
      let derived = Array(base[..<cut]) + new + base[end...]
      let copies = [
        CopiedRange(0..<cut, from: 0),
        CopiedRange(cut + new.count..<derived.count, from: end),
      ]
      let known = worker.knowledge(
        of: derived.span, copies: copies, from: worker.knowledge(of: base.span), decodes: false)
      let whole = worker.knowledge(of: derived.span)
      #expect(known.secrets == worker.secrets(in: derived.span, decodes: false))
      #expect(known.matches.map(\.start).sorted() == whole.matches.map(\.start).sorted())
      carried += known.matches.count
    }
    #expect(carried > 300)
  }

  /// The work grows with the number of keywords, not with what may stand before them.
  @Test(arguments: [("token_", 3_000), ("api_key = some.value.of_it\n", 1_000)])
  func aPlaceIsTriedOnce(line: String, count: Int) throws {
    let worker = try Self.worker(
      #"[\w.-]{0,50}?"#, #"(?:key|token)[ \w.-]{0,20}[=:] {0,2}([\w.-]{4,40})"#)
    let text = Array(String(repeating: line, count: count).utf8)
    _ = worker.secrets(in: text.span, decodes: false)
    #expect(worker.tries <= count)
    #expect(worker.tries > 0)
  }
}
