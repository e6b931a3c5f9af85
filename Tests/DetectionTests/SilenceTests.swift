import BuiltInRules
import Detection
import Findings
import KeyFormats
import RuleSet
import Testing

/// What is no secret is not reported, and what is one is not taken for a placeholder.
@Suite struct SilenceTests {
  @Test(arguments: [
    "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "OPENAI_API_KEY=sk-proj-your-key-here", "OPENAI_API_KEY=${OPENAI_API_KEY}",
    "key: <your sk-or-v1 key>",
    "sk-or-v1-0000000000000000000000000000000000000000000000000000000000000000",
    "sk-or-v1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "sk-or-v1-{{ openrouter_key }}", "api_key=os.environ['OPENROUTER_API_KEY']",
    "LITELLM_KEY=sk-1234",
    "AIzaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    "GOOGLE_API_KEY=AIzaSy-YOUR-API-KEY-GOES-HERE-00000000000",
    "sk-ant-api03-your-key-here", "sk-ant-api03-...", "sk-proj-abc...xyz",
    ".sk-container-id-1 .sk-toggleable__label-arrow:before {content: \"▸\"}",
    "div.sk-circle12 { left: 0 }",
    "task-{hex:32}", "desk-{hex:32}x", "risk-{alnum:48}", "flask-{hex:32}",
    "commit {hex:40}", "md5 = {hex:32}", "sha256:{hex:64}", "{uuid}",
    "\"integrity\": \"sha512-{base64:86}==\"",
    "ETag: \"{hex:32}\"", "pplx-7b-online pplx-70b-chat", "sk-or-v1-{hex:63}", "sk-or-v1-{hex:65}",
    "xsk-or-v1-{hex:64}", "AIza{base64url:36}", "hf_requiredCharacteristicTypesForDisplayMetadata",
    "sk-a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4", "sk-qwertyuiopasdfghjklzxcvbnmqwertyuiopasdfghjklzxcvb",
    "Authorization: Bearer sk-or-v1-{hex:20}...",
    "sk-or-v1-{hex:20}…", "sk-or-v1-{hex:12}***", "OPENAI_API_KEY=%s",
    "key=process.env.OPENAI_API_KEY",
    "sk-or-v1-qwerty{hex:58}", "sk-or-v1-a1b2c3d4e5f6{hex:52}",
    "AIzaSy_your_google_api_key_goes_here_00",
    "sk-proj-<project>T3BlbkFJ<project>", "task-{alnum:48}", "disk-{hex:32}", "mask-{lower:48}",
    "{base64:120}AIza{base64:120}",
    "data:image/png;base64,{base64:600}+AIza{base64:35}/{base64:300}",
    "resolved \"https://registry.example.org/x/-/x-1.0.0.tgz#{hex:40}\"",
    "\"node\": \"sha1-{base64:27}=\"",
    "index {hex:7}..{hex:7} 100644", "claude-sonnet-4-{digit:8}",
    "ANTHROPIC_MODEL=claude-3-5-sonnet-{digit:8}",
    "trace-id: {hex:32}", "traceparent: 00-{hex:32}-{hex:16}-01", "x-request-id: {uuid}",
    "deepseek-sdk==1.0 --hash=sha256:{hex:64}", "mistral-common 1.2 {hex:32}  mistral.whl",
    "bedrockWithApiKey('anthropic.claude-3-5-sonnet-20240620-v1:0')",
    "apiKey('us.meta.llama3-2-90b-instruct-v1:0')", "OPENAI_API_KEY=sk-my-openai-2nd-key",
    "log xoxp-{digit:3}-{alnum:20}",
    "tokenAddress = \"0x{hex:40}\"", "TOKEN_ADDRESS=0x{hex:40}", "\"token\": \"0x{hex:40}\"",
    "address constant TOKEN = 0x{hex:40};", "rewardToken: 0x{hex:40}",
    // Placeholders where only a password stands.
    "curl -u user:password https://a.acme-corp.net", "curl -u $USER:$PASS https://a.acme-corp.net",
    "mysql -uroot -psecret shop", "sshpass -p <password> ssh host",
    "docker login -u me -p changeme",
    "machine git.acme-corp.net login me password xxxxxxxx", "*:*:*:user:password",
    "Server=db1;User Id=me;Password=myPassword123;", "Authorization: Basic dXNlcjpwYXNzd29yZA==",
    "user:dbpass@tcp(db:3306)/shop", "tool --password=${DB_PASSWORD}",
    "MNEMONIC=\"test test test test test test test test test test test junk\"",
    "mnemonic: this word says what the instruction does and where its result will go",
    "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{base64url:43}\",\"y\":\"{base64url:43}\"",
  ])
  func nothingIsReported(template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...20 {
      let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
      let found = worker.secrets(in: text.span).filter { $0.confidence >= .medium }
      #expect(found.map(\.rule.id) == [], "\(seed)")
    }
  }

  /// The `sk-` family, in the order in which its formats are told apart.
  @Test(arguments: [
    ("sk-ant-api03-{base64url:85}A-{base64url:5}QAA", "anthropic-api-key"),
    ("sk-or-v1-{hex:64}", "openrouter-api-key"),
    ("sk-proj-{alnum:74}T3BlbkFJ{alnum:74}", "openai-project-key"),
    ("sk-{alnum:20}T3BlbkFJ{alnum:20}", "openai-user-key-legacy"),
    ("sk-lf-{uuid}", "langfuse-secret-key"), ("sk-{lower:48}", "siliconflow-api-key"),
    ("deepseek_api_key=sk-{hex:32}", "deepseek-api-key"),
    ("MOONSHOT_API_KEY=sk-{alnum:48}", "moonshot-api-key"),
  ])
  func family(template: String, rule: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...10 {
      let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
      #expect(worker.secrets(in: text.span).map(\.rule.id) == [rule])
    }
  }

  /// Bare keys that several vendors issue are reported, without a guess at the vendor.
  @Test(arguments: ["sk-{hex:32}", "x = 'sk-{alnum:48}'"])
  func vendorUnknown(template: String) throws {
    let worker = try RuleFixtures.worker()
    let text = Array(KeyTemplate.expand(template, seed: 1).utf8)
    let match = try #require(worker.secrets(in: text.span).first)
    #expect(match.confidence == .medium)
    #expect(match.rule.description.provider == "OpenAI-compatible service")
  }

  /// Of random keys, hardly one in two hundred is missed, whatever its rule.
  @Test func randomKeysAreFound() throws {
    let worker = try RuleFixtures.worker()
    var total = (keys: 0, missed: 0)
    for rule in try RuleFixtures.rules() {
      var missed = 0
      let rounds = 200
      for seed in 0..<rounds {
        let example = rule.examples[seed % rule.examples.count]
        let text = Array(KeyTemplate.expand(example, seed: UInt64(seed + 100)).utf8)
        if !worker.secrets(in: text.span).contains(where: { $0.rule.id == rule.id }) { missed += 1 }
      }
      #expect(missed <= rounds / 50, "\(rule.id): \(missed) of \(rounds)")
      total.keys += rounds
      total.missed += missed
    }
    #expect(total.keys >= 30_000)
    #expect(total.missed * 200 <= total.keys, "\(total)")
  }
}
