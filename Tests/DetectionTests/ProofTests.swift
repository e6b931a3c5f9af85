@testable import Detection
import Findings
import KeyFormats
import RuleSet
import Testing

/// Secrets that prove what they are, and altered ones that do not.
@Suite struct ProofTests {
  /// A key with a checksum that holds, the same without, and the rule that finds them.
  @Test(arguments: [
    ("ghp_{base62-crc32:36}", "ghp_{alnum:36}", "github-personal-access-token"),
    ("github_pat_{github-pat:82}", "github_pat_{alnum:22}_{alnum:59}", "github-fine-grained-token"),
    ("npm_{base62-crc32:36}", "npm_{alnum:36}", "npm-access-token"),
    ("vck_{base62-crc32:56}", "vck_{alnum:56}", "vercel-ai-gateway-key"),
    (
      "glpat-{gitlab-routable:50}", "glpat-{base64url:40}.{lowalnum:9}", "gitlab-routable-token"
    ),
    ("glsa_{grafana-crc32:41}", "glsa_{alnum:32}_{hex:8}", "grafana-service-account-token"),
    (
      "ATATT3xFfGF0{atlassian-crc32:181}", "ATATT3xFfGF0{alnum:172}={HEX:8}",
      "atlassian-api-token"
    ),
    ("ATBB{bitbucket-crc32:32}", "ATBB{alnum:24}{HEX:8}", "bitbucket-app-password"),
    ("cfut_{hex-crc32:48}", "cfut_{alnum:40}{hex:8}", "cloudflare-token"),
    ("cflt{confluent-crc32:60}", "cflt{alnum:60}", "confluent-api-secret"),
    ("zpka_{zuplo-crc32:41}", "zpka_{lowalnum:32}_{hex:8}", "zuplo-api-key"),
    (
      "AGE-SECRET-KEY-1{age-key:58}", "AGE-SECRET-KEY-1{[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]:58}",
      "age-secret-key"
    ),
    ("SUA{nats-seed:55}", "SUAA{[A-Z2-7]:54}", "nats-seed-key"),
    ("nsec1{nostr-key:58}", "nsec1{[qpzry9x8gf2tvdw0s3jn54khce6mua7l]:58}", "nostr-private-key"),
    (
      "xprv{extended-key:107}", "xprv{[1-9A-HJ-NP-Za-km-z]:107}", "bitcoin-extended-private-key"
    ),
    ("{azure-storage:88}", "{alnum:76}+ASt{alnum:5}A==", "azure-storage-key"),
    ("{azure-cask:84}", "{alnum:52}JQQJ99BAA{alnum:15}AZDO{alnum:4}", "azure-cask-key"),
    ("pypi-{pypi-macaroon:pypi.org}", "pypi-AgE{alnum:160}", "pypi-api-token"),
    (
      "-----BEGIN RSA PRIVATE KEY-----\n{der:1190}\n-----END RSA PRIVATE KEY-----\n",
      "-----BEGIN RSA PRIVATE KEY-----\n{base64:64}\n{base64:64}\n-----END RSA PRIVATE KEY-----\n",
      "private-key"
    ),
  ])
  func checksumDecides(genuine: String, altered: String, rule: String) throws {
    let worker = try RuleFixtures.worker()
    // What is known from a few keys only hides nothing.
    let isKnownWell = [
      "github-personal-access-token", "age-secret-key", "azure-storage-key", "pypi-api-token",
      "nats-seed-key", "nostr-private-key", "bitcoin-extended-private-key",
    ].contains(rule)
    for seed in UInt64(11)...15 {
      for (template, confidence) in [
        (genuine, Confidence.high), (altered, isKnownWell ? .low : .medium),
      ] {
        let text = Array("x = \(KeyTemplate.expand(template, seed: seed))".utf8)
        let match = worker.secrets(in: text.span).first { $0.rule.id == rule }
        #expect(match?.confidence == confidence, "\(rule) \(template) \(seed)")
      }
    }
  }

  @Test(arguments: [
    ("token={jwt:iss=https://login.example.net,sub=1}", "issuer https://login.example.net"),
    ("AWS_KEY=AKIA{[A-Z2-7]:16}", "AWS account "),
    ("pypi-{pypi-macaroon:test.pypi.org}", "for test.pypi.org"),
    (
      "SENTRY=sntrys_{json64:iat=1700000000,url=https://sentry.io,n=****,org=acme}_{base64:43}",
      "organisation acme"
    ),
    (
      """
      {"private_key": "-----BEGIN PRIVATE KEY-----\\n{base64:64}\\n{base64:64}\\n",
      "client_email": "bot@shop.iam.gserviceaccount.com"}
      """,
      "account at shop.iam.gserviceaccount.com"
    ),
  ])
  func factsAreShown(template: String, fact: String) throws {
    let worker = try RuleFixtures.worker()
    let text = Array(KeyTemplate.expand(template, seed: 3).utf8)
    let evidence = worker.secrets(in: text.span).flatMap(\.evidence)
    #expect(evidence.contains { $0.hasPrefix(fact) }, "\(evidence)")
  }

  /// What stands in documentation opens nothing.
  @Test func publishedSamplesStaySilent() throws {
    let worker = try RuleFixtures.worker()
    // In two parts, so that no scanner finds it here.
    let text = Array(("STRIPE_SECRET_KEY=sk_test_" + "4eC39HqLyjWDarjtT1zdp7dc").utf8)
    #expect(worker.secrets(in: text.span).isEmpty)
  }

  /// Of two names, the nearer one says whose a key is.
  @Test(arguments: [
    ("DEEPSEEK_API_KEY=sk-{hex:32}\nDASHSCOPE_API_KEY=", "DeepSeek"),
    ("# deepseek or dashscope\nDASHSCOPE_API_KEY=sk-{hex:32}", "Alibaba Cloud Model Studio"),
    ("# dashscope or not\nDEEPSEEK_API_KEY=sk-{hex:32}", "DeepSeek"),
  ])
  func nearestNameDecides(template: String, provider: String) throws {
    let worker = try RuleFixtures.worker()
    let text = Array(KeyTemplate.expand(template, seed: 1).utf8)
    #expect(worker.secrets(in: text.span).map(\.rule.description.provider) == [provider])
  }
}
