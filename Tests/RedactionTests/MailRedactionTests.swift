import Basics
import BuiltInRules
import Detection
import Documents
import KeyFormats
import Redaction
import ScanTestSupport
import Testing

/// What comes out of mails: nothing that a scan finds that takes them apart, and mails.
struct MailRedactionTests {
  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }
  private static let key = LeakedKey.text(3)
  private static let shown = LeakedKey.redacted(3)
  private static let head = "From: a@example.com\nSubject: Test\nMIME-Version: 1.0\n"

  private func redact(_ text: String) throws -> (text: String, secrets: [RedactedSecret]) {
    let redactor = TextRedactor(DetectionWorker(try Self.detector.get()), .redacted)
    let result = try redactor.redact(Array(text.utf8).span, isLast: true)
    #expect(redactor.isSettled)
    return (String(decoding: result, as: UTF8.self), redactor.secrets)
  }

  /// The texts of all parts, however deep, and the mail itself.
  private func texts(_ bytes: [UInt8]) -> [[UInt8]] {
    [bytes] + MailParts.read(bytes, limit: 1 << 20).parts.flatMap { texts($0.bytes) }
  }

  private func holdsKey(_ text: String) throws -> Bool {
    let worker = DetectionWorker(try Self.detector.get())
    return texts(Array(text.utf8)).contains { !worker.secrets(in: $0.span).isEmpty }
  }

  private static func base64(_ text: String, width: Int = 76) -> String {
    let digits = Array(Base64.text(text.utf8).utf8)
    return stride(from: 0, to: digits.count, by: width).map {
      String(decoding: digits[$0..<min($0 + width, digits.count)], as: UTF8.self) + "\n"
    }.joined()
  }

  private static func part(_ encoding: String, _ body: String, type: String = "text/plain")
    -> String
  { "Content-Type: \(type)\nContent-Transfer-Encoding: \(encoding)\n\n\(body)" }

  private static func multipart(_ parts: [String], _ boundary: String) -> String {
    "Content-Type: multipart/mixed; boundary=\"\(boundary)\"\n\nfor old readers\n"
      + parts.map { "--\(boundary)\n\($0)\n" }.joined() + "--\(boundary)--\nbehind\n"
  }

  private static let content = "one\nOPENROUTER_API_KEY=\(key)\nthree café\n"

  /// Mails that hold the key where only a reader of mails sees it.
  private static let mails: [(name: String, text: String)] = [
    ("base64", head + part("base64", base64(content))),
    (
      "encoded words",
      "From: a@example.com\nSubject: =?utf-8?B?\(Base64.text("one \(key.prefix(30))".utf8))?=\n"
        + " =?utf-8?B?\(Base64.text("\(key.dropFirst(30)) é".utf8))?=\n\nplain\n"
    ),
    ("base64 in one line", head + part("base64", base64(content, width: 9999))),
    ("base64 in short lines", head + part("BASE64", base64(content, width: 20))),
    ("base64, twice", head + part("base64", base64(content + "x: 1\n" + content, width: 60))),
    (
      "base64, two texts",
      head + part("base64", base64(content + "+") + base64("and \(LeakedKey.text(5))"))
    ),
    ("base64, CRLF", (head + part("base64", base64(content))).replacing("\n", with: "\r\n")),
    (
      "nested",
      head
        + multipart(
          [
            part("7bit", "plain"),
            multipart(
              [part("base64", base64(content)), part("quoted-printable", quoted(20))], "in"),
          ], "out")
    ),
    (
      "mail in a mail",
      head
        + multipart(
          ["Content-Type: message/rfc822\n\n" + head + part("base64", base64(content))], "b")
    ),
    (
      "mail in base64",
      head
        + part("base64", base64(head + part("base64", base64(content))), type: "message/rfc822")
    ),
    (
      "mailbox",
      "From a@example.com Sun Nov 29 12:00:00 2026\n" + head + part("base64", base64(content))
        + "\nFrom b@example.com Sun Nov 29 12:00:01 2026\n" + head
        + part("quoted-printable", quoted(30))
    ),
  ]

  /// A body with the key, with a soft break before a character of it.
  private static func quoted(_ place: Int) -> String {
    "caf=C3=A9\nkey =3D \(key.prefix(place))=\n\(key.dropFirst(place)) and more\n"
  }

  @Test(arguments: 0..<mails.count)
  func aKeyInAPartIsReplaced(_ number: Int) throws {
    let (name, text) = Self.mails[number]
    #expect(try holdsKey(text), "\(name)")
    let result = try redact(text)
    #expect(try !holdsKey(result.text), "\(name)")
    #expect(!result.secrets.isEmpty, "\(name)")
    // The parts are there, and what they hold beside the key.
    let before = MailParts.read(Array(text.utf8), limit: 1 << 20).parts
    let after = MailParts.read(Array(result.text.utf8), limit: 1 << 20).parts
    #expect(before.map(\.place) == after.map(\.place), "\(name)")
    for (old, new) in zip(before, after) where !MailParts.matches(old.bytes.span) {
      let expected = String(decoding: old.bytes, as: UTF8.self)
        .replacing(Self.key, with: Self.shown)
        .replacing(LeakedKey.text(5), with: LeakedKey.redacted(5))
      #expect(String(decoding: new.bytes, as: UTF8.self) == expected, "\(name)")
    }
  }

  /// What is inserted in the place of a key does not look like one where base64 is read as such, and
  /// parts stay what they are, byte for byte beside the key.
  @Test(arguments: ["ANTHROPIC_API_KEY=sk-ant-api03-{base64url:93}AA", "key = sk-or-v1-{hex:64}"])
  func partsInBase64StayWhole(_ template: String) throws {
    let all = try Detector(BuiltInRules.ruleSet)
    for seed in UInt64(1)...12 {
      let key = KeyTemplate.expand(template, seed: seed)
      for (before, after) in [
        ("please keep it \u{2013}\n\n", "\n\nBye = Ada\n"), ("", ""), ("a ", "\n"),
      ] {
        for text in [
          Self.head + Self.part("base64", Self.base64(before + key + after)),
          Self.head
            + Self.multipart([Self.part("base64", Self.base64(before + key + after))], "b"),
        ] {
          let redactor = TextRedactor(DetectionWorker(all), .redacted)
          let result = try redactor.redact(Array(text.utf8).span, isLast: true)
          #expect(redactor.secrets.count == 1)
          #expect(DetectionWorker(all).secrets(in: result.span).isEmpty)
          let parts = MailParts.read(result, limit: 1 << 20).parts
          let part = String(decoding: try #require(parts.first).bytes, as: UTF8.self)
          #expect(part.hasPrefix(before) && part.hasSuffix(after) && part.contains("…"))
        }
      }
    }
  }

  /// A file of Apple Mail says how long its mail is, in front of it; flags follow.
  @Test(arguments: ["", "      "])
  func lengthsStayRight(_ blanks: String) throws {
    let flags = "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"></plist>\n"
    for part in [
      Self.part("base64", Self.base64(Self.content)), Self.part("quoted-printable", Self.content),
      Self.part("7bit", Self.content),
    ] {
      let mail = Self.head + part
      let (text, _) = try redact("\(mail.utf8.count)\(blanks)\n\(mail)\(flags)")
      #expect(try !holdsKey(text))
      #expect(text.hasSuffix(flags))
      let line = try #require(text.split(separator: "\n").first)
      let rest = text.utf8.count - line.utf8.count - 1 - flags.utf8.count
      #expect(Int(line.prefix { $0 != " " }) == rest, "\(line)")
    }
  }

  /// A soft break at each place of the key, in both spellings of line ends.
  @Test func softBreaksInAKey() throws {
    for place in 0...Self.key.utf8.count {
      for end in ["\n", "\r\n", " \t\n"] {
        let text =
          Self.head + Self.part("quoted-printable", Self.quoted(place)).replacing("\n", with: end)
        let mail = end.hasPrefix(" ") ? text.replacing(" \t\n", with: "\n") : text
        let result = try redact(mail)
        #expect(try !holdsKey(result.text), "\(place)")
        #expect(result.secrets.count == 1, "\(place)")
        let part = MailParts.read(Array(result.text.utf8), limit: 1 << 20).parts.first?.bytes ?? []
        #expect(String(decoding: part, as: UTF8.self).contains("key = \(Self.shown) and more"))
      }
    }
  }

  /// What stands elsewhere in the mail is the same, byte for byte.
  @Test func allElseStays() throws {
    let text =
      Self.head
      + Self.multipart(
        [Self.part("quoted-printable", Self.quoted(12)), Self.part("8bit", "café = =3D\n")], "b")
    let encoded = Self.shown.replacing("…", with: "=E2=80=A6")
    let old = "\(Self.key.prefix(12))=\n\(Self.key.dropFirst(12))"
    #expect(try redact(text).text == text.replacing(old, with: encoded))
  }

  @Test func linesAreThoseOfTheMail() throws {
    let text =
      Self.head
      + Self.multipart(
        [Self.part("quoted-printable", Self.quoted(12)), "\nkey: \(LeakedKey.text(4))"], "b")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.firstIndex { $0.contains("key =3D") }.map { $0 + 1 }
    let second = lines.firstIndex { $0.contains(LeakedKey.text(4)) }.map { $0 + 1 }
    #expect(try redact(text).secrets.map(\.line) == [first, second])
  }

  /// In pieces of any size the same comes out as of the whole mail.
  @Test func piecesMakeNoDifference() throws {
    for (name, text) in Self.mails {
      let whole = try redact(text)
      for size in [1, 7, 100, 700] {
        let redactor = TextRedactor(DetectionWorker(try Self.detector.get()), .redacted)
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
          let piece = Array(bytes[start..<min(start + size, bytes.count)])
          result += try redactor.redact(piece.span, isLast: false)
        }
        result += try redactor.redact([UInt8]().span, isLast: true)
        #expect(String(decoding: result, as: UTF8.self) == whole.text, "\(name), \(size)")
        #expect(redactor.secrets == whole.secrets, "\(name), \(size)")
      }
    }
  }

  /// A text that only begins as a mail does is passed on as it comes.
  @Test func whatIsNotEncodedIsNotHeldBack() throws {
    let redactor = TextRedactor(DetectionWorker(try Self.detector.get()), .redacted)
    let line = String(repeating: "words of a line ", count: 40_000)
    let text = Self.head + "\n" + line
    #expect(try !redactor.redact(Array(text.utf8).span, isLast: false).isEmpty)
  }

  /// An ar archive of one member, stored, so that there is no zero byte in it.
  private static func archive(_ text: String) -> String {
    "!<arch>\n" + "a.eml/".padding(16) + "0".padding(12) + "0".padding(6) + "0".padding(6)
      + "644".padding(8) + "\(text.utf8.count)".padding(10) + "`\n" + text
  }

  /// What stands in so many mails is redacted, and in so many archives besides looked into, as a scan
  /// does.
  @Test(arguments: 0...9)
  func mailsAndArchivesInOneAnotherAreReadAsInAScan(_ mails: Int) throws {
    func nested(_ text: String) -> String {
      (0..<mails).reduce(text) { text, _ in Self.head + Self.part("base64", Self.base64(text)) }
    }
    guard mails <= 8 else {
      #expect(throws: TextRedactor.Failure.tooLarge) { try redact(nested("key = \(Self.key)\n")) }
      return
    }
    #expect(try !holdsKey(redact(nested("key = \(Self.key)\n")).text))
    guard mails > 0 else { return }
    for archives in 0...9 {
      let inner = (0..<archives).reduce("nothing to see here\n") { text, _ in Self.archive(text) }
      let text = nested(inner)
      guard archives > 0, mails + archives > 8 else {
        #expect(try redact(text).text == text, "\(archives)")
        continue
      }
      #expect(throws: TextRedactor.Failure.self, "\(archives)") { try redact(text) }
    }
  }

  @Test func whatIsPackedIsRefused() throws {
    #expect(throws: TextRedactor.Failure.self) { try redact(Self.archive(Self.key)) }
    let pdf = "%PDF-1.4\n1 0 obj\n<< >>\nstream\nBT (sk-or-) Tj ET\nendstream\nendobj\n"
    #expect(throws: TextRedactor.Failure.self) { try redact(pdf) }
    // Two letters alone make nothing compressed.
    let formula = "x^2 = \(Self.key)\n"
    #expect(try redact(formula).text == formula.replacing(Self.key, with: Self.shown))
    // An archive that is attached, and holds a key.
    let attached = Self.head + Self.part("base64", Self.base64(Self.archive(Self.key)))
    #expect(throws: TextRedactor.Failure.attachment(line: 8, "an ar archive")) {
      try redact(attached.replacing("MIME-Version: 1.0\n", with: "MIME-Version: 1.0\nX-A: b\n"))
    }
    let clean =
      Self.head + Self.part("base64", Self.base64(Self.archive(String(repeating: "a", count: 73))))
    #expect(try redact(clean).text == clean)
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
