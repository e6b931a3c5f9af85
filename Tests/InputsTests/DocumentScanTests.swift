import Detection
import Engine
import Findings
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

  @Test func whatCannotBeReadIsNoted() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.pdf", "%PDF-1.4\n3 0 obj\n<< /Filter /Unknown >>\nstream\nx\nendstream\n%%EOF\n")
    try folder.write("b.pdf", "%PDF-1.4\ntrailer << /Encrypt 4 0 R >>\n%%EOF\n")
    let result = try Self.scan(folder)
    #expect(result.coverage.unopened.count == 2)
    #expect(!result.isComplete)
  }
}
