import Documents
import TestSupport
import Testing

/// PDFs that Python writes.
@Suite struct PDFTextTests {
  /// Makes a PDF of streams: for each, what stands in its dictionary, and an expression for its bytes.
  private static func pdf(_ streams: [(dictionary: String, bytes: String)]) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let list = streams.map { "(b'''\($0.dictionary)''', \($0.bytes))" }.joined(separator: ",\n")
    try folder.write(
      "make.py",
      """
      import base64, zlib
      out = b"%PDF-1.7\\n"
      for number, (dictionary, data) in enumerate([\(list),], 4):
          length = b" /Length %d" % len(data) if b"/Length" not in dictionary else b""
          out += b"%d 0 obj\\n<< " % number + dictionary + length + b" >>\\nstream\\n" + data
          out += b"\\nendstream\\nendobj\\n"
      open("file.pdf", "wb").write(out + b"trailer << /Root 1 0 R >>\\n%%EOF\\n")
      """)
    try Shell.run("cd \"$0\" && python3 make.py", arguments: [folder.path])
    return try folder.bytes("file.pdf")
  }

  private static func text(_ outcome: PDFText.Outcome) -> String {
    String(decoding: outcome.text.bytes, as: UTF8.self)
  }

  @Test func shownTextIsJoined() throws {
    let content = #"""
      b"""BT /F1 12 Tf 72 700 Td (fi) Tj 5 0 Td (rst) Tj 0 -14 Td [(se) -20 (co) 30.5 (nd) -300 (x)] TJ
      T* (a\\(b\\)c\\101\\
      d) Tj (next) ' <7468 697264> Tj 1 0 0 1 72 600 Tm <00660075> Tj ET"""
      """#
    for bytes in [content, "zlib.compress(\(content))"] {
      let filter = bytes == content ? "" : "/Filter /FlateDecode"
      let outcome = PDFText.read(try Self.pdf([(filter, bytes)]), limit: 1 << 20)
      let lines = Self.text(outcome).split(separator: "\n").suffix(5).map(String.init)
      #expect(lines == ["first", "second x", "a(b)cAd", "nextthird", "fu"])
      #expect(outcome.text.place(at: outcome.text.bytes.count - 2) == .object(4))
      #expect(!outcome.isEncrypted && outcome.damagedStreams == 0)
    }
  }

  @Test func filtersAreUndone() throws {
    let streams = [
      (
        "/Filter [/ASCII85Decode /FlateDecode]",
        "base64.a85encode(zlib.compress(b'eightyfive')) + b'~>'"
      ),
      ("/Filter/ASCIIHexDecode", "b'68 65 78 61 64 65 63 69 6d 61 6C>'"),
      ("/Filter /RunLengthDecode", "bytes([2]) + b'run' + bytes([254]) + b's' + bytes([128])"),
      // The example of ISO 32000-1, 7.4.4.2.
      ("/Filter /LZWDecode", "bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])"),
      ("/Filter /FlateDecode /Length 99 0 R", "zlib.compress(b'indirect')"),
      ("/Subtype /Image /Filter /FlateDecode", "zlib.compress(b'picture')"),
      ("/Filter /Unknown", "b'secret'"),
    ]
    let outcome = PDFText.read(try Self.pdf(streams), limit: 1 << 20)
    let lines = Self.text(outcome).split(separator: "\n").map(String.init)
    #expect(
      lines == ["eightyfive", "hexadecimal", "runsss", "-----A---B", "indirect"])
    #expect(outcome.damagedStreams == 1)
  }

  @Test func glyphsAreReadByTheirMap() throws {
    let map = """
      b'begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0003> <006B> '
      b'<0004> <D83DDD11> endbfchar 2 beginbfrange <0010> <0012> <0061> <0020> <0021> '
      b'[<0078> <0079>] endbfrange endcmap'
      """
    let content =
      "b'BT [<0003 0010> -9 <00110012>] TJ 0 -9 Td <00200021 0004> Tj 0 -9 Td <0999> Tj ET'"
    let streams = [("/Filter /FlateDecode", "zlib.compress(\(map))"), ("", content)]
    for order in [streams, streams.reversed()] {
      let text = Self.text(PDFText.read(try Self.pdf(order), limit: 1 << 20))
      #expect(text.hasSuffix("kabc\nxy🔑\n\n"), "\(text)")
    }
  }

  @Test func encryptionIsNoted() throws {
    var bytes = try Self.pdf([("/Filter /FlateDecode", "zlib.compress(b'text')")])
    bytes += Array("trailer << /Encrypt 9 0 R >>".utf8)
    #expect(PDFText.read(bytes, limit: 1000).isEncrypted)
  }

  /// What stands in front of the streams, such as the objects that their dictionaries refer to.
  private static func pdf(
    _ objects: String, _ streams: [(dictionary: String, bytes: String)]
  ) throws -> [UInt8] {
    Array("%PDF-1.7\n\(objects)\n".utf8) + (try pdf(streams)).dropFirst(9)
  }

  @Test func filtersAreLookedUp() throws {
    let objects = """
      90 0 obj /FlateDecode endobj 91 0 obj [ /AHx 90 0 R ] endobj 92 0 obj 92 0 R endobj
      """
    let cases: [(dictionary: String, bytes: String, text: String)] = [
      ("/Filter 90 0 R", "zlib.compress(b'looked up')", "looked up"),
      ("/Filter 91 0 R /Length 93 0 R", "zlib.compress(b'array').hex().encode()", "array"),
      ("/Filter [91 0 R]", "zlib.compress(b'both').hex().encode()", "both"),
      // In an object of a stream, where it is not looked for.
      ("/Filter 94 0 R", "zlib.compress(b'guessed')", "guessed"),
      ("/F#69lter /Fl#61teDecode", "zlib.compress(b'escaped')", "escaped"),
      (
        "/Title (\\(/Filter /DCTDecode) /Filter /FlateDecode", "zlib.compress(b'string')", "string"
      ),
      (
        "/DecodeParms << /Filter /DCTDecode >> /Filter /Fl", "zlib.compress(b'nested')", "nested"
      ),
      (
        "/Filter /FlateDecode /Kids [\(String(repeating: "12 0 R ", count: 1_000))]",
        "zlib.compress(b'long dictionary')", "long dictionary"
      ),
    ]
    for (dictionary, bytes, text) in cases {
      let outcome = PDFText.read(try Self.pdf(objects, [(dictionary, bytes)]), limit: 1 << 20)
      // Strings with escapes follow.
      #expect(Self.text(outcome).hasPrefix(text + "\n"), "\(dictionary)")
      #expect(outcome.damagedStreams == 0, "\(dictionary)")
    }
    let circle = PDFText.read(try Self.pdf(objects, [("/Filter 92 0 R", "b'x'")]), limit: 1000)
    #expect(circle.damagedStreams == 1)
  }

  @Test func damageIsTold() throws {
    let damaged = [
      ("/Filter /FlateDecode", "zlib.compress(bytes(range(256)) * 9)[:60]"),
      ("/Filter /FlateDecode", "b'no such stream'"),
      ("/Filter /LZWDecode", "bytes([0x80, 0x0B, 0xFF, 0xFF])"),
      ("/Filter [\(String(repeating: "/Fl ", count: 9))]", "zlib.compress(b'x')"),
    ]
    for stream in damaged {
      let outcome = PDFText.read(try Self.pdf([stream]), limit: 1 << 20)
      #expect(outcome.damagedStreams == 1, "\(stream)")
      #expect(!outcome.text.isCut)
    }
    // A stream of nothing is in order.
    let empty = PDFText.read(try Self.pdf([("/Filter /FlateDecode", "b''")]), limit: 1000)
    #expect(empty.damagedStreams == 0)
    let negative = [("/Length -9223372036854775808", "b'x'"), ("/Length -5", "b'x'")]
    #expect(PDFText.read(try Self.pdf(negative), limit: 1000).damagedStreams == 0)
  }

  @Test func textBeyondTheLimitIsCut() throws {
    let large = [
      ("/Filter /FlateDecode", "zlib.compress(b'x' * 9000)"),
      ("/Filter /RunLengthDecode", "bytes([129, 65]) * 99"),
      ("", "b'BT ' + b'(' + b'y' * 9000 + b') Tj ET'"),
    ]
    for stream in large {
      #expect(PDFText.read(try Self.pdf([stream]), limit: 1000).text.isCut, "\(stream)")
    }
  }

  /// A string without an end that is full of what looks like streams; each was gone through from the
  /// string's start.
  @Test(.timeLimit(.minutes(1)), arguments: ["1 0 obj\n(", "1 0 obj\n<< /A ("])
  func aStringWithoutAnEndTakesLinearTime(_ start: String) {
    let words = String(repeating: "<< >> stream\n", count: 40_000)
    let file = "%PDF-1.4\n\(start)\(words))\nendobj\n2 0 obj\n<< >>\nstream\nBT (end) Tj ET"
    let outcome = PDFText.read(Array("\(file)\nendstream\n".utf8), limit: 1 << 24)
    #expect(outcome.text.isCut)
  }

  /// Ranges of characters that each take a few bytes to write, and would take gigabytes to list.
  @Test func mapsOfCharactersAreBounded() throws {
    let target = String(repeating: "00410042", count: 100)
    let ranges = String(repeating: "<0000> <ffff> <\(target)> ", count: 9_000)
    let map = "1 begincodespacerange <0000> <ffff> endcodespacerange \(ranges) endbfrange"
    let content = "b'BT <' + b'0001' * 100_000 + b'> Tj ET'"
    let start = ContinuousClock.now
    let outcome = PDFText.read(
      try Self.pdf([("", "b'begincmap \(map) endcmap'"), ("", content)]), limit: 1 << 20)
    #expect(outcome.text.isCut)
    let many = (0..<300).map { _ in ("", "b'begincmap <00> <ff> <0041> endbfrange endcmap'") }
    #expect(!PDFText.read(try Self.pdf(many), limit: 1 << 20).text.isCut)
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  /// Whatever is changed, what comes out stays within its limit; and a stream that is not touched is
  /// read nevertheless.
  @Test func damageIsBorne() throws {
    let original = try Self.pdf([
      ("/Filter /FlateDecode", "zlib.compress(b'BT (abc) Tj [(d)-9(e)]TJ ET' * 50)"),
      ("", "b'BT (abc(d\\\\) <41> Tj ET'"), ("/Filter [/A85 /LZW /AHx /RL]", "b'87cURD' * 20"),
    ])
    let intact = try Self.pdf([("/Filter /FlateDecode", "zlib.compress(b'intact')")]).dropFirst(9)
    var random = TestRandom(seed: 23)
    for _ in 0..<600 {
      var bytes = original
      for _ in 0...random.below(6) { bytes[random.below(bytes.count)] = random.pick(original) }
      bytes.removeLast(random.below(100))
      let text = PDFText.read(bytes + Array("\nendstream\n".utf8) + intact, limit: 4000).text
      #expect(text.bytes.count <= 4000)
      #expect(text.isCut || String(decoding: text.bytes, as: UTF8.self).contains("intact"))
    }
  }

  /// Strings outside of content streams, as titles, fields and annotations have them.
  @Test func stringsOfObjectsAreRead() throws {
    let objects = """
      5 0 obj << /Title (\\376\\377\\000o\\000n\\000e) /V <FEFF00740077006F> >> endobj
      6 0 obj << /Contents <7468 72656> /T (fo\\(ur\\)) /ID [<00ff01>] /U (plain) >> endobj
      """
    let outcome = PDFText.read(
      try Self.pdf(
        objects,
        [("/Type /ObjStm /Filter /Fl", "zlib.compress(b'7 0 << /V (\\\\376\\\\377\\0x\\0y) >>')")]),
      limit: 1 << 20)
    let lines = Self.text(outcome).split(separator: "\n").map(String.init)
    for line in ["one", "two", "thre`", "fo(ur)", "xy"] { #expect(lines.contains(line), "\(line)") }
    #expect(!lines.contains("plain"))
    let first = try #require(outcome.text.bytes.firstRange(of: Array("one".utf8)))
    #expect(outcome.text.place(at: first.lowerBound) == .object(5))
  }

  @Test func predictorsAreUndone() throws {
    let rows = """
      zlib.compress(b''.join(bytes([kind]) + row for kind, row in [
        (0, b'abcde'), (1, bytes([102, 1, 1, 1, 1])), (2, bytes([5, 5, 5, 5, 5])),
        (3, bytes([58, 1, 1, 1, 1])), (4, bytes([1, 0, 0, 0, 0]))]))
      """
    let parameters = "/Predictor 15 /Columns 5"
    let cases = [
      ("/Filter /FlateDecode /DecodeParms << \(parameters) >>", rows, "abcdefghijklmno"),
      ("/Filter /FlateDecode /DecodeParms 90 0 R", rows, "abcdefghijklmno"),
      (
        "/Filter [/AHx /Fl] /DecodeParms [null << \(parameters) >>]", "(\(rows)).hex().encode()",
        "abcdefghijklmno"
      ),
      (
        "/Filter /Fl /DP << /Predictor 2 /Columns 4 >>", "zlib.compress(bytes([97, 1, 1, 1]))",
        "abcd"
      ),
    ]
    for (dictionary, bytes, text) in cases {
      let pdf = try Self.pdf("90 0 obj << \(parameters) >> endobj", [(dictionary, bytes)])
      #expect(Self.text(PDFText.read(pdf, limit: 1 << 20)).hasPrefix(text), "\(dictionary)")
    }
  }

  @Test func theWordInAStringBeginsNoStream() throws {
    let strings = ["(a stream\nof words)", "(<< >> stream\nof words)", "(\\( >>\nstream\n)"]
    for string in strings {
      let pdf = try Self.pdf(
        "3 0 obj << /Title \(string) >> endobj", [("/Filter /Fl", "zlib.compress(b'read')")])
      let outcome = PDFText.read(pdf, limit: 1 << 20)
      #expect(Self.text(outcome).contains("read\n"), "\(string)")
      #expect(outcome.damagedStreams == 0)
    }
  }

  /// The streams of a page are one (7.7.3.3).
  @Test func textsGoOnInTheNextStreamOfAPage() throws {
    let page = "1 0 obj << /Type /Page /Contents [ 4 0 R 5 0 R 6 0 R ] >> endobj"
    let streams = [
      ("/Filter /Fl", "zlib.compress(b'q BT /F1 9 Tf (be) Tj')"), ("", "b'(tw) Tj'"),
      ("/Filter /Fl", "zlib.compress(b'[(ee) -9 (n)] TJ ET')"),
    ]
    let outcome = PDFText.read(try Self.pdf(page, streams), limit: 1 << 20)
    #expect(
      Self.text(outcome).hasSuffix("\nbetween\n\n") || Self.text(outcome).hasSuffix("between\n"))
    // Those of no page are read by themselves.
    let alone = PDFText.read(try Self.pdf(streams), limit: 1 << 20)
    #expect(!Self.text(alone).contains("between"))
  }

  @Test func attachmentsAreHandedOver() throws {
    let streams = [
      ("/Type /EmbeddedFile /Filter /FlateDecode", "zlib.compress(b'PACKED' * 9)"),
      ("/Type /EmbeddedFile", "b'PACKED as it is'"), ("/Filter /Fl", "zlib.compress(b'text')"),
    ]
    let outcome = PDFText.read(try Self.pdf(streams), limit: 1 << 20) {
      $0.count > 6 && $0[0] == UInt8(ascii: "P") && $0[5] == UInt8(ascii: "D")
    }
    #expect(outcome.text.attachments.map(\.place) == [.object(4), .object(5)])
    #expect(outcome.text.attachments.map(\.bytes.count) == [54, 15])
    #expect(Self.text(outcome) == "text\n")
  }

  @Test func theHeaderMayStandFurtherOn() {
    let cases: [(String, Int?)] = [
      ("\u{0}\n%PDF-1.4\n", 2), ("a line\n%PDF-1.7", 7), ("of %PDF-1.4 and others", nil),
      ("\"%PDF-1.4\"", nil), (String(repeating: "x\n", count: 600) + "%PDF-1.4", nil),
      ("%PDF-1.4", nil),
    ]
    for (text, start) in cases {
      let found = PDFText.start(in: Array(text.utf8).span)
      #expect(found == start, "\(text.prefix(30))")
    }
    let isEnd = PDFText.isEnd(Array("x\nstartxref\n9\n%%EOF\r\n\u{0}".utf8).span)
    #expect(isEnd)
    for text in ["%%EOF and more", "", "%EOF", "%%EOF" + String(repeating: " ", count: 99)] {
      let isNone = !PDFText.isEnd(Array(text.utf8).span)
      #expect(isNone, "\(text)")
    }
  }
}
