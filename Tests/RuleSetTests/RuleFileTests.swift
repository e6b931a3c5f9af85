import Basics
import Findings
import Foundation
import PatternEngine
import Testing

@testable import RuleSet

struct RuleFileTests {
  /// A rule without anything optional.
  static let least = """
    provider = "Acme"

    [[rules]]
    id = "acme-key"
    description = "Acme key"
    regex = 'acme-[0-9a-f]{16}'
    severity = "high"
    confidence = "medium"
    examples = ["acme-{hex:16}"]
    counter_examples = ["acme-{hex:3}"]
    """

  static let most = #"""
    provider = "Acme"
    revoke_url = "https://acme.example/keys"
    revoke_steps = ["Delete it."]
    references = ["https://acme.example/docs", "Acme documentation"]
    [[rules]]
    id = "acme-key"
    description = "Acme key"
    regex = '(acme)-([0-9a-f]{16})'
    secretGroup = 2
    not_before = "a-c"
    not_after = "0-9\\]"
    severity = "critical"
    confidence = "low"
    strict_regex = 'acme-[0-9]{16}'
    context = ["Acme", "api.acme.example"]
    context_before = 10
    context_after = 0
    not_after_words = ["sha256"]
    entropy = 3
    requires = ["digit", "non-hex"]
    min_distinct = 5
    not_inside_base64 = true
    jwt_contains = ["acme.example"]
    proof = "jwt"
    proof_samples = 3
    value_kind = "random"
    body = "bare"
    precedence = 7
    provider = "Acme Labs"
    revoke_url = "https://labs.acme.example/keys"
    revoke_steps = ["Call.", "Wait."]
    examples = ["acme-{hex:16}", '''
    two
    lines''']
    counter_examples = ["x"]
    aliases = ["acme-token", "acme-secret"]
    secret_file = "private-key"
    [[rules.adjust]]
    near = ["staging"]
    before = 20
    after = 30
    severity = "low"
    because = "named a staging key"

    [[rules.adjust]]
    near = ["live", "prod"]
    confidence = "high"
    because = "named a live key"

    [[rules.adjust]]
    paths = ["Test", "e2e"]
    proven = true
    severity = "low"
    because = "in a test"

    [rules.check]
    method = "POST"
    url = "https://api.acme.example/me?key={key}"
    headers = ["Authorization: Bearer {key}", "Accept: text/plain"]
    user = "api:{key}"
    body = "a=b"
    live = ["200"]
    revoked = ["401 gone", "403"]
    limited = ["429"]
    tells = "the account"
    documentation = "https://acme.example/docs/me"
    """#

  private func rules(_ text: String) throws -> [Rule] {
    try RuleFile(Array(text.utf8), named: "acme.toml").rules
  }

  @Test func readsTheLeast() throws {
    let rule = try #require(try rules(Self.least).first)
    var expected = Rule(
      description: RuleDescription(
        id: "acme-key", provider: "Acme", title: "Acme key", severity: .high,
        confidence: .medium, revocation: Revocation(url: nil, steps: Revocation.generalSteps)),
      regex: "acme-[0-9a-f]{16}")
    expected.examples = ["acme-{hex:16}"]
    expected.counterExamples = ["acme-{hex:3}"]
    #expect(rule == expected)
  }

  @Test func readsTheMost() throws {
    let rule = try #require(try rules(Self.most).first)
    var expected = Rule(
      description: RuleDescription(
        id: "acme-key", provider: "Acme Labs", title: "Acme key", severity: .critical,
        confidence: .low,
        revocation: Revocation(url: "https://labs.acme.example/keys", steps: ["Call.", "Wait."])),
      regex: "(acme)-([0-9a-f]{16})")
    expected.description.check = KeyCheck(
      method: .post, url: "https://api.acme.example/me?key={key}",
      headers: ["Authorization: Bearer {key}", "Accept: text/plain"], user: "api:{key}",
      body: "a=b", live: ["200"], revoked: ["401 gone", "403"], limited: ["429"],
      tells: "the account", documentation: "https://acme.example/docs/me")
    expected.aliases = ["acme-token", "acme-secret"]
    expected.references = ["https://acme.example/docs", "Acme documentation"]
    expected.secretGroup = 2
    expected.notBefore = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "c"))
    expected.notAfter = ByteSet.digits.union(ByteSet(0x5D...0x5D))
    expected.strictRegex = "acme-[0-9]{16}"
    expected.context = ["acme", "api.acme.example"]
    expected.contextBefore = 10
    expected.contextAfter = 0
    expected.notAfterWords = ["sha256"]
    expected.entropy = 3
    expected.requires = [.digit, .nonHex]
    expected.minDistinct = 5
    expected.secretFile = .privateKey
    expected.notInsideBase64 = true
    expected.jwtContains = ["acme.example"]
    expected.proof = .jwt
    expected.proofSamples = 3
    expected.valueKind = .random
    expected.body = .bare
    expected.precedence = 7
    expected.examples = ["acme-{hex:16}", "two\nlines"]
    expected.counterExamples = ["x"]
    expected.adjustments = [
      Rule.Adjustment(
        near: ["staging"], before: 20, after: 30, severity: .low, confidence: nil,
        because: "named a staging key"),
      Rule.Adjustment(
        near: ["live", "prod"], before: 160, after: 80, severity: nil, confidence: .high,
        because: "named a live key"),
      Rule.Adjustment(
        paths: ["test", "e2e"], asksForProof: true, severity: .low, confidence: nil,
        because: "in a test"),
    ]
    #expect(rule == expected)
  }

  @Test(arguments: [
    ("test/a.pem", true), ("src/key_test.go", true), ("E2E/x", true), ("a.test.js", true),
    ("attestation/contest.pem", false), ("src/latest.pem", false), ("", false),
  ])
  func aPathAdjusts(path: String, does: Bool) throws {
    let rule = try #require(try rules(Self.most).first)
    let adjustments = rule.adjustments(forPathOf: PathWords.words(of: path))
    #expect(adjustments.contains { $0.because == "in a test" } == does)
    #expect(adjustments.allSatisfy { $0.fits(secretLength: 20, isProven: true) })
    #expect(adjustments.allSatisfy { !$0.fits(secretLength: 20, isProven: false) })
  }

  @Test(arguments: [(19, true), (20, false)])
  func anAdjustmentIsForShortSecrets(length: Int, does: Bool) throws {
    let text =
      Self.least + """

