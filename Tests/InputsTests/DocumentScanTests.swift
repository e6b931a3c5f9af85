import Detection
import Engine
import Findings
import Foundation
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// Keys in documents whose formats cut them into pieces: found, at places that a person can go to.
@Suite struct DocumentScanTests {
  /// Makes documents out of the key of each; none has it in one piece.
  private static let script = """
    import email.message, io, os, sqlite3, sys, zipfile, zlib
    docx, odt, xlsx, pdf, mail, inner, overflow, deleted = sys.argv[1:]
    def parts(key):
        return key[:6], key[6:20], key[20:]
    def package(name, members):
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, text in members:
                archive.writestr(member, text)
    runs = "".join("<w:r><w:rPr/><w:t>%s</w:t></w:r>" % part for part in parts(docx))
    package("a.docx", [("[Content_Types].xml", "<Types/>"), ("word/document.xml",
        '<?xml version="1.0"?><w:document><w:body><w:p><w:r><w:t>one</w:t></w:r></w:p><w:p>'
        "<w:r><w:t>key: </w:t></w:r>" + runs + "</w:p></w:body></w:document>")])
    spans = "".join("<text:span>%s</text:span>" % part for part in parts(odt))
    package("a.odt", [("content.xml", "<office:document-content><text:p>" + spans + "</text:p>"
        "</office:document-content>")])
    package("a.xlsx", [("xl/workbook.xml", '<workbook><sheets><sheet name="Other"/>'
        '<sheet name="Secrets"/></sheets></workbook>'),
        ("xl/worksheets/sheet2.xml", '<worksheet><sheetData><row r="7"><c r="A7"><v>5</v></c>'
        '<c r="B7" t="s"><v>1</v></c></row></sheetData></worksheet>'),
        ("xl/sharedStrings.xml", "<sst><si><t>zero</t></si><si>"
        + "".join("<r><t>%s</t></r>" % part for part in parts(xlsx)) + "</si></sst>")])
    shown = "BT /F1 12 Tf 72 700 Td [(%s) -20 (%s) 5 (%s)] TJ ET" % parts(pdf)
    stream = zlib.compress(shown.encode())
    open("a.pdf", "wb").write(b"%%PDF-1.4\\n7 0 obj\\n<< /Filter /FlateDecode /Length %d >>\\nstream\\n"
        % len(stream) + stream + b"\\nendstream\\nendobj\\n%%EOF\\n")
    message = email.message.EmailMessage()
    message["Subject"] = "Keys"
    message.set_content("see below")
    message.add_attachment(mail.encode(), maintype="text", subtype="x-keys", filename="k.txt")
    content = io.BytesIO()
    package(content, [("in/k.txt", "\\n" + inner)])
    message.add_attachment(content.getvalue(), maintype="application", subtype="zip",
        filename="i.zip")
    open("a.eml", "wb").write(message.as_bytes())
    def database(name, key, isDeleted):
        # The key is moved until it lies across two pages.
        for padding in range(1000, 2000, 20):
            if os.path.exists(name):
                os.remove(name)
            db = sqlite3.connect(name)
            db.execute("pragma page_size = 512")
            db.execute("pragma secure_delete = off")
            db.execute("create table vault (a, b)")
            db.execute("insert into vault values (1, ?)", ("." * 9000,))
            db.execute("insert into vault values (2, ?)", (" " * padding + key + " " * 2000,))
            db.commit()
            if isDeleted:
                db.execute("delete from vault where a = 1")
                db.execute("delete from vault where a = 2")
                db.commit()
            db.close()
            if key.encode() not in open(name, "rb").read():
                return
        sys.exit("no page ends within the key")
    database("a.db", overflow, False)
    database("b.db", deleted, True)
    for name in os.listdir("."):
        for key in sys.argv[1:]:
            if key.encode() in open(name, "rb").read():
                sys.exit("%s holds a key in one piece" % name)
    """

