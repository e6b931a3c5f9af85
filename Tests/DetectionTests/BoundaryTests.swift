import Detection
import Findings
import KeyFormats
import PatternEngine
import RuleSet
import TestSupport
import Testing

/// A key is found beside what does not belong to it, at exactly its place, and the end of a longer
/// word is no key.
@Suite struct BoundaryTests {
  /// Keys that are known by how they begin; others need a name, or stand alone.
  static func markedKeys() throws -> [(rule: Rule, key: [UInt8])] {
    try RuleFixtures.keys().filter { rule, key in
      let again = KeyTemplate.expand(rule.examples.first ?? "", seed: 5)
      let alike = key.prefix(while: { $0 > 0x20 }).prefix(2)
      return again.utf8.count >= 2 && !rule.regex.hasPrefix("[") && !rule.regex.hasPrefix("(?:[")
        && Array(again.utf8).firstRange(of: alike) != nil && key.count < 400
        && !key.contains(UInt8(ascii: "\n")) && !rule.notBefore.isEmpty
        && rule.notBefore.contains(UInt8(ascii: "A"))
    }
  }

  @Test(arguments: [
    ("${KEY:-", "}"), ("${1:-", "}"), ("x ${KEY:=", "}"), ("--", " "), (" --", "\n"), ("-", "\n"),
    ("@@ -1 +0,0 @@\n-", "\n"), ("<!--", "-->"), ("<!-- -", " -->"), ("_", "_ "), ("__", "__"),
    ("key_", "\n"), ("api_key-", " "), ("MyToken-", "\""), ("secret_", "'"), ("tool -p", " run"),
    ("[\"-p", "\"]"), (#""\n-"#, #"\n""#), ("// -- ", " --"), ("—", "—"), ("(-", ")"),
  ])
  func keyIsFound(before: String, after: String) throws {
    let worker = try RuleFixtures.worker()
    let keys = try Self.markedKeys()
    var missed: [String] = []
    for (rule, key) in keys {
      let text = Array(before.utf8) + key + Array(after.utf8)
      let range = before.utf8.count..<before.utf8.count + key.count
      if !worker.secrets(in: text.span).contains(where: { $0.range == range && $0.secret == key }) {
        missed.append(rule.id)
      }
    }
    #expect(keys.count > 150)
    #expect(missed.count * 50 <= keys.count, "\(missed)")
  }

  /// Where the shape decides, nothing that stands before matters.
  @Test(
    arguments: [
      "ghp_{base62-crc32:36}", "sk-ant-api03-{base64url:93}AA", "github_pat_{github-pat:82}",
      "sk-proj-{base64url:74}T3BlbkFJ{base64url:74}", "npm_{base62-crc32:36}",
    ], ["task-", "my-", "a_b_", "x", "tokenIs", "7"])
  func shapeDecides(template: String, before: String) throws {
    let worker = try RuleFixtures.worker()
    let key = KeyTemplate.expand(template, seed: 3)
    let found = worker.secrets(in: Array((before + key + " ").utf8).span)
    #expect(found.map { String(decoding: $0.secret, as: UTF8.self) } == [key])
  }

  /// Underscores and dashes are escaped in Markdown.
  @Test(arguments: [
    #"hf\_{letter:34}"#, #"sk\-or\-v1\-{hex:64}"#, #"github\_pat\_{alnum:22}\_{alnum:59}"#,
  ])
  func escapedKeyIsFound(template: String) throws {
    let worker = try RuleFixtures.worker()
    let written = KeyTemplate.expand(template, seed: 6)
    let found = worker.secrets(in: Array("token \(written) is old".utf8).span)
    #expect(
      found.map { String(decoding: $0.secret, as: UTF8.self) } == [
        written.replacing("\\", with: "")
      ])
    #expect(found.first?.decodedFrom == [.backslashEscape])
  }

  @Test(arguments: [
    "task-{hex:32}", "my-sk-{hex:32}", "flask-{alnum:48}", "disk_sk-{hex:32}", "a-sk-{alnum:48}",
    "-my-sk-{hex:32}-x", "--flask-{hex:32}", "_task-{alnum:48}", "-risk-{hex:32}",
    "cache-fc-{hex:32}", "my_hf_{letter:34}", "the_hf_{letter:34}", "pre_{alnum:8}_{alnum:24}",
    "x_r8_{alnum:37}", "--sk-container-id-12 .sk-toggleable", "block__sk-{lower:12}--mod",
    ".btn--sk-primary-{digit:4}", "monkey_{hex:64}", "turkey-sk-{hex:32}", "key_sk-{hex:33}",
    "apple_xoxb-nothing", "API_TOKEN={alnum:30}_{name}", "{uuid}-{uuid}_{uuid}",
    "compass-{alnum:20}",
    "<!--{hex:32}-->", "--{hex:40}--", "deepgram\n------{hex:40}\n", "{hex:8}-{hex:32}",
  ])
  func wordsAreSilent(template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...20 {
      let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
      let found = worker.secrets(in: text.span).filter { $0.confidence >= .medium }
      #expect(found.map(\.rule.id) == [], "\(seed)")
    }
  }

  /// Of long texts in the alphabet of keys, none holds one; nor of code without spaces.
  @Test func randomTextIsSilent() throws {
    let worker = try RuleFixtures.worker()
    var random = TestRandom(seed: 14)
    let signs = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".utf8)
    let code = signs + Array("(){}[];,.=+!&|?:'\"".utf8)
    for alphabet in [signs, code, signs + [0, 1, 0x1F, 0xFF]] {
      let text = (0..<2_000_000).map { _ in random.pick(alphabet) }
      #expect(worker.secrets(in: text.span).filter { $0.confidence >= .medium } == [])
    }
  }
}