        [[rules.adjust]]
        paths = ["test"]
        shorter_than = 20
        confidence = "low"
        because = "short"
        """
    let rule = try #require(try rules(text).first)
    let adjustment = try #require(rule.adjustments(forPathOf: ["test", "a"]).first)
    #expect(adjustment.because == "short")
    #expect(adjustment.fits(secretLength: length, isProven: true) == does)
  }

  @Test func theFileSpeaksForItsRules() throws {
    let text = "revoke_url = \"https://a.example/\"\nrevoke_steps = [\"Do.\"]\n" + Self.least
    let rule = try #require(try rules(text).first)
    #expect(
      rule.description.revocation == Revocation(url: "https://a.example/", steps: ["Do."]))
  }

  /// A change to one of the files above, and the one problem that it makes.
  struct Slip: CustomTestStringConvertible, Sendable {
    var file: String
    var from: String
    var to: String
    var problem: String
    var testDescription: String { "\(from) → \(to)" }

    init(_ from: String, _ to: String, _ problem: String) {
      self.init(RuleFileTests.least, from, to, problem)
    }

    init(_ file: String, _ from: String, _ to: String, _ problem: String) {
      self.file = file
      self.from = from
      self.to = to
      self.problem = problem
    }
  }

  static let keySlips = [
    Slip("id = ", "idd = 1\nid = ", "4:1: error: unknown key `idd`; did you mean `id`?"),
    Slip(
      "id = ", "notBefore = 'a'\nid = ",
      "4:1: error: unknown key `notBefore`; did you mean `not_before`?"),
    Slip("id = ", "colour = 'a'\nid = ", "4:1: error: unknown key `colour`"),
    Slip("provider =", "x = 1\nprovider =", "1:1: error: unknown key `x`"),
    Slip(
      most, "before = 20", "befor = 20", "40:1: error: unknown key `befor`; did you mean `before`?"),
    Slip(
      "provider = \"Acme\"", "",
      "3:1: error: `provider` is missing, here and at the top of the file"),
    Slip("id = \"acme-key\"", "", "3:1: error: `id` is missing"),
    Slip("description = \"Acme key\"", "", "3:1: error: `description` is missing"),
    Slip("regex = 'acme-[0-9a-f]{16}'", "", "3:1: error: `regex` is missing"),
    Slip("severity = \"high\"", "", "3:1: error: `severity` is missing"),
    Slip("confidence = \"medium\"", "", "3:1: error: `confidence` is missing"),
    Slip(
      "examples = [\"acme-{hex:16}\"]", "",
      "3:1: error: `examples` is missing"),
    Slip(
      "counter_examples = [\"acme-{hex:3}\"]", "",
      "3:1: error: `counter_examples` is missing"),
    Slip(
      "[\"acme-{hex:3}\"]", "[]",
      "10:20: error: `counter_examples` is empty: one at least is needed"),
    Slip(
      "[\"acme-{hex:3}\"]", "['a', '']",
      "10:26: error: `counter_examples` takes strings that are not empty, not a string"),
    Slip(
      "[\"acme-{hex:3}\"]", "'x'",
      "10:20: error: `counter_examples` must be an array of strings, not a string"),
    Slip("\"Acme\"", "\"\"", "1:12: error: `provider` must not be empty"),
    Slip("\"Acme key\"", "\" \"", "5:15: error: `description` must not be empty"),
    Slip(
      "\"Acme key\"", "\"a\\u001db\"",
      "5:15: error: `description` must not hold line ends or control characters"),
    Slip(
      "\"Acme key\"", "1979-05-27", "5:15: error: `description` takes strings, not a date or time"),
    Slip("[[rules]]", "[rules]", "3:1: error: `rules` must be an array of tables: write [[rules]]"),
    Slip("provider = ", "provider = = ", "1:12: error: expected a value, found `=`"),
  ]

  /// Ways in which a value is assigned; `N` stands for a name, `V` for the value.
  static let assignments = [
    "N=V", "N = 'V'", #""N": "V""#, #"\"N\": \"V\""#, "'N' => 'V'", "N := `V`", #"N("V")"#,
    "<N>V</N>", #"<add key="N" value="V" />"#, #"let N: String = "V""#, #"let N: String? = "V""#,
    #"const N: &'static str = "V";"#, #"N: Optional[str] = "V""#,
    #"public string N { get; set; } = "V";"#, #"#define N "V""#,
    "variable \"N\" {\n  type    = string\n  default = \"V\"\n}",
    "<key>N</key>\n  <string>V</string>", "N: |\n  V", "The N is `V`.", #"setenv("N", "V")"#,
    "${N:-V}", "N=${1:-V}", #"N: "${OTHER:=V}""#, "N = ${OTHER-V}",
  ]

  @Test(arguments: assignments)
  func anAssignmentInAnyWay(_ way: String) throws {
    let text = Self.least.replacing(
      "regex = 'acme-[0-9a-f]{16}'", with: "assigned_to = 'acme'\nregex = '[0-9a-f]{16}'")
    let rule = try #require(RuleFile(Array(text.utf8), named: "acme.toml").rules.first)
    #expect(rule.secretGroup == 1)
    let matcher = Matcher(try Pattern(rule.expression), group: rule.secretGroup)
    let value = "0123456789abcdef"
    for name in ["acme", "ACME_API_KEY", "acmeToken", "acme.api-key"] {
      let line = Array(way.replacing("N", with: name).replacing("V", with: value).utf8)
      let begin = try #require(
        line.indices.first { line[$0...].prefix(4).map { $0 | 0x20 } == Array("acme".utf8) })
      let group = matcher.match(at: begin, in: line.span)?.group
      #expect(group.map { String(decoding: line[$0], as: UTF8.self) } == value, "\(name)")
    }
  }

  static let valueSlips = [
    Slip(
      "\"high\"", "\"hihg\"",
      "7:12: error: `severity` knows low, medium, high, critical, not `hihg`"),
    Slip(
      "\"medium\"", "\"Medium\"",
      "8:14: error: `confidence` knows low, medium, high, not `Medium`; did you mean `medium`?"),
    Slip(
      "\"acme-key\"", "\"Acme-key\"",
      "4:6: error: `id` takes lower-case letters and digits, with single dashes between"),
    Slip(
      "\"acme-key\"", "\"acme--key\"",
      "4:6: error: `id` takes lower-case letters and digits, with single dashes between"),
    Slip(
      most, "secretGroup = 2", "secretGroup = 3",
      "9:15: error: `regex` has 2 capture groups, `secretGroup` is 3"),
    Slip(
      most, "secretGroup = 2", "secretGroup = '2'",
      "9:15: error: `secretGroup` must be an integer from 0 to 99"),
    Slip(
      "regex = '", "assigned_to = '(acme)'\nregex = '",
      "6:15: error: `assigned_to` must have no groups beside `assigned_to`: write (?:…)"),
    Slip(
      "regex = '", "assigned_to = 'ac['\nregex = '",
      "6:18: error: `assigned_to`: missing ]"),
    Slip(
      most, "secretGroup", "assigned_to = 'x'\nsecretGroup",
      "8:9: error: `regex` must have no groups beside `assigned_to`: write (?:…)"),
    Slip(
      most, "= 10", "= 5000", "16:18: error: `context_before` must be an integer from 0 to 4096"),
    Slip(
      most, "entropy = 3", "entropy = 8.5",
      "19:11: error: `entropy` must be a number from 0.0 to 8.0"),
    Slip(
      most, "entropy = 3", "entropy = nan",
      "19:11: error: `entropy` must be a number from 0.0 to 8.0"),
    Slip(
      most, "\"non-hex\"", "\"nonhex\"",
      "20:12: error: `requires` knows digit, upper, lower, non-hex, not `nonhex`; did you mean `non-hex`?"
    ),
    Slip(
      most, "base64 = true", "base64 = 1",
      "22:21: error: `not_inside_base64` must be true or false, not an integer"),
    Slip(
      most, "[\"sha256\"]", "[\"md5\", \"md5\"]",
      "18:27: error: `md5` stands twice in `not_after_words`"),
    Slip(
      most, "https://labs", "http://labs",
      "30:14: error: `revoke_url` must be an https:// address, or \"none\""),
    Slip(
      most, "Acme documentation", "http://acme.example/",
      "4:14: error: `references` takes https:// addresses and names of at most 40 bytes"),
    Slip(most, "near = [\"staging\"]", "near = []", "39:8: error: `near` must name a word"),
    Slip(
      most, "confidence = \"high\"", "",
      "45:1: error: an adjustment needs `severity`, `confidence` or both"),
    Slip(most, "because = \"named a live key\"", "", "45:1: error: `because` is missing"),
    Slip(
      most, "paths = [\"Test\"", "paths = [\"a/b\"",
      "51:9: error: `a/b` is no word of letters and digits"),
    Slip(
      most, "paths = [\"Test\", \"e2e\"]", "paths = [\"x\"]\nafter = 9",
      "52:9: error: an adjustment goes by `paths` or by what is near, not by both"),
    Slip(
      "id = ", "context_after = 9\nid = ",
      "4:17: error: `context_after` says nothing without `context`"),
  ]

  static let regexSlips = [
    Slip("{16}", "{16}(", "6:27: error: `regex`: "),
    Slip("'acme-[0-9a-f]{16}'", #""acme-\u005b0-9""#, "6:9: error: `regex`: "),
    Slip("'acme-[0-9a-f]{16}'", "'''\nacme-)'''", "7:6: error: `regex`: "),
    Slip(
      "{16}", "+",
      "6:9: error: every match of `regex` must have a bounded length: write {n,m} instead of *, + or {n,}"
    ),
    Slip(
      "acme-[0-9a-f]", "a-[0-9a-f]",
      "6:9: error: nothing tells where to look: `regex` needs 3 fixed bytes that every match holds, or the rule needs `context`"
    ),
    Slip(
      "'acme-[0-9a-f]{16}'", "'[0-9a-f]{16}'\ncontext = ['acme', 'ac']",
      "7:11: error: `ac` is too short: words of `context` take 3 bytes where `regex` has no fixed text"
    ),
    Slip(
      most, "'acme-[0-9]{16}'", "'acme-[0-9]*'",
      "14:16: error: every match of `strict_regex` must have a bounded length: write {n,m} instead of *, + or {n,}"
    ),
    Slip(most, "'acme-[0-9]{16}'", "'['", "14:17: error: `strict_regex`: "),
    Slip(most, "\"a-c\"", "\"ac-a\"", "10:17: error: `not_before`: "),
  ]

  @Test(arguments: keySlips + valueSlips + regexSlips)
  func refuses(_ slip: Slip) throws {
    try #require(slip.file.contains(slip.from))
    let range = try #require(slip.file.firstRange(of: slip.from))
    let text = slip.file.replacingCharacters(in: range, with: slip.to)
    let error = #expect(throws: RuleFileError.self) { try rules(text) }
    let problem = try #require(error?.problems.first?.description)
    #expect(problem.prefix("acme.toml:".count + slip.problem.count) == "acme.toml:" + slip.problem)
  }
}
