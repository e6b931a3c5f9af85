import Documents
import TestSupport
import Testing

/// Paragraphs and cells, however they are cut.
@Suite struct OfficeTextTests {
  @Test func numbersOfRowsAreNotBelieved() {
    for row in ["9223372036854775807", "-9223372036854775808", "0", "99999999999999999999"] {
      let sheet = """
        <worksheet><row r="\(row)"><c r="B\(row)"><v>a</v></c></row><row><c><v>b</v></c></row></worksheet>
        """
      var workbook = Workbook(limit: 1000)
      workbook.add(Array(sheet.utf8), .worksheet, name: "sheet1.xml")
      let text = workbook.text(limit: 1000)
      #expect(text.bytes == Array("a\t\nb\t\n".utf8), "\(row)")
      #expect(text.place(at: 0)?.description.hasPrefix("sheet1!") == true)
    }
  }

  private static func lines(_ text: DocumentText) -> [String] {
    String(decoding: text.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func place(of word: String, in text: DocumentText) -> String? {
    let bytes = Array(word.utf8)
    let starts = text.bytes.indices.filter { text.bytes[$0...].starts(with: bytes) }
    return starts.first.flatMap { text.place(at: $0)?.description }
  }

  @Test func partsAreTold() {
    let cases: [(String, OfficeText.Kind?)] = [
      ("<?xml version=\"1.0\"?>\n<w:document xmlns:w=\"x\">", .paragraphs),
      ("<p:sld a='>'>", .paragraphs), ("\u{FEFF}<sst count=\"1\">", .sharedStrings),
      ("<worksheet>", .worksheet), ("<!-- <sst> --><x:workbook>", .workbook),
      ("<office:document-content>", .openDocument), ("<html>", nil), ("text", nil), ("<", nil),
      ("{\"a\": \"<sst>\"}", nil),
    ]
    for (head, kind) in cases {
      #expect(OfficeText.kind(Array(head.utf8).span) == kind, "\(head)")
    }
  }

  @Test func runsAreJoined() {
    let xml = """
      <w:document><w:body><w:p w:id="1"><w:r><w:t>one </w:t></w:r><w:r><w:rPr/>\
      <w:t xml:space="preserve">tw</w:t></w:r><w:proofErr/><w:r><w:t>o&amp;&#x41;&#66;</w:t></w:r>\
      </w:p><w:p/><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>\
      <w:del><w:r><w:delText>gone</w:delText></w:r></w:del>\
      <w:r><w:instrText> LINK "x" </w:instrText></w:r></w:p>\
      <a:p><a:r><a:t>sl</a:t></a:r><a:r><a:t><![CDATA[ide <]]></a:t></a:r></a:p></w:body>
      """
    let text = OfficeText.paragraphs(Array(xml.utf8), limit: 1000)
    #expect(Self.lines(text) == ["one two&AB", "a\tb", "cgone LINK \"x\" ", "slide <"])
    #expect(Self.place(of: "two", in: text) == "paragraph 1")
    #expect(Self.place(of: "gone", in: text) == "paragraph 3")
    #expect(Self.place(of: "slide", in: text) == "paragraph 4")
    #expect(!text.isCut)
    #expect(OfficeText.paragraphs(Array(xml.utf8), limit: 6).isCut)
  }

  /// Each sheet's title is looked up, and not looked for.
  @Test(.timeLimit(.minutes(1)))
  func titlesOfManySheetsTakeLinearTime() {
    let numbers = 0..<10_000
    var workbook = Workbook(limit: 1 << 24)
    let sheets = numbers.map { "<sheet name=\"T\($0)\" r:id=\"r\($0)\"/>" }.joined()
    workbook.add(Array("<workbook>\(sheets)</workbook>".utf8), .workbook, name: "workbook.xml")
    let parts = numbers.map {
      "<Relationship Id=\"r\($0)\" Target=\"worksheets/s\(9_999 - $0).xml\"/>"
    }
    workbook.add(
      Array("<Relationships>\(parts.joined())</Relationships>".utf8), .relationships,
      name: "workbook.xml.rels")
    for number in numbers {
      workbook.add(
        Array("<worksheet><row r=\"1\"><c r=\"A1\"><v>v</v></c></row></worksheet>".utf8),
        .worksheet, name: "worksheets/s\(number).xml")
    }
    let text = workbook.text(limit: 1 << 24)
    #expect(text.place(at: 0)?.description.hasPrefix("T9999!") == true)
  }

  @Test func workbooksAreJoined() {
    let parts: [(String, String)] = [
      (
        "xl/worksheets/sheet2.xml",
        """
        <worksheet><sheetData><row r="7"><c r="B7" t="s"><v>1</v></c><c r="AA7" t="inlineStr"><is>\
        <r><t>in</t></r><r><t>line</t></r></is></c></row><row><c><f>A1&amp;"x"</f><v>result</v></c>\
        <c t="s"><v>99</v></c></row></sheetData></worksheet>
        """
      ),
      (
        "xl/workbook.xml",
        "<workbook><sheets><sheet name=\"First\"/><sheet name=\"Two &amp; a half\"/></sheets></workbook>"
      ),
      (
        "xl/sharedStrings.xml",
        "<sst><si><t>zero</t></si><si><r><t>sh</t></r><r><t>ared</t></r></si><si/></sst>"
      ),
    ]
    for order in [[0, 1, 2], [2, 1, 0]] {
      var workbook = Workbook(limit: 10_000)
      for index in order {
        let bytes = Array(parts[index].1.utf8)
        if let kind = OfficeText.kind(bytes.span) {
          workbook.add(bytes, kind, name: parts[index].0)
        }
      }
      #expect(workbook.hasText)
      let text = workbook.text(limit: 10_000)
      #expect(Self.lines(text) == ["shared\tinline\t", "A1&\"x\" result\t\t", "zero"])
      #expect(Self.place(of: "shared", in: text) == "Two & a half!B7")
      #expect(Self.place(of: "inline", in: text) == "Two & a half!AA7")
      #expect(Self.place(of: "result", in: text) == "Two & a half!A8")
      #expect(!workbook.isCut && !text.isCut)
    }
    var moved = Workbook(limit: 10_000)
    let related: [(String, String)] = [
      (
        "xl/worksheets/sheet2.xml",
        "<worksheet><row r=\"1\"><c r=\"A1\"><v>here</v></c></row></worksheet>"
      ),
      (
        "xl/workbook.xml",
        "<workbook><sheet name=\"First\" r:id=\"a\"/><sheet name=\"Two\" r:id=\"b\"/></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet2.xml\"/></Relationships>"
      ),
    ]
    for part in related {
      let bytes = Array(part.1.utf8)
      if let kind = OfficeText.kind(bytes.span) { moved.add(bytes, kind, name: part.0) }
    }
    #expect(Self.place(of: "here", in: moved.text(limit: 100)) == "First!A1")
    var small = Workbook(limit: 100)
    for part in parts {
      let bytes = Array(part.1.utf8)
      if let kind = OfficeText.kind(bytes.span) { small.add(bytes, kind, name: part.0) }
    }
    #expect(small.isCut)
  }

  @Test func openDocumentsAreJoined() {
    let xml = """
      <office:document-content><text:p>one<text:span>tw</text:span>o<text:s text:c="2"/>x</text:p>\
      <table:table table:name="Keys"><table:table-row table:number-rows-repeated="3"/><table:table-row>\
      <table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>ce<text:a>ll</text:a>\
      </text:p></table:table-cell></table:table-row></table:table><text:h>end</text:h>
      """
    let text = OfficeText.openDocument(Array(xml.utf8), limit: 1000)
    #expect(Self.lines(text) == ["onetwo  x", "cell\t", "end"])
    #expect(Self.place(of: "cell", in: text) == "Keys!C4")
    #expect(Self.place(of: "onetwo", in: text) == "paragraph 1")
  }

  @Test func damageIsBorne() {
    var random = TestRandom(seed: 21)
    let xml = Array(
      """
      <w:p><w:t a="b" c='d'>x&amp;&#1;&#x110000;y</w:t><![CDATA[z]]><!-- c --><?pi?><row r="3"/>\
      <c r="ZZZ99" t="s"><v>5</v></c><si><t>q</t></si><text:p><text:s text:c="9"/></text:p>
      """.utf8)
    for _ in 0..<3000 {
      var bytes = xml
      for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = random.pick(xml) }
      bytes.removeLast(random.below(bytes.count))
      let most = random.below(100)
      #expect(OfficeText.paragraphs(bytes, limit: most).bytes.count <= most)
      #expect(OfficeText.openDocument(bytes, limit: most).bytes.count <= most)
      var workbook = Workbook(limit: 1000)
      for kind in [OfficeText.Kind.sharedStrings, .worksheet, .workbook] {
        workbook.add(bytes, kind, name: "sheet1.xml")
      }
      #expect(workbook.text(limit: most).bytes.count <= most)
      _ = OfficeText.kind(bytes.span)
    }
  }

  private static func utf16(_ text: String, isBig: Bool) -> [UInt8] {
    text.utf16.flatMap { unit in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 255)]
      return isBig ? bytes : bytes.reversed()
    }
  }

  @Test func partsMayBeInUTF16() {
    let xml = "<?xml version=\"1.0\"?><w:document><w:p><w:t>ä</w:t></w:p></w:document>"
    for isBig in [false, true] {
      for text in [xml, "\u{FEFF}" + xml] {
        let bytes = Self.utf16(text, isBig: isBig)
        let kind = OfficeText.kind(bytes.span)
        #expect(kind == .paragraphs)
        let paragraphs = OfficeText.paragraphs(OfficeText.utf8(bytes) ?? [], limit: 100)
        #expect(Self.lines(paragraphs) == ["ä"])
      }
    }
  }

  @Test func prologsMayBeLong() {
    for length in [100, 1_000, 1_010, 1_024, 5_000, 200_000] {
      let start = "<!--" + String(repeating: "x", count: length) + "-->"
      let kind = OfficeText.kind(Array("\(start)<w:document>".utf8).span)
      #expect(kind == .paragraphs, "\(length)")
      let open = OfficeText.recognize(Array(start.dropLast(4).utf8).span)
      #expect(open == .undecided, "\(length)")
      let cut = OfficeText.recognize(Array("\(start)<w:docu".utf8).span)
      #expect(cut == .undecided, "\(length)")
      let other = OfficeText.recognize(Array("\(start)<html>".utf8).span)
      #expect(other == .other, "\(length)")
    }
  }

  @Test func whatNobodySeesIsLeftOut() {
    let hidden = "o\u{AD}n\u{200B}e\u{2060}\u{FEFF} é€"
    let text = OfficeText.paragraphs(
      Array("<w:p><w:t>\(hidden)</w:t><w:softHyphen/><w:t>!</w:t></w:p>".utf8), limit: 100)
    #expect(Self.lines(text) == ["one é€!"])
  }

  @Test func stringsThatNoCellShowsAreThere() {
    var workbook = Workbook(limit: 1000)
    let strings = "<sst><si><t>gone_x0037__x005F_x</t></si><si><t>sho\u{AD}wn_x_x0_</t></si></sst>"
    workbook.add(Array(strings.utf8), .sharedStrings, name: "sharedStrings.xml")
    #expect(workbook.hasText)
    workbook.add(
      Array("<worksheet><row><c t=\"s\"><v>1</v></c></row></worksheet>".utf8), .worksheet,
      name: "sheet1.xml")
    let text = workbook.text(limit: 1000)
    #expect(Self.lines(text) == ["shown_x_x0_\t", "gone7_x"])
    #expect(Self.place(of: "gone", in: text) == "shared string 1")
  }

  @Test func flatDocumentsAreTold() {
    let cases: [(String, DocumentFormat?)] = [
      (
        "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"x\">", .office(.openDocument)
      ),
      ("<pkg:package xmlns:pkg=\"x\">", .office(.paragraphs)),
      ("<html><p>&lt;office:document> is <office:document x=''>", nil),
      ("<!-- <office:document > --><a>", nil), ("<a></a>", nil),
    ]
    for (text, format) in cases {
      let found = DocumentFormat(recognizing: Array(text.utf8).span)
      #expect(found == format, "\(text)")
    }
  }

  @Test func encryptedDocumentsAreTold() {
    func file(_ name: String, at place: Int) -> [UInt8] {
      var bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
      bytes += [UInt8](repeating: 0, count: place - 8)
      let units = Self.utf16(name, isBig: false)
      bytes += units + [UInt8](repeating: 0, count: 64 - units.count)
      return bytes + [UInt8(units.count + 2), 0] + [UInt8](repeating: 0, count: 600)
    }
    let cases: [(String, Int, Bool)] = [
      ("EncryptedPackage", 1024 + 256, true), ("EncryptedPackage", 512, true),
      ("WordDocument", 1024, false), ("EncryptedPackage", 1000, false),
      ("EncryptedPackageX", 1024, false),
    ]
    for (name, place, isEncrypted) in cases {
      let bytes = file(name, at: place)
      let isTold = CompoundFile.isEncrypted(bytes.span)
      #expect(isTold == isEncrypted, "\(name) at \(place)")
    }
  }

  @Test func compressedTextsOfImagesAreRead() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "make.py",
      """
      import struct, zlib
      def chunk(name, data):
          return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
      start = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", bytes(13))
      open("a", "wb").write(start + chunk(b"zTXt", b"Comment\\0\\0" + zlib.compress(b"one"))
          + chunk(b"iTXt", b"Title\\0\\1\\0de\\0Titel\\0" + zlib.compress(b"two"))
          + chunk(b"iTXt", b"Plain\\0\\0\\0\\0\\0three") + chunk(b"zTXt", b"Broken\\0\\0nothing")
          + chunk(b"IEND", b""))
      open("b", "wb").write(start + chunk(b"tEXt", b"Comment\\0zTXt") + chunk(b"IDAT", b"zTXt"))
      """)
    try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
    let bytes = try folder.bytes("a")
    let text = PNGText.read(bytes, limit: 1000)
    #expect(Self.lines(text) == ["one", "two"])
    #expect(Self.place(of: "one", in: text) == "Comment")
    let hasText = PNGText.hasText(bytes.span)
    #expect(hasText)
    let other = try folder.bytes("b")
    let otherHasText = PNGText.hasText(other.span)
    #expect(!otherHasText)
    var random = TestRandom(seed: 31)
    for _ in 0..<500 {
      var damaged = bytes
      for _ in 0...random.below(6) { damaged[random.below(damaged.count)] = random.pick(bytes) }
      damaged.removeLast(random.below(damaged.count))
      #expect(PNGText.read(damaged, limit: 4).bytes.count <= 4)
    }
  }
}
