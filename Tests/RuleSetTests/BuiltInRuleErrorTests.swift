import Findings
import Testing

@testable import RuleSet

/// What is asked of the files of `Rules/` alone.
struct BuiltInRuleErrorTests {
  static let file = """
    provider = "Acme"
    references = ["Acme documentation"]
    [[rules]]
    id = "acme-api-key"
    description = "Acme key"
    regex = 'acme-[0-9a-f]{16}'
    severity = "high"
    confidence = "medium"
    revoke_url = "https://acme.example/keys"
    examples = ["acme-{hex:16}"]
    counter_examples = ["acme-{hex:3}"]
    """

  @Test func takesWhatIsComplete() throws {
    #expect(
      try RuleFile(Array(Self.file.utf8), named: "acme.toml", isBuiltIn: true).rules.count == 1)
  }

  @Test(arguments: [
    (
      "provider =", "revoke_url = \"https://a.example/\"\nprovider =",
      "1:14: error: `revoke_url` stands in each rule: a page is right for one kind of key only"
    ),
    (
      "revoke_url = \"https://acme.example/keys\"\n", "",
      "3:1: error: `revoke_url` is missing: write \"none\" where there is no page"
    ),
    (
      "https://acme.example/keys", "none",
      "9:14: error: without a page, `revoke_steps` must say how the key is revoked"
    ),
    (
      "https://acme.example/keys", "nothing",
      "9:14: error: `revoke_url` must be an https:// address, or \"none\""
    ),
    (
      "references = [\"Acme documentation\"]", "",
      "3:1: error: `references` is missing, here and at the top of the file"
    ),
    (
      "acme-api-key", "api-key", "4:6: error: `id` must begin with the name of its file: `acme-…`"
    ),
    (
      "acme-api-key", "acme-access-key-id",
      "4:6: error: an id or a public key is no secret by itself: its `severity` is low"
    ),
    (
      "acme-api-key", "acme-publishable-key-legacy",
      "4:6: error: an id or a public key is no secret by itself: its `severity` is low"
    ),
    (
      "acme-api-key", "acme-key-old",
      "4:6: error: `id` must end in what the secret is, one of auth, credentials, id, key, password,"
        + " secret, session, string, token, url, user, webhook, and at most a variant: alone, by-host,"
        + " encrypted, jwt, legacy, routable, stateless, uuid, v1"
    ),
  ])
  func tellsWhatIsMissing(from: String, to: String, problem: String) {
    let text = Self.file.replacing(from, with: to)
    let error = #expect(throws: RuleFileError.self) {
      try RuleFile(Array(text.utf8), named: "Rules/acme.toml", isBuiltIn: true)
    }
    #expect(error?.problems.map(\.description) == ["Rules/acme.toml:" + problem])
  }

  @Test(arguments: ["acme-key", "acme-api-key-legacy", "acme-user-token-by-host", "acme-db-url"])
  func takesTheID(_ id: String) throws {
    let text = Self.file.replacing("acme-api-key", with: id)
    #expect(try RuleFile(Array(text.utf8), named: "a/acme.toml", isBuiltIn: true).rules[0].id == id)
  }

  @Test func aPageCanBeMissingOnPurpose() throws {
    let text = Self.file.replacing(
      "\"https://acme.example/keys\"", with: "\"none\"\nrevoke_steps = [\"Call Acme.\"]")
    let rule = try RuleFile(Array(text.utf8), named: "acme.toml", isBuiltIn: true).rules.first
    #expect(rule?.description.revocation.url == nil)
    #expect(rule?.description.revocation.steps == ["Call Acme."])
  }
}
