import Basics
import Findings
import KeyFormats
import RuleSet
import Testing

@testable import Detection

/// Private keys are found whatever stands around their lines, and what only looks like one is not.
struct PrivateKeyTests {
  /// Templates of keys that say how long they are, and of others.
  private static let kinds = [
    "-----BEGIN RSA PRIVATE KEY-----\n{rsa-key:2048}\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\n{rsa-key:4096}\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\n{pkcs8-key:2048}\n-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\n{ed25519-key:256}\n-----END PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----\n{sec1-key:256}\n-----END EC PRIVATE KEY-----",
    "-----BEGIN EC PRIVATE KEY-----\n{sec1-key:521}\n-----END EC PRIVATE KEY-----",
    "-----BEGIN OPENSSH PRIVATE KEY-----\n{openssh-key:9}\n-----END OPENSSH PRIVATE KEY-----",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n{der:1290}\n-----END ENCRYPTED PRIVATE KEY-----",
    """
    -----BEGIN RSA PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED
    DEK-Info: AES-128-CBC,{HEX:32}

    {base64:64}
    {base64:64}
    {base64:64}
    {base64:40}
    -----END RSA PRIVATE KEY-----
    """,
    """
    -----BEGIN PGP PRIVATE KEY BLOCK-----
    Version: GnuPG v2

    lQOYBF{base64:58}
    {base64:64}
    {base64:64}
    =abcd
    -----END PGP PRIVATE KEY BLOCK-----
    """,
    """
    PuTTY-User-Key-File-3: ssh-ed25519
    Encryption: none
    Comment: me@host
    Public-Lines: 2
    {base64:64}
    {base64:16}
    Private-Lines: 1
    {base64:44}
    Private-MAC: {hex:64}
    """,
  ]

  private static let indents = [0, 2, 4, 6, 8, 12, 16]

  /// The share of keys that are found, of every kind at every indent.
  private func share(of dress: KeyDress) throws -> Double {
    let worker = try RuleFixtures.worker()
    var random = SeededGenerator(seed: 14)
    var (found, count) = (0, 0)
    for template in Self.kinds {
      for indent in Self.indents {
        let key = KeyTemplate.expand(template, seed: UInt64(random.next(below: 1 << 30)))
        let lines = key.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let text = Array(KeyDress.indent(dress.wear(lines, &random), by: indent).utf8)
        let isFound = worker.secrets(in: text.span).contains {
          $0.rule.id.contains("private-key") && $0.confidence >= .medium
        }
        found += isFound ? 1 : 0
        count += 1
      }
    }
    return Double(found) / Double(count)
  }

  @Test(arguments: KeyDress.known + KeyDress.unseen)
  func isFoundIn(_ dress: KeyDress) throws {
    let share = try share(of: dress)
    #expect(share >= 0.97)
  }

  /// What is proven needs nothing around it to be sure.
  @Test(arguments: KeyDress.known + KeyDress.unseen)
  func isProvenIn(_ dress: KeyDress) throws {
    let worker = try RuleFixtures.worker()
    var random = SeededGenerator(seed: 3)
    for template in Self.kinds.prefix(7) {
      let lines = KeyTemplate.expand(template, seed: 5).split(separator: "\n").map(String.init)
      let text = Array(KeyDress.indent(dress.wear(lines, &random), by: 8).utf8)
      let match = worker.secrets(in: text.span).first { $0.rule.id.hasPrefix("private-key") }
      #expect(match?.isProven == true, "\(template)")
      #expect(match?.confidence == .high, "\(template)")
    }
  }

  /// All of a key is taken, so that all of it is redacted.
  @Test func reachesToTheFooter() throws {
    let worker = try RuleFixtures.worker()
    var random = SeededGenerator(seed: 3)
    for dress in KeyDress.known where dress.name != "percent signs" && dress.name != "URL" {
      let lines = KeyTemplate.expand(Self.kinds[0], seed: 5).split(separator: "\n")
      let text = dress.wear(lines.map(String.init), &random)
      let match = try #require(worker.secrets(in: Array(text.utf8).span).first, "\(dress.name)")
      let secret = String(decoding: match.secret, as: UTF8.self)
      #expect(secret.hasPrefix("-----BEGIN RSA"), "\(dress.name)")
      #expect(secret.hasSuffix("-----END RSA PRIVATE KEY-----"), "\(dress.name)")
    }
  }

  /// Without a header, a key has to prove itself.
  @Test(arguments: [
    "private_key: {rsa-key:2048}", "tls:\n  key: >-\n{pkcs8-key:1024}\n", "K='{sec1-key:256}'",
    "<PrivateKey>{ed25519-key:256}</PrivateKey>", "ssh_key = \"{openssh-key:7}\"",
  ])
  func needsNoHeader(_ template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...10 {
      let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
      let match = worker.secrets(in: text.span).first { $0.rule.id == "private-key-alone" }
      #expect(match?.confidence == .high, "\(seed)")
    }
  }

  /// Where two stand in a text, both are found, though their first lines may be the same.
  @Test(arguments: [
    "{openssh-key:7}", "{openssh-key:12}", "{rsa-key:2048}", "{pkcs8-key:1024}", "{sec1-key:256}",
    "{ed25519-key:256}",
  ])
  func needsNoHeaderBeforeAnother(_ template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...4 {
      for other in [seed, seed + 10] {
        for lineEnd in ["\n", "\\n", ""] {
          let keys = [seed, other].map {
            "{\"c\": \"SSH_KEY="
              + KeyTemplate.expand(template, seed: $0).replacing("\n", with: lineEnd) + "\"}\n"
          }
          for gap in [0, 1, 40] {
            let filler = String(repeating: "{\"a\": \"some words stand here\"}\n", count: gap)
            let text = Array((keys[0] + filler + keys[1]).utf8)
            let found = worker.secrets(in: text.span).filter { $0.rule.id == "private-key-alone" }
            #expect(found.count == 2, "\(seed) \(other) \(lineEnd) \(gap)")
          }
        }
      }
    }
  }

  /// Nothing is reported at the default for what is no key, or only the beginning of one.
  @Test(arguments: [
    "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nYOUR KEY HERE\n-----END PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----\nMIIEvgIBADANBgkqhkiG9w0B...\n-----END PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{base64:48}\n...\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{base64:48}\n{base64:64}\n…\n{base64:64}\n",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA{base64:48}\n{base64:64}\n[snip]\n-----END RSA PRIVATE KEY-----",
    #"pem = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n""#,
    """
    const header = "-----BEGIN PRIVATE KEY-----";
    export function encodePrivateKeyToPemString(privateKeyInfo: ArrayBuffer): string {
      const base64EncodedPrivateKey = convertArrayBufferToBase64String(privateKeyInfo);
      return [header, ...splitIntoLinesOfSixtyFourCharacters(base64EncodedPrivateKey), footer];
    }
    const footer = "-----END PRIVATE KEY-----";
    """,
    "-----BEGIN PUBLIC KEY-----\n{der:290}\n-----END PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----\n{der:900}\n-----END CERTIFICATE-----",
    "-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n{der:900}\n-----END CERTIFICATE-----",
    "private_key: MIIEpAIBAAKCAQEA{base64:400}",
    "key: MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A{base64:372}",
  ])
  func isSilentAbout(_ template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...5 {
      let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
      let found = worker.secrets(in: text.span).filter {
        $0.confidence >= .medium && $0.rule.id.contains("private-key")
      }
      #expect(found.isEmpty, "\(seed)")
    }
  }
}
