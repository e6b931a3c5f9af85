import Detection
import Engine
import Findings
import Foundation
import Inputs
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

/// What is packed behind a program, a script or anything else is opened wherever the text comes from.
@Suite struct BehindScanTests {
  /// What stands before and behind a zip file; a comment belongs to it.
  private static let forms = [
    "text", "script", "program", "program-comment", "text-comment", "script-comment", "signed",
    "shifted", "script-tar-gz", "script-gz", "script-tar", "long-program", "text-long-comment",
    "script-long-comment", "pdf-comment", "image-comment", "long-script",
  ]

  private static let script = """
    import gzip, io, random, sys, tarfile, zipfile
    form, key, file = sys.argv[1:4]
    noise = random.Random(5)
    def zipped(comment=b"", before=b""):
        out = io.BytesIO()
        out.write(before)
        with zipfile.ZipFile(out, "a" if before else "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("one.txt", "nothing " * 50)
            made.writestr("in/key.txt", "a line\\n" + key + "\\n")
            made.comment = comment
        return out.getvalue()
    def tarred():
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as made:
            data = ("a line\\n" + key + "\\n").encode()
            info = tarfile.TarInfo("in/key.txt")
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
        return out.getvalue()
    # With what looks like the start of an entry.
    program = b"MZ\\x90\\0\\3" + bytes(noise.randbytes(5000)) + b"PK\\3\\4 is how" + bytes(500)
    text = b"Nothing but a text.\\n" * 30
    shell = b"#!/bin/sh\\nsed '1,/^exit/d' \\"$0\\" | tar xz\\nexit\\n"
    made = {
        "text": lambda: text + zipped(), "script": lambda: shell + zipped(),
        "program": lambda: program + zipped(),
        "program-comment": lambda: program + zipped(b"comment " * 7000),
        "text-comment": lambda: text + zipped(b"of the first release"),
        "script-comment": lambda: shell + zipped(b"of the first release"),
        "signed": lambda: program + zipped() + bytes(noise.randbytes(9000)),
        "shifted": lambda: zipped(before=program),
        "script-tar-gz": lambda: shell + gzip.compress(tarred()),
        "script-gz": lambda: shell + gzip.compress(("a line\\n" + key + "\\n").encode()),
        "script-tar": lambda: shell + tarred(),
        "text-long-comment": lambda: text + zipped(b"comment " * 8000),
        "script-long-comment": lambda: shell + zipped(b"comment " * 8000),
        "pdf-comment": lambda: b"%PDF-1.4\\n1 0 obj\\n<<>>\\nendobj\\n%%EOF\\n" + zipped(b"comment " * 8000),
        "image-comment": lambda: b"\\x89PNG\\r\\n\\x1a\\n" + bytes(noise.randbytes(500)) + zipped(b"comment " * 8000),
        "long-script": lambda: shell[:10] + b"echo a line\\n" * 70000 + shell[10:] + gzip.compress(tarred()),
        "long-program": lambda: program + bytes(noise.randbytes(9 << 20)) + zipped(b"comment"),
    }[form]()
    open(file, "wb").write(made)
    """

  private static func make(_ form: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try Shell.run(
      "python3 -c \"$0\" \"$@\"", arguments: [script, form, LeakedKey.text(1), folder.path("a")])
    return try folder.bytes("a")
  }

  /// The name in the archive, which a compressed file has not.
  private static func member(_ form: String) -> String {
    form == "script-gz" ? "" : "in/key.txt"
  }

  private static func run(_ source: any Source, threads: Int = 1) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.threads = threads
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private static func expect(_ result: ScanResult, _ form: String, _ comment: Comment) {
    let found = result.findings.flatMap(\.locations).map(\.path)
    #expect(found.count == 1, comment)
    #expect(found.allSatisfy { $0.hasSuffix("!" + member(form)) || form == "script-gz" }, comment)
    #expect(result.unopened == [], comment)
    #expect(result.isComplete, comment)
  }

  @Test(arguments: forms)
  func itIsOpenedInFiles(form: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a", try Self.make(form))
    Self.expect(try Self.run(FolderSource([folder.path])), form, "one thread")
    Self.expect(try Self.run(FolderSource([folder.path]), threads: 2), form, "two threads")
  }

