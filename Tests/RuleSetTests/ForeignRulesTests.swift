import BuiltInRules
import Findings
import RuleSet
import TestSupport
import Testing

/// What ids of other scanners mean here, against the lists of theirs in `Fixtures`.
struct ForeignRulesTests {
  private static let builtIn = BuiltInRules.ruleSet

  /// The ids of a scanner.
  private static func ids(of scanner: String) throws -> [String] {
    let text = String(decoding: try Fixture.bytes("foreign-rules.tsv"), as: UTF8.self)
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let fields = line.split(separator: "\t")
      return fields[0].hasPrefix(scanner) ? String(fields[1]) : nil
    }
  }

  @Test func everyRuleThatIsNamedExists() {
    #expect(ForeignRules.ids.count > 300)
    let known = Set(Self.builtIn.ids + [SecretFile.ruleID])
    for id in ForeignRules.ids {
      guard case .rules(let ids) = ForeignRules.meaning(of: id) else { continue }
      #expect(!ids.isEmpty, "\(id)")
      for id in ids { #expect(known.contains(id), "\(id)") }
    }
  }

  /// An id that means itself stands in no table, so that it goes on meaning what the rule is.
  @Test func noIDMeansItself() {
    for id in ForeignRules.ids { #expect(ForeignRules.meaning(of: id) != .rules([id]), "\(id)") }
  }

  @Test(arguments: [("gitleaks", 222, 206), ("betterleaks", 400, 370)])
  func everyIDOfTheirsIsKnown(scanner: String, count: Int, mapped: Int) throws {
    let ids = try Self.ids(of: scanner)
    #expect(ids.count >= count)
    var found = 0
    for id in ids {
      switch Self.builtIn.meaning(of: id, isForeign: true) {
      case .rules(let ours):
        #expect(!ours.isEmpty, "\(id)")
        found += 1
      case .nothing: break
      case .unknown: Issue.record("\(id)")
      }
    }
    #expect(found >= mapped)
  }

  @Test(
    arguments: [
      ("github-pat", false, ["github-personal-access-token"]),
      ("generic-api-key", false, ["generic-secret", "sk-hex-key", "sk-alnum-key"]),
      ("gitlab-pat", true, ["gitlab-personal-access-token", "gitlab-routable-token"]),
      ("heroku-api-key", false, ["heroku-api-key"]),
      ("heroku-api-key", true, ["heroku-api-key-legacy"]),
      ("anthropic-api-key", true, ["anthropic-api-key"]),
      ("kingfisher.github.1", false, ["github-personal-access-token"]),
      (
        "PrivateKeyDetector", false,
        [
          "private-key", "private-key-encrypted", "private-key-alone",
          "pgp-private-key", "putty-private-key",
        ]
      ),
      ("pkcs12-file", false, [SecretFile.ruleID]),
      (SecretFile.ruleID, true, [SecretFile.ruleID]),
    ])
  func idsMeanWhatTheyMeanThere(id: String, isForeign: Bool, ours: [String]) {
    #expect(Self.builtIn.meaning(of: id, isForeign: isForeign) == .rules(ours))
  }

  @Test func namesOnACommandLine() throws {
    #expect(try Self.builtIn.ids(named: "openrouter") == ["openrouter-api-key"])
    #expect(try Self.builtIn.ids(named: "Hugging Face").contains("huggingface-oauth-token"))
    #expect(
      try Self.builtIn.selecting(only: ["github-pat"], skipping: []).ids
        == ["github-personal-access-token"])
    #expect(try Self.builtIn.selecting(only: ["openai"], skipping: ["openai-api-key"]).count > 5)
    let error = #expect(throws: UnknownRuleError.self) {
      try Self.builtIn.ids(named: "adobe-client-id")
    }
    #expect(
      error?.description == "gitleaks' rule `adobe-client-id` has no counterpart here")
  }
}
