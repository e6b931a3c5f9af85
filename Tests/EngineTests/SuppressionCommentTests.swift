import Basics
import Detection
import Findings
import Foundation
import RuleSet
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

@testable import Engine

/// Comments that tell scanners to leave a secret be.
struct SuppressionCommentTests {
  /// A text with `KEY` where a key stands, and the marker that covers the first of them.
  struct Example: Sendable, CustomStringConvertible {
    var text: String
    var marker: String?

    init(_ text: String, _ marker: String?) {
      self.text = text
      self.marker = marker
    }

    var description: String { text }
  }

  private static let detector = Result { try Detector(LeakedKey.ruleSet) }

  /// The marker for each key of a text, in order.
  private static func markers(
    _ text: [UInt8], honoursComments: Bool = true
  ) throws -> [String?] {
    let scanner = TextScanner(try detector.get(), honoursComments: honoursComments)
    scanner.scan(text.span) { .file(path: "x") }
    return scanner.occurrences.map(\.comment)
  }

  private static func filled(_ text: String) -> String {
    text.split(separator: "KEY", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? String($1) : LeakedKey.text(UInt64($0)) + $1 }.joined()
  }

  static let dialects = [
    "kunci:ignore", "gitleaks:allow", "betterleaks:allow", "kingfisher:ignore",
    "trufflehog:ignore", "ggignore", "pragma: allowlist secret", "secretlint-disable-line",
  ]

  @Test(arguments: dialects, ["# ", "#", "//", "/* ", "<!--", "-- ", "; "])
  func onTheSameLine(marker: String, opening: String) throws {
    for closing in ["", " */", "-->", "\r", " -- because"] {
      let text = Self.filled("a\nk = 'KEY' \(opening)\(marker)\(closing)\nk = 'KEY'\n")
      #expect(try Self.markers(Array(text.utf8)) == [marker, nil])
      let before = Self.filled("\(opening)\(marker) */ 'KEY'\nKEY")
      #expect(try Self.markers(Array(before.utf8)).first == marker)
      #expect(try Self.markers(Array(text.utf8), honoursComments: false) == [nil, nil])
    }
  }

  static let examples: [Example] = [
    // The next line.
    Example("# kunci:ignore\nKEY", "kunci:ignore"),
    Example("\t// kunci:ignore the sample of the docs\r\n  KEY\r\n", "kunci:ignore"),
    Example("{/* kunci:ignore */}\nKEY", "kunci:ignore"),
    Example("\"//\": \"kunci:ignore\",\nKEY", "kunci:ignore"),
    Example("# kingfisher:ignore\nKEY", "kingfisher:ignore"),
    Example("code() # kunci:ignore\nKEY", nil),
    Example("é # kunci:ignore\nKEY", nil),
    Example("# kunci:ignore\n\nKEY", nil),
    Example("# gitleaks:allow\nKEY", nil),
    Example("# ggignore\nKEY", nil),
    Example("# pragma: allowlist nextline secret\nKEY", "pragma: allowlist nextline secret"),
    Example("x = 1 # pragma: allowlist nextline secret\nKEY", "pragma: allowlist nextline secret"),
    Example("KEY # pragma: allowlist nextline secret\n", nil),
    Example("KEY # pragma:whitelist-secret", "pragma: allowlist secret"),
    Example("// secretlint-disable-next-line\nKEY", "secretlint-disable-next-line"),
    Example("// secretlint-disable-next-line\n\nKEY", nil),
    Example("KEY\n# kunci:ignore\n", nil),
    // The rule.
    Example("KEY # kunci:ignore openrouter-api-key", "kunci:ignore"),
    Example("KEY # kunci:ignore openrouter-api-key: the sample", "kunci:ignore"),
    Example("KEY # kunci:ignore openrouter test key", "kunci:ignore"),
    Example("KEY # kunci:ignore openai-api-key,openrouter", "kunci:ignore"),
    Example("KEY # kunci:ignore openrouter-api", "kunci:ignore"),
    Example("KEY # kunci:ignore openai-project-key", nil),
    Example("KEY # kunci:ignore opnrouter-api-key", nil),
    Example("KEY # kunci:ignore router-api-key", nil),
    Example("KEY # kunci:ignore a sample", "kunci:ignore"),
    Example("KEY # kunci:ignore -- well-known sample", "kunci:ignore"),
    Example("KEY # kunci:ignore: openai-project-key", "kunci:ignore"),
    Example("KEY // secretlint-disable-line @secretlint/secretlint-rule-openai", nil),
    Example(
      "KEY // secretlint-disable-line @secretlint/secretlint-rule-openai, "
        + "@secretlint/secretlint-rule-openrouter -- sample", "secretlint-disable-line"),
    // Blocks.
    Example("/* secretlint-disable */\na\n\nKEY", "secretlint-disable"),
    Example("/* secretlint-disable */\na\n/* secretlint-enable */\nKEY", nil),
    Example(
      "// secretlint-enable\n// secretlint-disable\n// secretlint-disable-line\nKEY",
      "secretlint-disable"),
    Example("/* secretlint-disable @secretlint/secretlint-rule-aws */\nKEY", nil),
    Example("KEY\n/* secretlint-disable */", nil),
    // No markers.
    Example("KEY # kunci:ignored", nil),
    Example("KEY # kunci:ignore-me", nil),
    Example("KEY # gitleaks:allowlist", nil),
    Example("KEY # mykunci:ignore", nil),
    Example("KEY # KUNCI:IGNORE", nil),
    Example("KEY # secretlint-disable-lines", nil),
    Example("ggignore_x KEY", nil),
  ]

