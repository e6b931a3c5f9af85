import Basics
import BuiltInRules
import Detection
import Findings
import Foundation
import KeyFormats
import Redaction
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// What comes out of redaction: no secret, all else, and valid JSON.
struct TextRedactorTests {
  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }
  private static let key = LeakedKey.text(3)
  private static let shown = LeakedKey.redacted(3)
  private static let mark =
    "redacted openrouter-api-key \(LeakedKey.fingerprint(3).description.prefix(6))"

  private func redact(
    _ text: [UInt8], _ style: ReplacementText = .redacted
  ) throws -> (text: [UInt8], secrets: [RedactedSecret]) {
    let redactor = TextRedactor(DetectionWorker(try Self.detector.get()), style)
    let result = try redactor.redact(text.span, isLast: true)
    #expect(redactor.isSettled)
    return (result, redactor.secrets)
  }

  private func redact(_ text: String, _ style: ReplacementText = .redacted) throws -> String {
    String(decoding: try redact(Array(text.utf8), style).text, as: UTF8.self)
  }

  /// Texts with a key, and what stands in the key's place when it is marked.
  private static let texts: [(text: String, mark: String)] = [
    ("🔑", "[M]"), ("my key is 🔑 now\n", "[M]"), ("KEY=🔑\n", "\"[M]\""), ("KEY='🔑'\n", "[M]"),
    ("key: 🔑\n", "\"[M]\""), ("- 🔑\n", "\"[M]\""), ("https://x.example/?key=🔑&b=1", "W"),
    ("<key>🔑</key>", "[M]"), ("{\"key\": \"🔑\"}", "[M]"), ("{\"a\": [\"x=🔑\\n\", 1.50]}\n", "[M]"),
    ("{\"a\":1}\n{\"key\":\"🔑\"}\nplain 🔑 text\n{\"b\":\"🔑\"}\n", "[M]"),
    ("// {\n🔑\n", "[M]"),
  ]

  @Test(arguments: 0..<texts.count)
  func aKeyIsReplaced(_ number: Int) throws {
    let (text, mark) = Self.texts[number]
    let whole = text.replacing("🔑", with: Self.key)
    #expect(try redact(whole) == text.replacing("🔑", with: Self.shown))
    let word = Self.mark.replacing(" ", with: "-")
    let expected = mark.replacing("M", with: Self.mark).replacing("W", with: word)
    #expect(try redact(whole, .mark) == text.replacing("🔑", with: expected))
  }

  @Test func encodedTextIsReplacedWhole() throws {
    let inner = "PORT=8080\nOPENROUTER_API_KEY=\(Self.key)\nDEBUG=false and more of it\n"
    let encoded = Base64.text(inner.utf8)
    for (before, after) in [
      ("config: ", "\nrest: 1\n"), ("{\"data\": \"", "\", \"n\": 1}"), ("x='", "'"),
    ] {
      #expect(try redact(before + encoded + after) == before + Self.shown + after)
    }
    // Wrapped as MIME has it.
    let wrapped = stride(from: 0, to: encoded.utf8.count, by: 76).map {
      String(encoded.dropFirst($0).prefix(76))
    }.joined(separator: "\n")
    #expect(try redact("a\n\(wrapped)\n\nb\n") == "a\n\(Self.shown)\n\nb\n")
  }

  @Test func aPrivateKeyInManyStringsLeavesJSON() throws {
    let lines = KeyTemplate.expand("{base64:64}\n{base64:64}\n{base64:64}\n{base64:48}", seed: 5)
    let label = "RSA PRIVATE" + " KEY"
    let pem =
      (["-----BEGIN \(label)-----"] + lines.split(separator: "\n").map(String.init)
        + ["-----END \(label)-----"])
    let object: [String: Any] = ["lines": pem, "whole": pem.joined(separator: "\n"), "n": 3]
    for options in [JSONSerialization.WritingOptions.prettyPrinted, [.sortedKeys]] {
      let data = try JSONSerialization.data(withJSONObject: object, options: options)
      let result = try redact(Array(data))
      #expect(!result.secrets.isEmpty)
      let read = try JSONSerialization.jsonObject(with: Data(result.text)) as? [String: Any]
      #expect(read?["n"] as? Int == 3)
      #expect((read?["lines"] as? [String])?.count == pem.count)
      #expect(!String(decoding: result.text, as: UTF8.self).contains(String(lines.prefix(20))))
    }
  }

  @Test func wideTextStaysWide() throws {
    for unit in CodeUnit.all where unit.width > 1 {
      let text = "\u{FEFF}$env:KEY = \"\(Self.key)\"\r\n"
      let expected = text.replacing(Self.key, with: Self.shown)
      #expect(try redact(unit.encode(text)).text == unit.encode(expected), "\(unit)")
    }
  }

  @Test func binaryIsRefused() throws {
    for text in ["a\0b", "text \(Self.key) and\0"] {
      #expect(throws: TextRedactor.Failure.binary) { try redact(Array(text.utf8)) }
    }
  }

  @Test func secretsAreListedByLine() throws {
    let secrets = try redact(Array("a\n\(Self.key)\n\nx=\(LeakedKey.text(4))\n".utf8)).secrets
    #expect(secrets.map(\.line) == [2, 4])
    #expect(secrets.map(\.fingerprint) == [LeakedKey.fingerprint(3), LeakedKey.fingerprint(4)])
  }

  /// The oracle: in pieces of any size the same comes out as of the whole text.
  @Test(arguments: UInt64(1)...6)
  func piecesMakeNoDifference(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var text = ""
    for number in 0..<400 {
      let filler = String(repeating: "word \(number) ", count: random.next(below: 400))
      text += seed % 2 == 0 ? "{\"n\": \(number), \"t\": \"\(filler)" : filler
      if random.next(below: 3) == 0 { text += "key=" + LeakedKey.text(UInt64(number)) }
      text += seed % 2 == 0 ? "\"}\n" : "\n"
    }
    let bytes = Array(text.utf8)
    let whole = try redact(bytes)
    let redactor = TextRedactor(DetectionWorker(try Self.detector.get()), .redacted)
    var result: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let end = min(bytes.count, position + 1 + random.next(below: 200_000))
      result += try redactor.redact(bytes[position..<end].span, isLast: end == bytes.count)
      position = end
    }
    #expect(result == whole.text)
    #expect(redactor.secrets.map(\.fingerprint) == whole.secrets.map(\.fingerprint))
    #expect(redactor.secrets.map(\.line) == whole.secrets.map(\.line))
  }

  /// The rules with their examples, which are not compiled in.
  private static func rules() throws -> [Rule] {
    let folder = Fixture.url("../Rules").path
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".toml") }
      .flatMap { try RuleFile(Fixture.bytes("../Rules/\($0)"), named: $0).rules }
  }

  /// Keys of all rules, where they most often stand: nothing is left that a scan finds.
  @Test func nothingIsLeft() throws {
    let worker = DetectionWorker(try Self.detector.get())
    var count = 0
    for rule in try Self.rules() {
      for (number, template) in rule.examples.enumerated() {
        let example = KeyTemplate.expand(template, seed: UInt64(number) + 1)
        let object = ["text": example, "n": "1"]
        let data = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        for text in [Array(example.utf8), Array(data)] {
          let result = try redact(text)
          let redacted = result.text
          let left = worker.secrets(in: redacted.span)
          #expect(left.isEmpty, "\(rule.id): \(template)")
          count += result.secrets.count
          if text.first == UInt8(ascii: "{"), text == Array(data) {
            #expect(throws: Never.self, "\(rule.id)") {
              _ = try JSONSerialization.jsonObject(with: Data(result.text))
            }
          }
        }
      }
    }
    #expect(count > 1_000)
  }
}
