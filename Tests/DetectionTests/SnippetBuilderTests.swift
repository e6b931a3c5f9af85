import BuiltInRules
@testable import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// What a report shows of the line: enough to find it, and never a part of a secret.
@Suite struct SnippetBuilderTests {
  private static let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 1)
  private static let other = KeyTemplate.expand("AIzaSyA{alnum:31}A", seed: 2)
  private static let mistral = KeyTemplate.expand("{alnum:32}", seed: 3)

  private func snippets(in text: String) throws -> [Snippet] {
    try snippets(in: Array(text.utf8))
  }

  private func snippets(in bytes: [UInt8]) throws -> [Snippet] {
    let matches = try RuleFixtures.worker().secrets(in: bytes.span)
    return matches.map { SnippetBuilder.snippet(for: $0, among: matches, in: bytes.span) }
  }

  private func redacted(_ text: String, prefix: Int) -> String {
    Redaction.redact(Array(text.utf8), prefixLength: prefix)
  }

  @Test(arguments: [
    ("a\nkey = 🔑 # x\nb", "key = 🔑 # x"), ("🔑", "🔑"), ("\t🔑\r\nb", "\t🔑"),
    ("日本 😀 = 🔑, é\n", "日本 😀 = 🔑, é"), ("a\r\n🔑\r\n", "🔑"), ("\n🔑\n", "🔑"),
    ("🔑 and 🔑", "🔑 and 🔑"),
    (String(repeating: "x ", count: 100) + "🔑", "…" + String(repeating: "x ", count: 40) + "🔑"),
    (
      "🔑" + String(repeating: " y", count: 100) + "\n",
      "🔑" + String(repeating: " y", count: 30) + "…"
    ),
    // A cut does not go through a character: 80 bytes hold 26 of three bytes.
    (String(repeating: "語", count: 90) + "🔑", "…" + String(repeating: "語", count: 26) + "🔑"),
    (
      "🔑" + String(repeating: "語", count: 90), "🔑" + String(repeating: "語", count: 20) + "…"
    ),
  ])
  func lineIsShown(template: String, expected: String) throws {
    let hidden = redacted(Self.key, prefix: 9)
    let shown = try snippets(in: template.replacing("🔑", with: Self.key))
    let snippet = try #require(shown.first)
    #expect(snippet.text == expected.replacing("🔑", with: hidden))
    let units = Array(snippet.text.utf16)[snippet.highlight]
    #expect(String(decoding: units, as: UTF16.self) == hidden)
  }

  /// Of two keys without a sign between, no rule can say where the first one ends: it is hidden all the
  /// same, and what is no key beside one is not.
  @Test(arguments: ["🔑🔑", "a=🔑🔑;", "x🔑_🔑"])
  func gluedKeysAreHidden(template: String) throws {
    let parts = template.split(separator: "🔑", omittingEmptySubsequences: false)
    let shown = try snippets(in: parts[0] + Self.key + parts[1] + Self.other + parts[2])
    #expect(!shown.isEmpty)
    for snippet in shown { expectSilence(snippet, on: [Self.key, Self.other]) }
    for text in [
      "/2024-key-", "?version=1234567890123456789012&key=", "a_long_name_of_my_own_key_",
    ] {
      let snippet = try #require(snippets(in: text + Self.key).first)
      #expect(snippet.text == text + redacted(Self.key, prefix: 9))
    }
  }

  @Test func neighboursAreHiddenWhereverTheCutIs() throws {
    for distance in 0..<100 {
      let filler = String(repeating: " ", count: 1 + distance)
      let text = "\(Self.other)\(filler)\(Self.key)\(filler)\(Self.other)"
      let shown = try snippets(in: text)
      #expect(shown.count == 3)
      for snippet in shown { expectSilence(snippet, on: [Self.key, Self.other]) }
    }
  }

  @Test func secretOfLowConfidenceIsHiddenToo() throws {
    let file = """
      provider = "X"
      [[rules]]
      id = "x-low"
      description = "x"
      severity = "low"
      confidence = "low"
      regex = 'low_[a-z0-9]{32}'
      examples = ["low_{lowalnum:32}"]
      counter_examples = ["low"]
      """
    let rules = try BuiltInRules.ruleSet.adding([RuleFile(Array(file.utf8), named: "x.toml")])
    let low = KeyTemplate.expand("low_{lowalnum:32}", seed: 1)
    let bytes = Array("\(low) \(Self.key)".utf8)
    let matches = DetectionWorker(try Detector(rules)).secrets(in: bytes.span)
    try #require(matches.map(\.confidence) == [.low, .high])
    let snippet = SnippetBuilder.snippet(for: matches[1], among: matches, in: bytes.span)
    expectSilence(snippet, on: [low, Self.key])
  }

  /// Away from its context word, or after `md5`, the same text is no match, but it is the secret.
  @Test(arguments: [
    "MISTRAL_API_KEY=🔑 # md5 🔑", "# md5 🔑\nMISTRAL_API_KEY=🔑 # commit 🔑",
    "MISTRAL_API_KEY=🔑 # and once more a little later in the line md5 🔑",
  ])
  func secretIsHiddenAtItsOtherPlaces(template: String) throws {
    let shown = try snippets(in: template.replacing("🔑", with: Self.mistral))
    #expect(!shown.isEmpty)
    for snippet in shown { expectSilence(snippet, on: [Self.mistral]) }
  }

  /// A value that only its name betrays is hidden whole, all of its pieces.
  @Test func joinedValueIsHidden() throws {
    let (first, second) = (
      KeyTemplate.expand("{alnum:24}", seed: 5), KeyTemplate.expand("{alnum:20}", seed: 6)
    )
    let shown = try snippets(in: "DB_PASSWORD = \"\(first)\" + \"\(second)\"\n")
    #expect(shown.count == 1)
    for snippet in shown { expectSilence(snippet, on: [first, second]) }
  }

  @Test func blockOfManyLinesIsHidden() throws {
    let file = """
      provider = "X"
      [[rules]]
      id = "x-block"
      description = "x"
      severity = "high"
      confidence = "high"
      regex = '-----BEGIN KEY-----[A-Za-z0-9+/=\\s]{64,4000}-----END KEY-----'
      examples = ["-----BEGIN KEY-----{alnum:64}-----END KEY-----"]
      counter_examples = ["x"]
      """
    let rules = try BuiltInRules.ruleSet.adding([RuleFile(Array(file.utf8), named: "x.toml")])
    let lines = (1...20).map { KeyTemplate.expand("{alnum:64}", seed: $0) }
    let block = "-----BEGIN KEY-----\n\(lines.joined(separator: "\n"))\n-----END KEY-----"
    let bytes = Array("a = \"\"\"\(block)\"\"\" # \(Self.key)\n".utf8)
    let matches = DetectionWorker(try Detector(rules)).secrets(in: bytes.span)
    try #require(matches.count == 2)
    for match in matches {
      let snippet = SnippetBuilder.snippet(for: match, among: matches, in: bytes.span)
      expectSilence(snippet, on: lines + [Self.key])
      #expect(!snippet.text.contains("\n"))
    }
  }

  @Test func wideTextIsShownNarrow() throws {
    let text = "密 key = \(Self.key)\r\nb = \"\(Self.other)\" é\r\n"
    for encoding in Encoding.wide {
      let shown = try snippets(in: encoding.encode(text))
      #expect(shown.count == 2)
      for snippet in shown { expectSilence(snippet, on: [Self.key, Self.other]) }
      #expect(shown.first?.text.hasSuffix(" key = \(redacted(Self.key, prefix: 9))") == true)
      #expect(shown.last?.text.hasPrefix("b = \"AIza") == true)
    }
  }

  /// Keys of all rules, closely packed, cut at random: nothing longer than the redaction shows.
  @Test func noPartOfAnySecretIsLeft() throws {
    let worker = try RuleFixtures.worker()
    let examples = try RuleFixtures.rules().flatMap(\.examples)
    var random = TestRandom(seed: 51)
    var checked = 0
    for _ in 0..<150 {
      var text = ""
      for _ in 0..<1 + random.below(5) {
        text += KeyTemplate.expand(random.pick(examples), seed: random.next())
        text += random.pick([" ", ",", "\n", "; ", String(repeating: ".", count: random.below(90))])
      }
      let bytes = Array(text.utf8)
      let matches = worker.secrets(in: bytes.span)
      let allowed = publicWindows(of: bytes, matches)
      for match in matches {
        let snippet = SnippetBuilder.snippet(for: match, among: matches, in: bytes.span)
        for hidden in matches {
          expectSilence(
            snippet, on: hidden.secret, prefixLength: hidden.prefixLength, allowing: allowed)
          checked += 1
        }
      }
    }
    #expect(checked > 800, "\(checked)")
  }

  private func expectSilence(_ snippet: Snippet, on secrets: [String]) {
    for secret in secrets { expectSilence(snippet, on: Array(secret.utf8), prefixLength: 9) }
  }

  /// No six bytes of the secret after its prefix stand in the snippet; the redaction shows four.
  private func expectSilence(
    _ snippet: Snippet, on secret: [UInt8], prefixLength: Int, allowing allowed: Set<UInt64> = []
  ) {
    let body = secret.dropFirst(prefixLength)
    guard body.count >= 16 else { return }
    let leaked = windows(of: body).intersection(windows(of: snippet.text.utf8))
      .subtracting(allowed)
    #expect(leaked.isEmpty, "\(leaked.count) parts of a secret are shown")
  }

  /// What may be shown of a text: what no match takes, and the redacted forms of those that do.
  private func publicWindows(of bytes: [UInt8], _ matches: [SecretMatch]) -> Set<UInt64> {
    var shown: [UInt8] = []
    var position = 0
    for match in matches {
      shown += bytes[position..<max(position, match.range.lowerBound)]
      shown += match.redacted.utf8
      position = match.range.upperBound
    }
    return windows(of: shown + bytes[position...])
  }

  /// Every six bytes in a row, as a number.
  private func windows(of bytes: some Sequence<UInt8>) -> Set<UInt64> {
    var windows: Set<UInt64> = []
    var window: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      window = (window << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
      if index >= 5 { windows.insert(window) }
    }
    return windows
  }
}
