import Basics
import Documents
import TestSupport
import Testing

/// Parts of mails that are changed where they stand, encoded.
struct MailBodyTests {
  private static let heads = ["base64", "quoted-printable"].map {
    "From: a@example.com\nContent-Transfer-Encoding: \($0)\n\n"
  }

  /// The oracle: a changed body decodes to what the decoded body becomes when it is changed alike;
  /// bodies may be damaged in any way.
  @Test(arguments: UInt64(1)...200)
  func changesAreThoseOfTheDecoded(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ABCDabcd0123456789+/=====\n\n\r\n \t!_-é".utf8)
    for head in Self.heads {
      var mail = Array(head.utf8)
      for _ in 0..<random.next(below: 300) {
        mail.append(alphabet[random.next(below: alphabet.count)])
      }
      guard let part = MailParts.read(mail, limit: 1 << 20).parts.first else { continue }
      let offsets = part.body.offsets(in: mail)
      #expect(offsets.count == part.bytes.count + 1 && offsets == offsets.sorted())
      var edits: [MailBody.Change] = []
      var expected: [UInt8] = []
      var position = 0
      while position < part.bytes.count, edits.count < 4 {
        let start = position + random.next(below: part.bytes.count - position)
        let end = min(part.bytes.count, start + 1 + random.next(below: 12))
        let bytes = Array("a=b…\(seed)".utf8.prefix(1 + random.next(below: 9)))
        expected += part.bytes[position..<start] + bytes
        edits.append((start..<end, bytes))
        position = end
      }
      expected += part.bytes[position...]
      var changed = mail
      let changes = part.body.changes(edits, to: part.bytes, at: offsets, in: mail)
      for change in changes.reversed() { changed.replaceSubrange(change.range, with: change.bytes) }
      let result = MailParts.read(changed, limit: 1 << 20).parts.first?.bytes
      #expect(result == expected, "\(String(decoding: mail, as: UTF8.self))")
    }
  }
}
