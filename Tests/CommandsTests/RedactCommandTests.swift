import Foundation
import TestSupport
import Testing

/// `kunci redact` as a program: streams, files in place, and what it owns up to.
struct RedactCommandTests {
  private static let key = ScannedFolder.key(1)
  private static let shown = "sk-or-v1-\(key.dropFirst(9).prefix(4))…\(key.suffix(4))"

  @Test func aStreamIsPassedOn() throws {
    let scanned = try ScannedFolder()
    let run = try scanned.kunci(["redact"], input: "a\nKEY=\(Self.key)\nb")
    #expect(run.status == 0 && run.output == "a\nKEY=\(Self.shown)\nb")
    #expect(run.errors.contains("standard input:2: OpenRouter API key  \(Self.shown)"))
    #expect(run.errors.contains("1 secret redacted."))
    let quiet = try scanned.kunci(["redact", "-q", "--mark"], input: "key \(Self.key)")
    #expect(quiet.output.hasPrefix("key [redacted openrouter-api-key ") && quiet.errors.isEmpty)
  }

  @Test func aFileIsReplacedInPlace() throws {
    let scanned = try ScannedFolder()
    let path = scanned.folder.path("leaky/a.env")
    try Shell.run("chmod 640 \"$0\" && ln -s a.env \"$0.link\"", arguments: [path])
    let run = try scanned.kunci("redact", "--in-place", "leaky/a.env.link", "clean/readme")
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(try scanned.folder.bytes("leaky/a.env") == Array("KEY=\(Self.shown)\n".utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    let link = try FileManager.default.attributesOfItem(atPath: path + ".link")
    #expect(link[.type] as? FileAttributeType == .typeSymbolicLink)
    // Nothing is left beside it.
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scanned.folder.path("leaky")
    ).sorted()
    #expect(names == ["a.env", "a.env.link"])
    #expect(try scanned.kunci("scan", "leaky", "--min-confidence", "low").status == 0)
  }

  @Test func whatCannotBeDoneIsSaid() throws {
    let scanned = try ScannedFolder()
    try scanned.folder.write("binary", Array("text\0\(Self.key)".utf8))
    for arguments in [["redact", "binary"], ["redact", "-i", "binary"]] {
      let run = try scanned.kunci(arguments)
      #expect(run.status == 2 && run.errors.contains("this is no text"))
      #expect(!run.output.contains(Self.key))
    }
    #expect(try scanned.folder.bytes("binary") == Array("text\0\(Self.key)".utf8))
    let absent = try scanned.kunci("redact", "absent")
    #expect(absent.errors.contains("absent: cannot open") && !absent.errors.contains("redacted"))
    try scanned.folder.write("a.zip", Array("PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0".utf8))
    let packed = try scanned.kunci("redact", "a.zip")
    #expect(packed.status == 2 && packed.errors.contains("a zip archive"))
    #expect(packed.errors.contains("unpack it"))
    #expect(try scanned.kunci("redact", "-i").status == 2)
    // One that cannot be done keeps no other from being done.
    let run = try scanned.kunci("redact", "absent", "leaky/a.env")
    #expect(run.status == 2 && run.output == "KEY=\(Self.shown)\n")
  }

  /// What only a reader of mails sees is no longer there, and what cannot be taken out is said.
  @Test func mailsAreTakenApart() throws {
    let scanned = try ScannedFolder()
    let head = "From: a@example.com\nContent-Transfer-Encoding: quoted-printable\n\n"
    let mail = head + "key =3D \(Self.key.prefix(30))=\n\(Self.key.dropFirst(30))\n"
    try scanned.folder.write("mails/a.eml", mail)
    try scanned.folder.write("mails/b.mbox", "From a@example.com Sun Nov 29 12:00:00 2026\n" + mail)
    let scan = ["scan", "mails", "--min-confidence", "low"]
    #expect(try scanned.kunci(scan).status == 1)
    let run = try scanned.kunci(["redact"], input: mail)
    let shown = Self.shown.replacing("…", with: "=E2=80=A6")
    #expect(run.status == 0 && run.output == head + "key =3D \(shown)\n")
    #expect(run.errors.contains("standard input:4: OpenRouter API key  \(Self.shown)"))
    #expect(try scanned.kunci("redact", "-i", "mails/a.eml", "mails/b.mbox").status == 0)
    #expect(try scanned.kunci(scan).status == 0)
    // An archive of a text, which has no zero byte.
    let name = "a".padding(toLength: 48, withPad: " ", startingAt: 0)
    let size = "\(Self.key.utf8.count)".padding(toLength: 10, withPad: " ", startingAt: 0)
    let archive = Data("!<arch>\n\(name)\(size)`\n\(Self.key)".utf8).base64EncodedString()
    let attached = "From: a@example.com\nContent-Transfer-Encoding: base64\n\n\(archive)\n"
    let refused = try scanned.kunci(["redact"], input: attached)
    #expect(refused.status == 2 && refused.output.isEmpty)
    #expect(refused.errors.contains("standard input: line 4: what is attached is an ar archive"))
  }
}