  @Test(arguments: examples)
  func coverWhatTheySay(_ example: Example) throws {
    let text = Self.filled(example.text)
    #expect(try Self.markers(Array(text.utf8)) == [example.marker])
    for unit in CodeUnit.all.dropFirst() {
      #expect(try Self.markers(unit.encode("\u{FEFF}" + text)) == [example.marker], "\(unit)")
    }
  }

  /// A secret may hold the marker: then it is none.
  @Test func aSecretIsNoComment() throws {
    let rule = """
      provider = "Test"
      [[rules]]
      id = "test-phrase"
      description = "Phrase"
      regex = 'phrase<[a-z: /#]{4,80}>'
      severity = "high"
      confidence = "high"
      examples = ["phrase<{lower:20}>"]
      counter_examples = ["phrase<>"]
      """
    let detector = try Detector(RuleSet([RuleFile(Array(rule.utf8), named: "test.toml")]))
    let phrase = "phrase<kwodkx # gitleaks:allow qpxmvd>"
    for (text, expected) in [
      (phrase, [nil]), ("\(phrase) \(phrase)", [nil, nil]), ("# \(phrase)\n\(phrase)", [nil, nil]),
      ("\(phrase) # gitleaks:allow", ["gitleaks:allow"]),
    ] as [(String, [String?])] {
      let scanner = TextScanner(detector)
      let bytes = Array(text.utf8)
      scanner.scan(bytes.span) { .file(path: "x") }
      #expect(scanner.occurrences.map(\.comment) == expected, "\(text)")
    }
  }

  /// A key of several lines has a first and a last one.
  @Test func linesOfALongSecret() throws {
    let rule = """
      provider = "Test"
      [[rules]]
      id = "test-block"
      description = "Block"
      regex = 'BEGIN[A-Z\\n]{4,80}END'
      severity = "high"
      confidence = "high"
      examples = ["BEGIN{upper:20}END"]
      counter_examples = ["BEGINEND"]
      """
    let detector = try Detector(RuleSet([RuleFile(Array(rule.utf8), named: "test.toml")]))
    let block = "BEGINQWXK\nPLMZVR\nJDEND"
    for (text, expected) in [
      ("ggignore \(block)", "ggignore"), ("\(block) ggignore", "ggignore"),
      ("# kunci:ignore\n\(block)", "kunci:ignore"), ("\(block)\nggignore", nil),
    ] as [(String, String?)] {
      let scanner = TextScanner(detector)
      let bytes = Array(text.utf8)
      scanner.scan(bytes.span) { .file(path: "x") }
      #expect(scanner.occurrences.map(\.comment) == [expected], "\(text)")
    }
  }

  @Test func namesHaveNoComments() throws {
    let id = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
    let all: [Provenance] = [
      .file(path: "x"), .fileName(path: "x"), .stream(name: "x"), .staged(path: "x", blob: id),
      .blob(id), .tree(id), .commitText(.message, of: id, nil), .commitText(.author, of: id, nil),
      .tagText(.message, of: id), .tagText(.author, of: id), .ref(name: "x"),
    ]
    #expect(Set(all.map(\.kind)) == Set(Provenance.Kind.allCases))
    for provenance in all {
      let scanner = TextScanner(try Self.detector.get())
      let bytes = Array("\(LeakedKey.text(1)) gitleaks:allow".utf8)
      scanner.scan(bytes.span) { provenance }
      let isText = [.content, .commitMessage, .tagMessage].contains(provenance.kind)
      #expect(
        scanner.occurrences.map(\.comment) == [isText ? "gitleaks:allow" : nil], "\(provenance)")
    }
  }

  /// Chunks overlap by more than comments reach.
  @Test func chunksGiveWhatTheWholeGives() throws {
    let detector = try Self.detector.get()
    #expect(detector.reach.before >= CommentSearch.before)
    var random = TestRandom(seed: 7)
    var text = ""
    for number in 0..<300 {
      text += random.pick(["k = ", "# kunci:ignore\n", "/* secretlint-disable */", ""])
      text += random.chance(40) ? LeakedKey.text(UInt64(number)) : " "
      text += random.pick([" # ggignore\n", "\n", "; ", "// secretlint-enable\n", "\n\n"])
      if random.chance(10) { text += String(repeating: "x ", count: random.below(5_000)) }
    }
    let bytes = Array(text.utf8)
    let whole = try Self.markers(bytes)
    #expect(Set(whole).count == 4 && whole.count > 80, "\(Set(whole)) \(whole.count)")
    for chunkSize in [2_048, 20_000] {
      let scanner = TextScanner(detector)
      var buffer = ByteBuffer()
      var position = 0
      _ = try TextStream(detector, chunkSize: chunkSize).scan(
        with: scanner, buffer: &buffer, from: .file(path: "x")
      ) { limit, buffer throws(SystemError) in
        let end = min(bytes.count, position + min(limit, 3_000))
        buffer.append(bytes[position..<end].span)
        defer { position = end }
        return end - position
      }
      #expect(scanner.occurrences.map(\.comment) == whole, "chunks of \(chunkSize)")
    }
  }
}
