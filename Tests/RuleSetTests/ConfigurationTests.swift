import BuiltInRules
import Findings
import Testing

@testable import RuleSet

/// Configuration files in gitleaks' schema.
struct ConfigurationTests {
  static let all = #"""
    title = "all"
    [extend]
    path = "base.toml"
    useDefault = true
    disabledRules = ["slack-token"]
    [allowlist]
    description = "legacy"
    paths = ['(?i)\.png$', 'docs/']
    commits = ["ABCDEF"]
    [[rules]]
    id = "Acme_Key.2"
    description = "Acme"
    regex = '''acme_([a-z]+)(x)?'''
    secretGroup = 1
    entropy = 3.5
    keywords = ["ACME_", "corp"]
    path = '\.env$'
    [[rules.allowlists]]
    condition = "AND"
    regexTarget = "line"
    regexes = ["test"]
    stopwords = ["Sample"]
    [[rules]]
    id = "openai-api-key"
    [[rules.allowlists]]
    stopwords = ["abc"]
    [[rules]]
    id = "own-key"
    description = "Own"
    regex = 'own_[a-z]{20}'
    provider = "Own"
    severity = "low"
    confidence = "low"
    path = "x"
    examples = ["own_{lower:20}"]
    counter_examples = ["own_{lower:3}"]
    """#

  private func read(_ text: String, _ name: String = "c.toml") throws -> Configuration {
    try Configuration(Array(text.utf8), named: name)
  }

  @Test func isReadWhole() throws {
    let configuration = try read(Self.all)
    #expect(configuration.warnings.isEmpty, "\(configuration.warnings)")
    #expect(configuration.usesBuiltInRules == true)
    #expect(configuration.base?.text == "base.toml")
    #expect(configuration.disabledRules.map(\.text) == ["slack-token"])
    #expect(configuration.allowlists.map(\.paths) == [["(?i)\\.png$", "docs/"]])
    #expect(configuration.allowlists.map(\.commits) == [["abcdef"]])
    #expect(configuration.extensions.map(\.rule.text) == ["openai-api-key"])
    #expect(configuration.rules.map(\.id) == ["Acme_Key.2", "own-key"])
    let acme = try #require(configuration.rules.first)
    #expect(acme.secretGroup == 1 && acme.entropy == 3.5 && acme.path == "\\.env$")
    #expect(acme.terms?.givenKeywords == ["acme_", "corp"])
    // Every match holds the first of them.
    #expect(acme.terms?.keywords == [])
    #expect(acme.allowlists.map(\.needsAll) == [true])
    #expect(acme.allowlists.map(\.target) == [.line])
    #expect(acme.allowlists.map(\.stopwords) == [["sample"]])
    let own = try #require(configuration.rules.last)
    #expect(own.kind == .kunci && own.path == "x" && own.description.severity == .low)
  }

  /// Each text with what is wrong in it.
  @Test(arguments: [
    ("[[rules]]\nid = 'a'\nregex = 'abc['", "3:13: error: `regex`: missing ]"),
    ("[[rules]]\nregex = 'abc'", "1:1: error: the rule has no `id`"),
    ("[[rules]]\nid = 'a'\nregex = '(?=abc)'", "3:10: error: `regex`: look-around"),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\nsecretGroup = 1", "error: `regex` has 0 capture groups"),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\nentropy = 'x'", "4:11: error: `entropy` must be"),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\n[[rules]]\nid = 'a'", "5:6: error: the id `a` is taken"),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\npath = '('", "4:9: error: `path`: missing )"),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\nkeywords = 'abc'", "`keywords` must be an array"),
    ("[allowlist]\nregexes = ['ok', '*']", "2:19: error: `regexes`: nothing to repeat"),
    ("[allowlist]\ndescription = 'x'", "1:1: error: the allowlist allows nothing"),
    ("[allowlist]\npaths = ['a']\ncondition = 'XOR'", "3:13: error: `condition` is AND or OR"),
    ("[allowlist]\nregexes = ['a']\nregexTarget = 'lines'", "did you mean `line`?"),
    ("extend = 3", "1:10: error: `extend` must be a table, not an integer"),
    ("[extend\n", "1:8: error: "),
    (
      "[[rules]]\nid = 'a'\nregex = 'abc'\nconfidence = 'high'\nseverity = 'low'",
      "1:1: error: `description` is missing"
    ),
  ])
  func tellsWhatIsWrong(_ text: String, _ problem: String) {
    let error = #expect(throws: RuleFileError.self) { try read(text) }
    #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    #expect(error?.problems.allSatisfy { $0.file == "c.toml" && !$0.isWarning } == true)
  }

  /// Each text with what is said not to be honoured; the rest of the file counts.
  @Test(arguments: [
    ("[[rules]]\nid = 'a'\nregex = '[a-z]{9}'", "3:9: warning: rule `a` is not honoured", 0),
    ("[[rules]]\nid = 'a'\nregex = '[a-z]{9}'\nkeywords = ['ab']", "warning: rule `a` is not", 0),
    (
      "[[rules]]\nid = 'a'\npath = 'a'", "1:1: warning: rule `a` is not honoured: kunci knows no", 0
    ),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\ntags = ['x']", "4:8: warning: `tags` stand in no", 1),
    (
      "[[rules]]\nid = 'a'\nregex = 'abc'\n[[rules.required]]\nid = 'b'",
      "4:1: warning: `required` is not honoured", 1
    ),
    ("[[rules]]\nid = 'a'\nregex = 'abc'\nkeyword = 'b'", "did you mean `keywords`?", 1),
    ("[extend]\nurl = 'x'", "2:1: warning: `url` is not honoured", 0),
    ("minVersion = '1'\nfoo = 1", "2:1: warning: `foo` is not honoured", 0),
    ("[[rules]]\nid = 'a'\nentropy = 3", "3:1: warning: `entropy` is not honoured", 0),
  ])
  func namesWhatIsNotHonoured(_ text: String, _ warning: String, _ rules: Int) throws {
    let configuration = try read(text)
    let shown = configuration.warnings.map(\.description).joined(separator: "\n")
    #expect(shown.contains(warning), "\(shown)")
    #expect(configuration.rules.count == rules)
  }

  /// Whoever writes a repository's configuration must not decide how long a scan takes.
  @Test func rulesThatMayBeginAnywhereAreLimited() throws {
    func rules(_ count: Int, _ regex: String) -> String {
      (0..<count).map {
        "[[rules]]\nid = 'r\($0)'\nregex = '\(regex)'\nkeywords = ['text']\n"
      }.joined()
    }
    #expect(try read(rules(30, ".*text.*")).rules.count == 30)
    #expect(try read(rules(2_000, ".{0,40}text.{0,40}")).rules.count == 2_000)
    let error = #expect(throws: RuleFileError.self) { try read(rules(50, ".*text.*")) }
    #expect(
      error?.problems.map(\.description) == [
        "c.toml:159:9: error: with rule `r39` the rules of this file would take too long: bound the"
          + " repeats of what a `regex` lets stand before its fixed text, such as `.{0,40}` for `.*`"
      ])
  }

  @Test func leavesOutRulesThatOnlyOthersNeed() throws {
    #expect(try read("[[rules]]\nid = 'a'\nregex = 'abc'\nskipReport = true").rules.isEmpty)
  }

  @Test(arguments: [
    ("[a-z]{3}\\dQ~", ["zz"], false), ("[a-z]{9}", ["acme"], false), ("acme[a-z]+", ["acme"], true),
    ("acme[a-z]+", ["corp"], false), ("acme[a-z]+", [], true),
  ])
  func looksForKeywordsOnlyWhereTheySayMore(
    _ regex: String, _ keywords: [String], _ areImplied: Bool
  ) throws {
    let list = keywords.map { "'\($0)'" }.joined(separator: ",")
    let rule = try read("[[rules]]\nid = 'a'\nregex = '\(regex)'\nkeywords = [\(list)]").rules.first
    #expect(rule?.terms?.keywords == (areImplied ? [] : keywords))
  }

  // MARK: Applying

  private static let builtIn = """
    [extend]
    useDefault = false
    disabledRules = ["openrouter-api-key", "no-such-rule"]
    [[rules]]
    id = "anthropic-api-key"
    regex = 'mine-[a-z]{9}'
    [[rules]]
    id = "acme"
    regex = 'acme-[a-z]{9}'
    severity = "low"
    [[rules]]
    id = "groq-api-key"
    [[rules.allowlists]]
    paths = ["a"]
    [[rules]]
    id = "grok-api-kee"
    [[rules.allowlists]]
    paths = ["a"]
    """

  @Test func ofTheUserReplacesAndRemoves() throws {
    let applied = try read(Self.builtIn).applied(to: BuiltInRules.ruleSet, from: .option)
    #expect(applied.dropsBuiltInRules && applied.addedRules == 2)
    #expect(applied.ruleSet.ids == ["acme", "anthropic-api-key"])
    let kept = try read(Self.builtIn.replacing("false", with: "true"))
      .applied(to: BuiltInRules.ruleSet, from: .option)
    #expect(kept.ruleSet.count == BuiltInRules.ruleSet.count)
    #expect(kept.ruleSet["anthropic-api-key"]?.regex == "mine-[a-z]{9}")
    #expect(kept.ruleSet["openrouter-api-key"] == nil)
    #expect(kept.disabledRules == ["openrouter-api-key"])
    #expect(kept.ruleSet["groq-api-key"]?.allowlists.map(\.paths) == [["a"]])
    let warnings = kept.warnings.map(\.description)
    #expect(warnings.count == 2)
    #expect(warnings.first?.contains(":3:40: warning: there is no rule `no-such-rule`") == true)
    #expect(warnings.last?.contains("`grok-api-kee` to add allowlists to") == true)
  }

  private static let foreign = """
    [extend]
    disabledRules = ["github-pat", "heroku-api-key", "adobe-client-id"]
    [[rules]]
    id = "gcp-api-key"
    [[rules.allowlists]]
    paths = ["a"]
    [[allowlists]]
    targetRules = ["slack-webhook-url", "curl-auth-user", "linear-client-secret"]
    paths = ["b"]
    """

  @Test(arguments: [
    ("team.toml", "heroku-api-key"), ("x/.gitleaks.toml", "heroku-api-key-legacy"),
  ])
  func idsOfOthersMeanWhatTheyMeanThere(name: String, heroku: String) throws {
    let applied = try Configuration(Array(Self.foreign.utf8), named: name)
      .applied(to: BuiltInRules.ruleSet, from: .repository)
    #expect(applied.disabledRules == ["github-personal-access-token", heroku])
    for id in ["google-api-key", "google-gemini-auth-key"] {
      #expect(applied.ruleSet[id]?.allowlists.map(\.paths) == [["a"]])
    }
    #expect(
      applied.allowlists.map(\.targetRules)
        == [["linear-client-secret", "slack-webhook", "command-curl-password"]])
    let warnings = applied.warnings.map(\.message)
    #expect(warnings.count == 2)
    #expect(warnings.contains("gitleaks' rule `adobe-client-id` has no counterpart here"))
  }

  @Test func ofTheRepositoryOnlyAddsAndDisablesByName() throws {
    let applied = try read(Self.builtIn).applied(to: BuiltInRules.ruleSet, from: .repository)
    #expect(!applied.dropsBuiltInRules && applied.addedRules == 1)
    #expect(applied.ruleSet.count == BuiltInRules.ruleSet.count)
    #expect(
      applied.ruleSet["anthropic-api-key"] == BuiltInRules.ruleSet["anthropic-api-key"])
    #expect(applied.disabledRules == ["openrouter-api-key"])
    #expect(applied.ruleSet["acme"]?.precedence == 300)
    let warnings = applied.warnings.map(\.message).joined(separator: "\n")
    #expect(warnings.contains("`useDefault = false` is not honoured"))
    #expect(warnings.contains("`anthropic-api-key`: built-in rules keep their ids"))
  }

  @Test func extendsAnother() throws {
    let base = try read(
      "[allowlist]\npaths = ['b']\n[[rules]]\nid = 'a'\nregex = 'abc1'\n[[rules]]\nid = 'b'\n"
        + "regex = 'abc2'\n[[rules]]\nid = 'c'\nregex = 'abc3'", "base.toml")
    let top = try read(
      "[extend]\npath = 'base.toml'\ndisabledRules = ['b']\n[allowlist]\npaths = ['t']\n"
        + "[[rules]]\nid = 'a'\nregex = 'abc4'", "top.toml")
    let joined = top.extending(base)
    #expect(joined.rules.map(\.regex) == ["abc3", "abc4"])
    #expect(joined.positions.count == 2)
    #expect(joined.allowlists.flatMap(\.paths) == ["b", "t"])
    #expect(joined.disabledRules.isEmpty && joined.base == nil)
  }

  @Test(arguments: [
    ("title = 'a'", true), ("[[rules]]\nid = 'a'\nregex = 'abc'", true),
    (RuleFileTests.least, false), ("provider = 'x'", false), ("[[", false),
  ])
  func isToldFromARuleFile(_ text: String, _ isConfiguration: Bool) {
    #expect(Configuration.isConfiguration(Array(text.utf8)) == isConfiguration)
  }

  // MARK: Review

  @Test(arguments: [
    ("regex = 'acme_[a-z]{9}'\nkeywords = ['x-corp']", "can hold the keyword `x-corp`"),
    ("regex = 'the[a-z]{9}'", "is slow: it is tried wherever `the` stands"),
    ("regex = '[a-z]+:acme'", "is slow: it is tried at 5000 places around each `:acme`"),
    ("regex = 'acme_[a-z]+'", "a match may take 5000 bytes"),
    ("regex = 'acme_[a-z]{9}'", "1 rule has no `examples`"),
    (
      "regex = 'acme_[a-z]{9}'\n[[rules]]\nid = 'b'\nregex = 'acme_[a-z]{9}'",
      "has the same `regex`"
    ),
  ])
  func isReviewed(_ rule: String, _ warning: String) throws {
    let configuration = try read("[[rules]]\nid = 'a'\n" + rule)
    var review = RuleReview(builtIn: BuiltInRules.ruleSet)
    review.look(at: configuration.rules, configuration.positions, of: "c.toml")
    #expect(
      review.warnings.contains { $0.description.contains(warning) && $0.isWarning },
      "\(review.warnings)")
  }
}

extension Rule {
  /// What gitleaks' schema says beyond the expression; nil for a rule of another kind.
  fileprivate var terms: GitleaksTerms? {
    guard case .gitleaks(let terms) = kind else { return nil }
    return terms
  }
}
