import Basics
import RuleSet
import Testing

@testable import KeyFormats

/// Every proof by itself: what it says of a genuine key, of an altered one, and of none.
struct ProofTests {
  /// Templates of a key that the proof holds for and of one that it does not hold for; nil where
  /// the format leaves nothing to be wrong.
  struct Sample: Sendable, CustomTestStringConvertible {
    var proof: Rule.Proof
    var genuine: String
    var altered: String?

    init(_ proof: Rule.Proof, _ genuine: String, not altered: String?) {
      (self.proof, self.genuine, self.altered) = (proof, genuine, altered)
    }

    var testDescription: String { "\(proof.rawValue): \(genuine)" }
  }

  static let samples = [
    Sample(.base62CRC, "ghp_{base62-crc32:36}", not: "ghp_{alnum:36}"),
    Sample(.hexCRC, "cfut_{hex-crc32:48}", not: "cfut_{alnum:40}{hex:8}"),
    Sample(.hexCRC, "zpka_{zuplo-crc32:41}", not: "zpka_{lowalnum:32}_{hex:8}"),
    Sample(
      .gitHub, "github_pat_{github-pat:82}", not: "github_pat_{alnum:22}_{alnum:59}"),
    Sample(
      .gitLab, "glpat-{gitlab-routable:50}", not: "glpat-{base64url:40}.{lowalnum:9}"),
    Sample(.grafana, "glsa_{grafana-crc32:41}", not: "glsa_{alnum:32}_{hex:8}"),
    Sample(
      .atlassian, "ATATT3xFfGF0{atlassian-crc32:181}", not: "ATATT3xFfGF0{alnum:172}={HEX:8}"),
    Sample(.atlassian, "ATBB{bitbucket-crc32:32}", not: "ATBB{alnum:24}{HEX:8}"),
    Sample(.confluent, "cflt{confluent-crc32:60}", not: "cflt{alnum:60}"),
    Sample(.azureCask, "{azure-cask:84}", not: "{alnum:52}JQQJ99BAA{alnum:15}AZDO{alnum:4}"),
    Sample(.azureMarvin, "{azure-storage:88}", not: "{alnum:76}+ASt{alnum:5}A=="),
    Sample(
      .age, "AGE-SECRET-KEY-1{age-key:58}",
      not: "AGE-SECRET-KEY-1{[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]:58}"),
    Sample(.bedrock, "ABSK{bedrock:132}=", not: "ABSK{base64:132}"),
    Sample(
      .discordBot, "{discord-bot:26}.{base64url:6}.{base64url:38}",
      not: "{base64url:26}.{base64url:6}.{base64url:38}"),
    Sample(
      .grafanaCloud, "glc_{json64:o=123456,n=stack,k=**}", not: "glc_{json64:n=stack,k=**}"),
    Sample(.grafanaKey, "{json64:k=**,n=key,id=1}", not: "{json64:k=**,n=key}"),
    Sample(.jfrog, "{jfrog-reference:64}", not: "{base64:64}"),
    Sample(
      .mapbox, "sk.{json64:u=acme,a=*}.{base64url:22}", not: "sk.{json64:u=acme}.{base64url:22}"),
    Sample(.onePassword, "ops_{json64:email=*,secretKey=*}", not: "ops_{json64:email=*}"),
    Sample(
      .pem, "-----BEGIN RSA PRIVATE KEY-----\n{der:1190}\n-----END RSA PRIVATE KEY-----",
      not: "-----BEGIN RSA PRIVATE KEY-----\nQ{base64:63}\n-----END RSA PRIVATE KEY-----"),
    Sample(
      .pem, "-----BEGIN RSA PRIVATE KEY-----\n{rsa-key:2048}\n-----END RSA PRIVATE KEY-----",
      not: "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{base64:48}\n-----END"),
    Sample(
      .pem, "-----BEGIN PRIVATE KEY-----\n{pkcs8-key:2048}\n-----END PRIVATE KEY-----", not: nil),
    Sample(
      .pem, "-----BEGIN PRIVATE KEY-----\n{ed25519-key:256}\n-----END PRIVATE KEY-----", not: nil),
    Sample(
      .pem, "-----BEGIN EC PRIVATE KEY-----\n{sec1-key:384}\n-----END EC PRIVATE KEY-----",
      not: nil),
    Sample(
      .pem,
      "-----BEGIN OPENSSH PRIVATE KEY-----\n{openssh-key:9}\n-----END OPENSSH PRIVATE KEY-----",
      not: nil),
    Sample(.pyPI, "pypi-{pypi-macaroon:pypi.org}", not: "pypi-AgE{alnum:160}"),
    Sample(
      .sentry, "sntrys_{json64:url=https://sentry.io,org=acme}_{base64:43}",
      not: "sntrys_{json64:url=https://sentry.io}_{base64:43}"),
    Sample(
      .serviceAccount, "-----BEGIN PRIVATE KEY-----\n{der:1190}\n-----END PRIVATE KEY-----",
      not: "-----BEGIN PRIVATE KEY-----\nQ{base64:63}\n-----END PRIVATE KEY-----"),
    Sample(.base58Check, "{wallet-key:52}", not: "K{alnum:51}"),
    Sample(.base58Check, "xprv{extended-key:107}", not: "xprv{alnum:107}"),
    Sample(.mnemonic, "{bip39:12}", not: "{lower:5} {lower:4} {lower:6}"),
    Sample(.nats, "SUA{nats-seed:55}", not: "SUAA{[A-Z2-7]:54}"),
    Sample(.nostr, "nsec1{nostr-key:58}", not: "nsec1{lowalnum:58}"),
    Sample(.slack, "xoxe.xoxp-1-{slack-config:163}", not: "xoxe.xoxp-1-{alnum:163}"),
    Sample(.vault, "hvs.{vault-token:95}", not: "hvs.Q{base64url:94}"),
    // A token and an id with facts only.
    Sample(.jwt, "{jwt:iss=https://login.example.net}", not: "eyJ{base64url:30}.{base64url:30}"),
    Sample(.awsAccount, "AKIA{[QRST]:1}{[A-D]:1}{[A-Z2-7]:14}", not: "AKIA7{[A-Z2-7]:15}"),
  ]

