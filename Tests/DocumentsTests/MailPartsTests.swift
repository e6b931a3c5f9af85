import Documents
import TestSupport
import Testing

/// Mails that Python's email writes.
@Suite struct MailPartsTests {
  private static func mail(_ statements: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import mailbox
      from email.message import EmailMessage
      mail = EmailMessage()
      mail["From"] = "a@example.com"
      mail["Subject"] = "Test"
      mail.set_content("plain text\\n")
      \(statements)
      open("mail", "wb").write(mail.as_bytes())
      """)
    try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
    return try folder.bytes("mail")
  }

  private static func parts(_ bytes: [UInt8]) -> [String: String] {
    let parts = MailParts.read(bytes, limit: 1 << 20).parts
    return Dictionary(
      parts.map { ("\($0.place)", String(decoding: $0.bytes, as: UTF8.self)) },
      uniquingKeysWith: { $0 + $1 })
  }

  @Test func partsAreDecoded() throws {
    let bytes = try Self.mail(
      """
      mail.add_alternative("<p>caf\\u00e9 " + "long line " * 20 + "</p>", subtype="html", cte="quoted-printable")
      mail.add_attachment(b"binary \\0\\1 " * 30, maintype="application", subtype="zip", filename="a b.zip")
      inner = EmailMessage()
      inner.set_content("inner \\u00e9", cte="base64")
      mail.add_attachment(inner)
      """)
    #expect(MailParts.matches(bytes.span) == true)
    let parts = Self.parts(bytes)
    #expect(
      parts["part 1.2"] == "<p>café " + String(repeating: "long line ", count: 20) + "</p>\n")
    #expect(parts["part 2 (a b.zip)"] == String(repeating: "binary \0\u{1} ", count: 30))
    #expect(parts["part 3"] == "inner é\n")
    #expect(parts.count == 3)
  }

  @Test func bodiesAreDecoded() throws {
    let bytes = try Self.mail("mail.set_content('all of it', cte='base64')")
    #expect(Self.parts(bytes) == ["body": "all of it\n"])
    let plain = try Self.mail("")
    #expect(Self.parts(plain) == [:])
  }

  @Test func mailboxesAreRead() throws {
    let mail = String(
      decoding: try Self.mail("mail.set_content('number', cte='base64')"), as: UTF8.self)
    let start = "From a@example.com Sun Nov 29 12:00:00 2026\n"
    let bytes = Array((start + mail + "\n" + start + mail).utf8)
    #expect(MailParts.matches(bytes.span) == true)
    #expect(
      Self.parts(bytes) == ["message 1": "number\n", "message 2": "number\n"])
  }

  @Test func mailsAreTold() {
    let cases: [(String, Bool)] = [
      ("Received: from x", true), ("X-Mailer: y", true), ("MIME-Version: 1.0\n", true),
      ("return-path: <a@b>", true), ("From a@b Sun Nov 29 12:00:00 2026\nDate: x", true),
      ("From here to there", false), ("Subject", false), ("name: value", false), ("{}", false),
      ("From: a", true), ("#!/bin/sh", false), ("x = 1:2", false),
      ("Foo-Bar: x\nFrom: a\nTo: b\n\n", true),
      ("Via: x\n y\n\tz\r\nSubject: a\r\nDate: b\r\n", true),
      ("Keywords: \(String(repeating: "x", count: 2_000))\nFrom: a\nTo: b\n", true),
      ("Foo: x\nFrom: a\n\nTo: b\n", false), ("Foo: x\nFrom: a\nFrom: b\nc\n", false),
      ("version: 1\nname: x\nfrom: y\nsteps:\n  - to: z\n", false),
      ("To-do\nFrom: a\nTo: b\n", false), ("2026-11-30\nFrom: a\n", false),
      ("1234\nFrom: a\n", true), ("1234      \r\nX-Foo: a\n", true), ("1\n2\nFrom: a\n", false),
      ("12345678901\nFrom: a\n", false), ("12 34\nFrom: a\n", false),
    ]
    for (text, isMail) in cases {
      #expect(MailParts.matches(Array(text.utf8).span) == isMail, "\(text)")
    }
  }

  /// Files of Apple Mail: the length of the mail before it, and flags behind it.
  @Test func lengthsStandBeforeMails() throws {
    let mail = try Self.mail("mail.set_content('all of it', cte='base64')")
    let flags = Array("<?xml version=\"1.0\"?>\n<plist><key>flags</key></plist>\n".utf8)
    for padding in ["", "      ", "\r"] {
      let file = Array("\(mail.count)\(padding)\n".utf8) + mail + flags
      #expect(Self.parts(file) == ["body": "all of it\n"], "\(padding)")
      let parts = MailParts.read(file, limit: 1 << 20).parts
      // Places are those in the file.
      let offsets = parts.first?.body.offsets(in: file) ?? []
      #expect(offsets.count == 11)
      #expect(offsets.first.map { String(decoding: file[$0..<$0 + 4], as: UTF8.self) } == "YWxs")
    }
    // One that says more than there is, is cut off.
    #expect(Self.parts(Array("99999\n".utf8) + mail) == ["body": "all of it\n"])
  }

  /// What has no end of its fields is read once, however many there are.
  @Test(.timeLimit(.minutes(1)), arguments: ["--b\n", "--b\nX: y\n", "--b\n\n"])
  func manyEmptyPartsAreRead(part: String) {
    let mail =
      "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: part, count: 90_000)
      + "--b\nContent-Transfer-Encoding: base64\n\nYWJj\n--b--\n"
    #expect(Self.parts(Array(mail.utf8)) == ["part 90001": "abc"])
  }

  @Test func damageAndNestingAreBorne() throws {
    let original = try Self.mail(
      """
      mail.add_alternative("<p>caf\\u00e9</p>", subtype="html", cte="quoted-printable")
      mail.add_attachment(b"abc" * 30, maintype="application", subtype="zip", filename="a.zip")
      """)
    var random = TestRandom(seed: 24)
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0...random.below(6) { bytes[random.below(bytes.count)] = random.pick(original) }
      bytes.removeLast(random.below(bytes.count))
      let total = MailParts.read(bytes, limit: 200).parts.reduce(0) { $0 + $1.bytes.count }
      #expect(total <= 200)
    }
    let deep = (0..<1000).map { level in
      "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
    }.joined()
    let (parts, isCut) = MailParts.read(Array(deep.utf8), limit: 1000)
    #expect(parts == [])
    #expect(isCut)
    let many =
      "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\n", count: 200_000)
    #expect(MailParts.read(Array(many.utf8), limit: 1000).isCut)
  }

  /// A word of a field ends with its line, and its text goes on in the next one.
  @Test func encodedWordsAreJoined() {
    let cases: [(String, String)] = [
      ("=?utf-8?B?b25lIHR3?=\n =?UTF-8?b?byB0aHJlZQ==?=", "one two three"),
      ("=?utf-8?Q?one_tw?=\r\n\t=?utf-8?q?o=20three?=", "one two three"),
      ("Re: =?iso-8859-1?Q?one?= and =?iso-8859-1?Q?two?=", "one and two"),
    ]
    for (value, text) in cases {
      let mail = Array("From: a@b\nSubject: \(value)\nTo: c\n\nplain\n".utf8)
      let (parts, _) = MailParts.read(mail, limit: 1 << 20)
      #expect(parts.map { "\($0.place)" } == ["field Subject"], "\(value)")
      #expect(parts.map { String(decoding: $0.bytes, as: UTF8.self) } == [text], "\(value)")
    }
    let none = Array("Subject: a =?b? is no word =?x?Z?y?= =?= ?=\n\n=?utf-8?B?YQ==?=\n".utf8)
    #expect(MailParts.read(none, limit: 100).parts.isEmpty)
  }

  @Test func whatOnlyLooksLikeAFileIsNone() {
    let bodies = [
      "begin 644 a.txt\nand so on, which is no line of it\n", "begin of a text\n",
      "begin 9 a.txt\n#86)C\n", "xbegin 644 a.txt\n#86)C\n`\nend\n", "begin 644 a.txt\nend\n",
    ]
    for body in bodies {
      #expect(
        MailParts.read(Array("Subject: x\n\n\(body)".utf8), limit: 100).parts == [], "\(body)")
    }
    let file = Array("Subject: x\n\nbegin 644 a.txt\n#86)C\n`\nend\n".utf8)
    #expect(Self.parts(file) == ["body (a.txt)": "abc"])
  }

  /// Found by fuzzing: lines that end in CR alone, and a file in uuencode.
  @Test func offsetsAreThoseOfAllBytes() {
    for body in ["begin 644 a\n#86)C\n`\nend\n", "begin-base64 644 a\nYWJj\n====\n"] {
      for end in ["\n", "\r", "\r\n"] {
        let mail = Array("Subject: x\n\n\(body)".replacing("\n", with: end).utf8)
        let parts = MailParts.read(mail, limit: 100).parts
        #expect(parts.count == 1)
        #expect(parts.first?.body.offsets(in: mail).count == 4)
      }
    }
  }
}