  /// Larger than what is read as a whole.
  @Test(arguments: ["program-comment", "script-tar-gz", "shifted", "long-script"])
  func itIsOpenedInLargeFiles(form: String) throws {
    let folder = try TemporaryFolder()
    let made = try Self.make(form)
    let isScript = form.hasPrefix("script")
    let filler = [UInt8](repeating: isScript ? 0 : UInt8(ascii: "x"), count: 17 << 20)
    // A zip file ends at its end, and behind compressed data zeros may follow.
    try folder.write("a", isScript ? made + filler : made[..<600] + filler + made[600...])
    if form == "shifted" { try folder.write("a", made + filler[..<60_000]) }
    Self.expect(try Self.run(FolderSource([folder.path])), form, "one thread")
    Self.expect(try Self.run(FolderSource([folder.path]), threads: 2), form, "two threads")
  }

  @Test(arguments: forms)
  func itIsOpenedOnAStream(form: String) throws {
    let bytes = try Self.make(form)
    var random = TestRandom(seed: 9)
    for pieces in [1 << 30, 4096, 0] {
      var rest = bytes[...]
      let source = StreamSource(named: "stdin") { limit, buffer in
        let most = pieces == 0 ? 1 + random.below(70_000) : pieces
        let part = Array(rest.prefix(min(limit, most)))
        rest = rest.dropFirst(part.count)
        buffer.append(part.span)
        return part.count
      }
      Self.expect(try Self.run(source), form, "in pieces of \(pieces)")
    }
  }

  @Test(arguments: forms)
  func itIsOpenedInWhatIsPacked(form: String) throws {
    let plain = try TemporaryFolder()
    try plain.write("setup", try Self.make(form))
    for outer in ["zip-deflate", "tar-gz", "gz"] {
      let folder = try TemporaryFolder()
      try ArchiveFixture.pack(plain.path, as: outer, to: folder.path("a"))
      Self.expect(try Self.run(FolderSource([folder.path])), form, "in \(outer)")
    }
    let folder = try TemporaryFolder()
    let base64 = Data(try plain.bytes("setup")).base64EncodedString(
      options: .lineLength76Characters)
    try folder.write(
      "a.eml", "Subject: x\nContent-Transfer-Encoding: base64\n\n\(base64)\n")
    if form != "long-program" {
      Self.expect(try Self.run(FolderSource([folder.path])), form, "in a mail")
    }
  }

  @Test(
    arguments: [
      "program-comment", "script-tar-gz", "text-comment", "signed", "text-long-comment",
      "long-script",
    ])
  func itIsOpenedInRepositories(form: String) throws {
    let repository = try GitFixture()
    try repository.folder.write("a", try Self.make(form))
    try repository.git("add", ".")
    Self.expect(try Self.run(StagedSource(repository.path)), form, "staged")
    try repository.git("commit", "-q", "-m", "one")
    Self.expect(try HistoryProbe.scan(repository.path), form, "committed")
  }

  /// Nothing is said of a text that only looks so.
  @Test func nothingIsToldOfOthers() throws {
    let folder = try TemporaryFolder()
    let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 50, 0, 0, 0, 9, 0, 0, 0, 0, 0]
    try folder.write("end", Array(repeating: 65, count: 500) + end)
    try folder.write("short end", end)
    try folder.write("script", "#!/bin/sh\necho\n" + String(repeating: "\0\u{1}", count: 90))
    try folder.write(
      "script of gzip",
      Array("#!/bin/sh\n".utf8) + [0x1F, 0x8B, 8, 0]
        + Array("is how a file of gzip begins, and what follows is none of it.\n\0".utf8))
    for name in ["end", "short end", "script"] {
      let result = try Self.run(FolderSource([folder.path(name)]))
      #expect(result.isComplete && result.unopened == [], "\(name)")
    }
  }

  /// More than is kept of what can be read only once is owned up to.
  @Test func whatIsTooLargeForAStreamIsTold() throws {
    var bytes = try Self.make("script-comment")
    let start = bytes.firstRange(of: [0x50, 0x4B, 3, 4])?.lowerBound ?? 0
    bytes.insert(contentsOf: [UInt8](repeating: 0x61, count: 33 << 20), at: start)
    var rest = bytes[...]
    let source = StreamSource(named: "stdin") { limit, buffer in
      let part = Array(rest.prefix(limit))
      rest = rest.dropFirst(part.count)
      buffer.append(part.span)
      return part.count
    }
    let result = try Self.run(source)
    #expect(result.unopened.count == 1)
    #expect(!result.isComplete)
  }
}
