import Detection
import Findings
import KeyFormats
import PatternEngine
import RuleSet
import Testing

/// A key is found whatever stands around it, at exactly its place.
@Suite struct SurroundingsTests {
  struct Surrounding: CustomStringConvertible, Sendable {
    var before: String
    var after: String

    init(_ before: String, _ after: String) {
      self.before = before
      self.after = after
    }

    var description: String { "\(before)KEY\(after)".debugDescription }
  }

  static let surroundings: [Surrounding] = [
    Surrounding("", ""), Surrounding("\"", "\""), Surrounding("'", "'"), Surrounding("`", "`"),
    Surrounding(#"\""#, #"\""#), Surrounding("?key=", "&x=1"), Surrounding("<", ">"),
    Surrounding(">", "</key>"), Surrounding("x: ", ","), Surrounding("(", ")"),
    Surrounding("[", "]"),
    Surrounding("{", "}"), Surrounding("Key ", "."), Surrounding("", ":x"), Surrounding("|", "|"),
    Surrounding("", "#x"), Surrounding("", "@host"), Surrounding("", "*"), Surrounding("", "!"),
    Surrounding("", #"\n"#), Surrounding(#"a\n"#, #"\nb"#), Surrounding(#"\t"#, #"\t"#),
    Surrounding("key%3D", "%26x"), Surrounding("%22", "%22"), Surrounding(#"\u0022"#, #"\u0022"#),
    Surrounding(#"\x22"#, #"\x22"#), Surrounding("key=3D", "=20"), Surrounding("密钥是", "，请保密。"),
    Surrounding("\u{1B}[31m", "\u{1B}[0m"), Surrounding("\u{1B}[1;31m", "\u{1B}[0m"),
    Surrounding("a\r\nkey=", "\r\nb"), Surrounding("a\n\n  ", "\n"), Surrounding("\t", "\t"),
    Surrounding("\u{FEFF}key = ", ""), Surrounding("😀 ", " 😀"), Surrounding("\0", "\0"),
    Surrounding("Bearer ", " "), Surrounding("u:", "@"), Surrounding("=", ";"),
    Surrounding(String(repeating: "x = 1; ", count: 3_000), " y"),
    Surrounding("密钥是", "请勿外传。"), Surrounding("「", "」"), Surrounding("clé : « ", " »"),
    Surrounding("😀", "😀"), Surrounding("\u{A0}", "\u{A0}"), Surrounding("&quot;", "&quot;"),
    Surrounding("\u{1B}(B", "\u{1B}(B"),
    Surrounding(#"\e[31m"#, #"\e[0m"#), Surrounding(#"\033[1;31m"#, #"\033[0m"#),
    Surrounding("**", "**"), Surrounding("$", "$"), Surrounding("", "?"), Surrounding("", "%"),
    Surrounding("", "~"), Surrounding("", "\\"), Surrounding("", "/"), Surrounding("//", ""),
    Surrounding("日本\r\n語😀", "\r\n"), Surrounding(":", ". And"), Surrounding("\u{1B}[K", "\u{1B}[K"),
    Surrounding(String(repeating: "wide words; ", count: 12_500) + "\n😀 ", ""),
  ]

  @Test func keyIsFound() throws {
    let worker = try RuleFixtures.worker()
    for surrounding in Self.surroundings {
      // A long text before the key matters to places, not to rules: some of them are enough.
      let step = surrounding.before.utf8.count > 10_000 ? 40 : 1
      var checked = 0
      for (number, (rule, key)) in try RuleFixtures.keys().enumerated()
      where number % step == 0 && rule.admits(surrounding) {
        expect(key, of: rule, in: surrounding, worker)
        checked += 1
      }
      // Few formats hold the character in question themselves.
      #expect(checked * step >= 60, "\(surrounding)")
    }
  }

  /// A sentence may end in an ellipsis right behind a key; only what has no shape of its own may have
  /// been shortened.
  @Test(arguments: ["...", "....", "…", "…”", "***"])
  func keyIsFoundBeforeAnEllipsis(_ ellipsis: String) throws {
    let worker = try RuleFixtures.worker()
    let surrounding = Surrounding("use ", ellipsis)
    var checked = 0
    for (rule, key) in try RuleFixtures.keys()
    where rule.valueKind == nil && rule.assignedTo == nil && rule.admits(surrounding) {
      expect(key, of: rule, in: surrounding, worker)
      checked += 1
    }
    #expect(checked >= 300)
  }

  /// Keys of one length, or of a structure that shows their end, are whole: they are as sure as ever.
  @Test(arguments: [
    "sk-ant-api03-{base64url:85}A-{base64url:5}QAA", "sk-or-v1-{hex:64}", "AIzaSy{base64url:33}",
    "sk-proj-{alnum:74}T3BlbkFJ{alnum:72}gA", "sk-{alnum:20}T3BlbkFJ{alnum:20}", "gsk_{alnum:52}",
  ])
  func wholeKeysAreNotShortened(_ template: String) throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...20 {
      let key = KeyTemplate.expand(template, seed: seed)
      let alone = worker.secrets(in: Array("use \(key) now".utf8).span)
      let ended = worker.secrets(in: Array("use \(key)...".utf8).span)
      #expect(!alone.isEmpty)
      #expect(ended.map(\.confidence) == alone.map(\.confidence), "\(seed)")
    }
  }

  private func expect(
    _ key: [UInt8], of rule: Rule, in surrounding: Surrounding, _ worker: DetectionWorker
  ) {
    let before = Array(surrounding.before.utf8)
    let text = before + key + Array(surrounding.after.utf8)
    let match = worker.secrets(in: text.span).first { $0.rule.id == rule.id }
    #expect(
      match?.range == before.count..<before.count + key.count, "\(rule.id) in \(surrounding)")
    #expect(match?.secret == key, "\(rule.id) in \(surrounding)")
    guard let match else { return }
    var counter = LineCounter(CodeUnit(atStartOf: text.span))
    counter.advance(to: match.range.lowerBound, in: text.span, base: 0)
    let lines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect(counter.line == lines.count, "\(rule.id) in \(surrounding)")
    let last = String(decoding: lines.last ?? [], as: UTF8.self).replacing("\u{FEFF}", with: "")
    #expect(counter.column == last.utf16.count + 1, "\(rule.id) in \(surrounding)")
  }

  @Test func keyIsFoundInUTF16() throws {
    let worker = try RuleFixtures.worker()
    for encoding in Encoding.wide {
      for hasMark in [true, false] {
        var checked = 0
        for (rule, key) in try RuleFixtures.keys() {
          try expect(key, of: rule, in: encoding, hasMark: hasMark, worker)
          checked += 1
        }
        #expect(checked >= 60)
      }
    }
  }

  private func expect(
    _ key: [UInt8], of rule: Rule, in encoding: Encoding, hasMark: Bool,
    _ worker: DetectionWorker
  ) throws {
    let before = "# 設定\r\nAPI_KEY = \""
    let key = String(decoding: key, as: UTF8.self)
    let text = (hasMark ? "\u{FEFF}" : "") + before + key + "\"\r\n"
    let bytes = encoding.encode(text)
    let width = encoding.codeUnit.width
    let start = width * (before.utf16.count + (hasMark ? 1 : 0))
    let match = worker.secrets(in: bytes.span).first { $0.rule.id == rule.id }
    #expect(match?.range == start..<start + width * key.utf16.count, "\(rule.id) in \(encoding)")
    #expect(
      match?.decodedFrom == [encoding],
      "\(rule.id)")
    guard hasMark, let match else { return }
    var counter = LineCounter(CodeUnit(atStartOf: bytes.span))
    counter.advance(to: match.range.lowerBound, in: bytes.span, base: 0)
    #expect(counter.line == 2 && counter.column == 12, "\(rule.id) in \(encoding)")
  }
}

extension Rule {
  /// Characters that some formats hold, so that one after the key belongs to it.
  private static let alsoHolds = [
    "aws-bedrock-short-lived-key": "=/", "aws-bedrock-api-key": "/", "devin-api-key": "/",
    "authress-service-key": "=/", "fly-access-token": "=", "planetscale-token": "=",
    "typeform-token": "=",
  ]

  /// Whether the rule's own alphabet leaves room for these neighbours: a key format that may hold a
  /// dot cannot tell one of its own from a full stop after it.
  fileprivate func admits(_ surrounding: SurroundingsTests.Surrounding) -> Bool {
    if let next = surrounding.after.utf8.first {
      if notAfter.contains(next) || Self.alsoHolds[id]?.utf8.contains(next) ?? false {
        return false
      }
    }
    // A key of digits takes the digits of an escape for its own.
    if id == "google-oauth-client-id", surrounding.before.hasSuffix("2") { return false }
    guard let last = surrounding.before.utf8.last, !ByteSet.alphanumerics.contains(last) else {
      return true
    }
    return !notBefore.contains(last)
  }
}
