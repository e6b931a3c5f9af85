import Basics
import Documents

/// Checks a text that was put together: its size, and that each byte has a place.
private func check(_ text: DocumentText, limit: Int) {
  invariant(text.bytes.count <= limit, "longer than allowed")
  for offset in stride(from: 0, to: text.bytes.count, by: 97) {
    guard let part = text.part(at: offset) else { continue }
    invariant(part.range.contains(offset), "a place of something else")
  }
}

/// See `OfficeText` and `Workbook`.
///
/// Input: XML, parts of which a zero ends.
final class OfficeTarget: FuzzTarget {
  static let name = "office"

  static var seeds: [[UInt8]] {
    [
      "<w:document><w:p><w:r><w:t>a&amp;</w:t></w:r><w:tab/><w:t>b</w:t></w:p></w:document>",
      "<sst><si><t>x</t></si></sst>\0<worksheet><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c></row>",
      "<office:document-content><table:table table:name='T'><table:table-row><table:table-cell>"
        + "<text:p>c<text:s text:c=\"3\"/></text:p></table:table-cell></table:table-row>",
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    var workbook = Workbook(limit: 10_000)
    for part in input.parts(8) {
      check(OfficeText.paragraphs(part, limit: 1000), limit: 1000)
      check(OfficeText.openDocument(part, limit: 1000), limit: 1000)
      guard let kind = OfficeText.kind(part.span) else { continue }
      workbook.add(part, kind, name: "sheet1.xml")
    }
    check(workbook.text(limit: 1000), limit: 1000)
  }
}

/// See `DatabaseText`.
///
/// Input: pages of 512 bytes behind the header of a database.
final class DatabaseTarget: FuzzTarget {
  static let name = "database"

  static var seeds: [[UInt8]] {
    var page = [UInt8](repeating: 0, count: 1024)
    // A leaf of a table with a cell of a record: one text.
    page.replaceSubrange(0..<10, with: [13, 0, 0, 0, 1, 1, 0, 0, 1, 200])
    page.replaceSubrange(456..<464, with: [6, 1, 2, 19, 97, 98, 99, 0])
    return [page]
  }

  func run(_ input: [UInt8]) {
    var bytes = Array("SQLite format 3\0".utf8) + [2, 0, 1, 1, 0, 64, 32, 32]
    bytes += [UInt8](repeating: 0, count: 100 - bytes.count)
    bytes += input.prefix(64 * 512)
    while bytes.count < 1024 { bytes.append(0) }
    guard let text = DatabaseText.read(bytes, limit: 100_000) else { return }
    check(text, limit: 100_000)
  }
}

/// See `DatabaseLog`.
///
/// Input: frames of pages of 512 bytes behind the header of a log.
final class DatabaseLogTarget: FuzzTarget {
  static let name = "database-log"

  static var seeds: [[UInt8]] {
    DatabaseTarget.seeds.map {
      [0, 0, 0, 1] + Array(repeating: 0, count: 20) + $0.prefix(512) + [0, 0, 0, 2]
        + Array(repeating: 0, count: 20) + $0.suffix(512)
    }
  }

  func run(_ input: [UInt8]) {
    let header: [UInt8] = [0x37, 0x7F, 6, 0x82, 0, 0x2D, 0xE2, 0x18, 0, 0, 2, 0]
    let bytes = header + Array(repeating: 0, count: 20) + input.prefix(64 * 536)
    guard let text = DatabaseLog.read(bytes, limit: 100_000) else { return }
    check(text, limit: 100_000)
  }
}

/// See `PDFText`.
///
/// Input: a PDF.
final class PDFTarget: FuzzTarget {
  static let name = "pdf"

  static var seeds: [[UInt8]] {
    let shown = Array("BT 1 0 0 1 5 5 Tm [(a\\(b) -9 <4142>] TJ (c) ' ET".utf8)
    let streams: [(String, [UInt8])] = [
      ("", shown), ("/Filter /FlateDecode", Deflated.compressed(shown)),
      ("/Filter [/ASCIIHexDecode /ASCII85Decode]", Array("39 39 7E 3E >".utf8)),
      ("/Filter /LZWDecode", [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01]),
      ("/V <FEFF0061> /T (\\141) /Contents [5 0 R 5 0 R]", shown),
      ("/Filter /AHx /DecodeParms << /Predictor 15 /Columns 2 >>", Array("0261620101014>".utf8)),
    ]
    return streams.map { dictionary, bytes in
      Array("%PDF-1.4\n5 0 obj << \(dictionary) /Length \(bytes.count) >> stream\n".utf8) + bytes
        + Array("\nendstream".utf8)
    }
  }

  func run(_ input: [UInt8]) {
    let outcome = PDFText.read(input, limit: 10_000) { $0.starts(with: [0x50, 0x4B]) }
    check(outcome.text, limit: 10_000)
  }
}

/// See `MailParts`.
///
/// Input: a mail.
final class MailTarget: FuzzTarget {
  static let name = "mail"

  static var seeds: [[UInt8]] {
    [
      "Subject: x\nContent-Transfer-Encoding: base64\n\nYWJj\n",
      "MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"b\"\n\n--b\n"
        + "Content-Transfer-Encoding: quoted-printable\n\na=3D=\nb\n--b--\n",
      "From a@b Sun Nov 29 12:00:00 2026\nDate: x\n\nFrom c\n\n",
      "Subject: =?utf-8?B?YQ==?=\n =?utf-8?Q?b=20?=\n\nbegin 644 a\n#86)C\n`\nend\n",
      "Content-Type: multipart/mixed; boundary*0*=''b%2D; boundary*1=-\n\n--b--\n"
        + "Content-Type: message/global\n\nBcc: x\n\n--b----\n",
      "Subject: x\rContent-Transfer-Encoding: (a) \"base64\"\r\rYWJj\r",
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    _ = DocumentFormat(recognizing: input.span)
    let parts = MailParts.read(input, limit: 10_000).parts
    for part in parts {
      let offsets = part.body.offsets(in: input)
      invariant(offsets.count == part.bytes.count + 1, "bytes that stand nowhere")
      invariant(offsets.allSatisfy { $0 <= input.count }, "bytes that stand behind the end")
    }
    invariant(parts.reduce(0) { $0 + $1.bytes.count } <= 10_000, "longer than allowed")
  }
}