  private static func scan(_ folder: TemporaryFolder) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    return Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
  }

  private static func made() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let keys = (1...8).map { LeakedKey.text($0) }
    try folder.write("make.py", script)
    try Shell.run(
      "cd \"$0\" && mkdir made && cd made && python3 ../make.py \"$@\" && rm ../make.py",
      arguments: [folder.path] + keys)
    return folder
  }

  @Test func keysAreFoundWhereTheyStand() throws {
    let folder = try Self.made()
    let result = try Self.scan(folder)
    var places: [Fingerprint: [String]] = [:]
    for finding in result.findings {
      places[finding.fingerprint] = finding.locations.map {
        "\($0.path.replacing(folder.path + "/made/", with: "")):\($0.region.line):\($0.region.column)"
      }
    }
    let expected: [UInt64: String] = [
      1: "a.docx!word/document.xml!paragraph 2:1:6", 2: "a.odt!content.xml!paragraph 1:1:1",
      3: "a.xlsx!Secrets!B7:1:1", 4: "a.pdf!object 7:1:1", 5: "a.eml!part 2 (k.txt):1:1",
      6: "a.eml!part 3 (i.zip)!in/k.txt:2:1",
    ]
    for (number, place) in expected {
      #expect(places[LeakedKey.fingerprint(number)] == [place])
    }
    let overflow = try #require(places[LeakedKey.fingerprint(7)])
    #expect(overflow.count == 1 && overflow[0].hasPrefix("a.db!vault, page "), "\(overflow)")
    let deleted = try #require(places[LeakedKey.fingerprint(8)])
    #expect(deleted.count == 1 && deleted[0].hasPrefix("b.db!unused page "), "\(deleted)")
    #expect(result.findings.count == 8)
    #expect(result.coverage.unopened.isEmpty)
    #expect(result.isComplete)
  }

  private static func page(_ lines: [String]) -> String {
    let shown = lines.map { "(\($0)) Tj 0 -14 Td" }.joined(separator: "\n")
    return
      "%PDF-1.4\n7 0 obj\n<< /Length \(shown.utf8.count) >>\nstream\nBT 72 700 Td\n\(shown)\nET\n"
      + "endstream\nendobj\n%%EOF\n"
  }

  /// A page has no room for a long key on one line.
  @Test func keysAreJoinedThatEndsOfLinesBreak() throws {
    let key = LeakedKey.text(1)
    func piece(_ range: Range<Int>) -> String {
      String(decoding: Array(key.utf8)[range.clamped(to: 0..<key.utf8.count)], as: UTF8.self)
    }
    for (lines, place) in [
      (["The key is \(piece(0..<40))", "\(piece(40..<99)) and so on"], "1:12"),
      (["The key", piece(0..<30), piece(30..<60), piece(60..<99), "is it"], "2:1"),
      (["a", "key: \(piece(0..<12))", piece(12..<99)], "2:6"),
      (["a", "b \(piece(0..<70)) ", "\(piece(70..<99)). More"], "2:3"),
    ] {
      let folder = try TemporaryFolder()
      try folder.write("a.pdf", Self.page(lines))
      let result = try Self.scan(folder)
      let found = result.findings.flatMap(\.locations).map {
        "\($0.region.line):\($0.region.column)"
      }
      #expect(found == [place], "\(lines)")
      #expect(result.findings.map(\.fingerprint) == [LeakedKey.fingerprint(1)], "\(lines)")
    }
    for lines in [
      ["the \(piece(0..<40))", "is \(piece(40..<99))"], ["\(piece(0..<40)),", piece(40..<99)],
      [piece(0..<40), "", "x", piece(40..<99)], ["sk-or-v1-", "of the first kind"],
    ] {
      let folder = try TemporaryFolder()
      try folder.write("a.pdf", Self.page(lines))
      #expect(try Self.scan(folder).findings.isEmpty, "\(lines)")
    }
  }

  @Test func whatCannotBeReadIsNoted() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.pdf", "%PDF-1.4\n3 0 obj\n<< /Filter /Unknown >>\nstream\nx\nendstream\n%%EOF\n")
    try folder.write("b.pdf", "%PDF-1.4\ntrailer << /Encrypt 4 0 R >>\n%%EOF\n")
    let result = try Self.scan(folder)
    #expect(result.coverage.unopened.count == 2)
    #expect(!result.isComplete)
  }

  /// A zip file attached to a PDF, whose header has something before it.
  @Test func whatIsAttachedToAPDFIsOpened() throws {
    let plain = try TemporaryFolder()
    try plain.write("in/k.txt", LeakedKey.text(1))
    let packed = try TemporaryFolder()
    try ArchiveFixture.pack(plain.path, as: "zip-deflate", to: packed.path("a"))
    let start = "%PDF-1.7\n9 0 obj\n<< /Type /EmbeddedFile >>\nstream\n"
    let pdf =
      Array(start.utf8) + (try packed.bytes("a"))
      + Array("\nendstream\nendobj\nstartxref\n9\n%%EOF\n".utf8)
    for before in ["", "HTTP/1.1 200 OK\r\n\r\n"] {
      let folder = try TemporaryFolder()
      try folder.write("a.pdf", Array(before.utf8) + pdf)
      let result = try Self.scan(folder)
      #expect(
        result.findings.flatMap(\.locations).map(\.path)
          == [folder.path("a.pdf!object 9!in/k.txt")], "\(before)")
      #expect(result.isComplete)
    }
    // A zip file may stand behind a document as well.
    let folder = try TemporaryFolder()
    try folder.write("a.pdf", Array("%PDF-1.7\n%%EOF\n".utf8) + (try packed.bytes("a")))
    let result = try Self.scan(folder)
    #expect(
      result.findings.flatMap(\.locations).map(\.path) == [folder.path("a.pdf!in/k.txt")])
  }

  /// What mails hold that is packed, in each of the ways that it is put there.
  @Test func whatMailsHoldIsOpened() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import base64, binascii, io, sys, zipfile
      key = sys.argv[1].encode()
      out = io.BytesIO()
      with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
          made.writestr("k.txt", key)
      data = out.getvalue()
      uu = b"begin 644 a.zip\\n" + b"".join(
          binascii.b2a_uu(data[start:start + 45]) for start in range(0, len(data), 45)) + b"`\\nend\\n"
      lines = base64.encodebytes(data)
      head = b"MIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=bb\\n\\n"
      part = b"Content-Transfer-Encoding: base64\\n\\n" + lines
      made = {
          "uu": b"Subject: x\\n\\nHere it is:\\n" + uu + b"Bye\\n",
          "uu-crlf": (b"Subject: x\\n\\nHere it is:\\n" + uu).replace(b"\\n", b"\\r\\n"),
          "uu-part": head + b"--bb\\nContent-Transfer-Encoding: x-uuencode\\n\\n" + uu + b"\\n--bb--\\n",
          "uu-base64": b"Subject: x\\n\\nbegin-base64 644 a.zip\\n" + lines + b"====\\n",
          "binary": head + b"--bb\\nContent-Transfer-Encoding: binary\\n\\n" + data + b"\\n--bb--\\n",
          "unsaid": head + b"--bb\\nContent-Type: application/zip\\n\\n" + data + b"\\n--bb--\\n",
          "comment": b"Subject: x\\nContent-Transfer-Encoding: (so (it is)) base64 (x)\\n\\n" + lines,
          "quotes": b'Subject: x\\nContent-Transfer-Encoding: "base64"\\n\\n' + lines,
          "cr": (b"Subject: x\\n" + head + b"--bb\\n" + part + b"\\n--bb--\\n").replace(b"\\n", b"\\r"),
          "pieces": b"MIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary*1=y; boundary*0*=''x%3D"
              b"\\n\\n--x=y\\n" + part + b"\\n--x=y--\\n",
          "inner": head + b"--bb\\nContent-Type: multipart/mixed; boundary=bb--\\n\\n--bb--\\n" + part
              + b"\\n--bb----\\n--bb--\\n",
          "longer": head + b"--bb\\nContent-Type: multipart/mixed; boundary=bbb\\n\\n--bbb\\n" + part
              + b"\\n--bbb--\\n--bb--\\n",
          "behind": head + b"--bb\\n\\n--bb--\\n--bb\\n" + part + b"\\n--bb--\\n",
          "global": head + b"--bb\\nContent-Type: message/global\\n\\nSubject: y\\n" + part
              + b"\\n--bb--\\n",
          "mailbox": b"From a@b Sun Nov 29 12:00:00 2026\\n" + head + b"--bb\\n\\nFrom here on: 1 x\\n"
              b"From 2020 on\\nSubject: y\\n\\n--bb\\n" + part + b"\\n--bb--\\n",
      }
      for first in [b"Bcc: a@b", b"User-Agent: x", b"List-Id: x", b"\\xef\\xbb\\xbfFrom: a",
              b"Resent-From: a"]:
          made["first %d" % len(made)] = first + b"\\n" + part
      for name, mail in made.items():
          open(name + ".eml", "wb").write(mail)
      """)
    try Shell.run(
      "cd \"$0\" && python3 make.py \"$1\" && rm make.py",
      arguments: [folder.path, LeakedKey.text(1)])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count == 20)
    for name in names {
      let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
      let result = Scan.run(FolderSource([folder.path(name)]), plan, try Detector(plan.ruleSet))
      let paths = result.findings.flatMap(\.locations).map(\.path)
      #expect(paths.count == 1 && paths.first?.hasSuffix("!k.txt") == true, "\(name): \(paths)")
      #expect(result.isComplete && result.unopened == [], "\(name)")
    }
  }

  /// A database of more than is held in memory is read where it lies, and so is what is in its values.
  @Test(arguments: [1, 2])
  func largeDatabasesAreRead(threads: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import gzip, sqlite3, sys
      db = sqlite3.connect("a.db")
      db.execute("create table vault (a, b)")
      for number in range(36):
          db.execute("insert into vault values (?, zeroblob(1000000))", (number,))
      key = sys.argv[1]
      for padding in range(3000, 5200, 30):
          db.execute("insert into vault values (1, ?)", (" " * padding + key + " " * 3000,))
      db.execute("insert into vault values (2, ?)", (gzip.compress(sys.argv[2].encode()),))
      db.commit()
      db.close()
      """)
    try Shell.run(
      "cd \"$0\" && python3 make.py \"$@\" && rm make.py",
      arguments: [folder.path, LeakedKey.text(1), LeakedKey.text(2)])
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    let result = Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
    #expect(result.isComplete && result.unopened == [])
    for number in [1, 2] as [UInt64] {
      let finding = result.findings.first { $0.fingerprint == LeakedKey.fingerprint(number) }
      let path = finding?.locations.first?.path ?? ""
      #expect(path.hasPrefix(folder.path("a.db!vault, page ")), "\(path)")
    }
    // Many lie across two pages.
    let first = result.findings.first { $0.fingerprint == LeakedKey.fingerprint(1) }
    #expect(first?.locations.count == 74)
  }

  /// Parts of office documents in other encodings, behind long prologs, with escapes, and what no cell shows.
  @Test func officeDocumentsAreReadInEveryDress() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import sys, zipfile
      keys = sys.argv[1:]
      def package(name, member, text):
          with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
              archive.writestr(member, text)
      def document(key, prolog=""):
          return ('<?xml version="1.0"?>' + prolog + '<w:document><w:p><w:r><w:t>%s</w:t></w:r>'
              '<w:r><w:t>%s</w:t></w:r></w:p></w:document>' % (key[:20], key[20:]))
      package("0.docx", "word/document.xml", document(keys[0]).encode("utf-16"))
      package("1.docx", "word/document.xml", document(keys[1], "<!--" + "x" * 9000 + "-->"))
      package("2.docx", "word/document.xml", document(keys[2][:30] + "\\u00ad" + keys[2][30:]))
      package("3.xlsx", "xl/sharedStrings.xml", "<sst><si><t>%s_x%04X_%s</t></si></sst>"
          % (keys[3][:30], ord(keys[3][30]), keys[3][31:]))
      open("4.fodt", "w").write('<?xml version="1.0"?><office:document office:version="1.3"><text:p>'
          '<text:span>%s</text:span><text:span>%s</text:span></text:p></office:document>'
          % (keys[4][:20], keys[4][20:]))
      """)
    try Shell.run(
      "cd \"$0\" && python3 make.py \"$@\" && rm make.py",
      arguments: [folder.path] + (0..<5).map { LeakedKey.text($0) })
    let result = try Self.scan(folder)
    let places = result.findings.flatMap(\.locations).map {
      $0.path.replacing(folder.path + "/", with: "")
    }
    #expect(
      places.sorted() == [
        "0.docx!word/document.xml!paragraph 1", "1.docx!word/document.xml!paragraph 1",
        "2.docx!word/document.xml!paragraph 1", "3.xlsx!shared string 1", "4.fodt!paragraph 1",
      ])
    #expect(result.isComplete && result.unopened == [])
    let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    let name = "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
    try folder.write(
      "5.docx",
      compound + [UInt8](repeating: 0, count: 504) + name + [UInt8](repeating: 0, count: 32) + [34]
        + [UInt8](repeating: 0, count: 700))
    #expect(try Self.scan(folder).unopened.map(\.message) == ["encrypted"])
  }
}
