import RuleSet
import Testing

@testable import Detection

/// What rules in gitleaks' schema find.
struct GitleaksRuleTests {
  /// A rule without its id, a text, and the secret that is found in it.
  struct Case: Sendable, CustomTestStringConvertible {
    var rule: String
    var text: String
    var secret: String?

    var testDescription: String { rule }
  }

  static let cases = [
    // No group, one group, the first that holds something, the one that is named.
    Case(rule: "regex = 'acme_[a-f]{8}'", text: "x acme_abcdefab y", secret: "acme_abcdefab"),
    Case(rule: "regex = 'acme_([a-f]{8})'", text: "acme_abcdefab", secret: "abcdefab"),
    Case(rule: "regex = 'acme(?:=(b+)|:(c+))'", text: "acme:ccc", secret: "ccc"),
    Case(
      rule: "regex = '(acme)_([a-f]{8})'\nsecretGroup = 2", text: "acme_abcdefab",
      secret: "abcdefab"),
    // All of the secret counts for its entropy, which must exceed the threshold.
    Case(rule: "regex = 'acme_[a-f]+'\nentropy = 2.5", text: "acme_aaaa", secret: nil),
    Case(rule: "regex = 'acme_[a-f]+'\nentropy = 2.5", text: "acme_abdf", secret: "acme_abdf"),
    Case(rule: "regex = 'acme_([ab]{4})'\nentropy = 1.0", text: "acme_abab", secret: nil),
    // What looks like a placeholder is found.
    Case(rule: "regex = 'acme_[a-z-]+'", text: "acme_your-key-here", secret: "acme_your-key-here"),
    // Keywords tell where to look; any case, inside of longer words, not too far away.
    Case(
      rule: "regex = '[0-9]{9}'\nkeywords = ['AcMe']", text: "myacmes: 123456780",
      secret: "123456780"),
    Case(
      rule: "regex = '[0-9]{9}'\nkeywords = ['acme']", text: "123456780 ACME", secret: "123456780"),
    Case(rule: "regex = '[0-9]{9}'\nkeywords = ['acme']", text: "123456780", secret: nil),
    Case(
      rule: "regex = '[0-9]{9}'\nkeywords = ['acme']",
      text: "acme" + String(repeating: " ", count: 990) + "123456780", secret: "123456780"),
    Case(
      rule: "regex = '[0-9]{9}'\nkeywords = ['acme']",
      text: "acme" + String(repeating: " ", count: 2_000) + "123456780", secret: nil),
    Case(rule: "regex = 'key_[0-9]{9}'\nkeywords = ['acme']", text: "key_123456780", secret: nil),
    Case(
      rule: "regex = 'key_[0-9]{9}'\nkeywords = ['acme']", text: "key_123456780 # acme",
      secret: "key_123456780"),
    // Repeats without a bound; short texts in the expression.
    Case(
      rule: "regex = '(?is)BEGIN.*?END'",
      text: "begin \(String(repeating: "ab\n", count: 1_500))end",
      secret: "begin \(String(repeating: "ab\n", count: 1_500))end"),
    Case(
      rule: "regex = '(?is)BEGIN.*?END'",
      text: "begin \(String(repeating: "ab\n", count: 1_700))end",
      secret: nil),
    Case(rule: "regex = 'SK[0-9a-f]{4}'", text: "SKa1b2", secret: "SKa1b2"),
    Case(rule: "regex = '\\bs\\.[a-z]+'", text: "as.abc s.abc", secret: "s.abc"),
  ]

  @Test(arguments: cases)
  func find(_ example: Case) throws {
    let text = Array("[[rules]]\nid = 'a'\n\(example.rule)".utf8)
    let configuration = try Configuration(text, named: "c.toml")
    #expect(configuration.warnings.isEmpty)
    let worker = DetectionWorker(try Detector(RuleSet(configuration.rules)))
    let found = worker.secrets(in: Array(example.text.utf8).span, decodes: false)
    #expect(
      found.map { String(decoding: $0.secret, as: UTF8.self) }
        == (example.secret.map { [$0] } ?? []))
  }

  @Test func keepTheTextAroundThem() throws {
    let rules = try Configuration(
      Array("[[rules]]\nid = 'a'\nregex = 'key=([0-9]{9})'".utf8), named: "c.toml"
    ).rules
    let text = Array("first\n  key=123456780 # why\r\nlast".utf8)
    for (keeps, line) in [(true, "  key=123456780 # why\r"), (false, nil)] {
      let worker = DetectionWorker(try Detector(RuleSet(rules), keepsTexts: keeps))
      let texts = worker.secrets(in: text.span).first?.texts
      #expect(texts.map { String(decoding: $0.line, as: UTF8.self) } == line)
      #expect(
        texts.map { String(decoding: $0.match, as: UTF8.self) } == line.map { _ in "key=123456780" }
      )
    }
  }
}