  @Test(arguments: samples)
  func holdsForGenuineKeysOnly(_ sample: Sample) {
    let genuineHolds = [.jwt, .awsAccount].contains(sample.proof) ? nil : true
    for seed in UInt64(1)...20 {
      let genuine = Array(KeyTemplate.expand(sample.genuine, seed: seed).utf8)
      let verdict = sample.proof.check(genuine) { _ in nil }
      #expect(verdict.holds == genuineHolds, "\(verdict.facts)")
      #expect(!verdict.facts.isEmpty)
      guard let altered = sample.altered else { continue }
      let text = Array(KeyTemplate.expand(altered, seed: seed).utf8)
      #expect(sample.proof.check(text) { _ in nil }.holds == false, "\(seed)")
    }
  }

  @Test func everyProofAndEverySealHasASample() {
    #expect(Set(Self.samples.map(\.proof)) == Set(Rule.Proof.allCases))
    let templates = Self.samples.map(\.genuine).joined()
    for seal in KeyTemplate.Seal.allCases {
      #expect(templates.contains("{\(seal.rawValue):"), "\(seal)")
    }
  }

  /// A pattern of a user's own may find a text of any length.
  @Test(arguments: samples)
  func textsThatAreCutOffAreNoGenuineKeys(_ sample: Sample) {
    let text = Array(KeyTemplate.expand(sample.genuine, seed: 1).utf8)
    // Of some formats, the last eight characters are not covered.
    for count in 0..<text.count - 8 {
      let verdict = sample.proof.check(Array(text.prefix(count))) { _ in nil }
      let isChecksum = verdict.facts.contains { $0.hasPrefix("checksum") }
      #expect(!isChecksum || verdict.holds == false, "\(count) bytes")
      if count < 4 { #expect(verdict.holds != true, "\(count) bytes") }
    }
  }

  /// RFC 9449: a proof that a client makes for one request.
  @Test func aProofOfPossessionIsNoSecret() {
    let header = #"{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"EC"}}"#
    let parts = [header, #"{"jti":"a","htm":"POST"}"#, "signature of 64 bytes"]
    let token = parts.map { Base64.encode(Array($0.utf8), isURL: true) }
      .joined(separator: [UInt8(ascii: ".")])
    #expect(Rule.Proof.jwt.check(Array(token)) { _ in nil }.holds == false)
  }

  /// What a verdict names besides.
  @Test(arguments: [
    (Rule.Proof.jwt, "{jwt:iss=https://login.example.net,role=x}", "role x"),
    (.gitLab, "glpat-bzoxCnU6Mmg{gitlab-routable:50}", "organisation 1"),
    (.pyPI, "pypi-{pypi-macaroon:test.pypi.org}", "for test.pypi.org"),
    (.sentry, "sntrys_{json64:url=x,region_url=https://us.sentry.io,org=acme}_{hex:8}", "at https"),
    (.grafanaCloud, "glc_{json64:o=123456,n=stack,k=**}", "organisation 123456"),
    (.onePassword, "ops_{json64:signInAddress=my.1password.com,secretKey=*}", "account at my."),
    (.bedrock, "ABSK{bedrock:132}=", "AWS account "),
    (.discordBot, "{discord-bot:26}.{hex:6}.{hex:38}", "bot 1"),
    (.jfrog, "{jfrog-reference:64}", "expires 20"),
    (.serviceAccount, "-----BEGIN PRIVATE KEY-----\n{der:90}\n", "account at shop.example"),
  ])
  func factsAreNamed(_ proof: Rule.Proof, template: String, fact: String) {
    let key = Array(KeyTemplate.expand(template, seed: 3).utf8)
    let verdict = proof.check(key) { $0 == "client_email" ? Array("bot@shop.example".utf8) : nil }
    #expect(verdict.facts.contains { $0.hasPrefix(fact) }, "\(verdict.facts)")
  }

  /// Ids that were published with the accounts that they belong to; `.kunciignore` knows them.
  @Test(arguments: [
    ("ASIA" + "Y34FZKBOKMUTVV7A", "609629065308"), ("ASIA" + "QNZGKIQY56JQ7WML", "029608264753"),
  ])
  func accountsOfAWSAreKnown(id: String, account: String) {
    #expect(
      Rule.Proof.awsAccount.check(Array(id.utf8)) { _ in nil }.facts == ["AWS account \(account)"])
  }

  /// The check value of CRC-32's catalogue entry, and BIP 173's smallest valid text.
  @Test func algorithmsAgreeWithTheirStandards() {
    #expect(CRC.crc32(of: "123456789".utf8) == 0xCBF4_3926)
    #expect(Bech32.checksum(prefix: "a".utf8, data: []) == Array("2uel5l".utf8))
  }
}
