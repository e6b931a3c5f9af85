import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import TestSupport
import Testing

/// A file that begins with the magic of something packed, and is no such thing, is a file like others.
@Suite struct OrdinaryFileTests {
  private static func bytes(_ start: [UInt8], _ rest: String) -> [UInt8] {
    start + Array(rest.utf8)
  }

  /// Names, and what they hold.
  private static let files: [(name: String, bytes: [UInt8])] = [
    ("formula", bytes([], "x^2 + y = 3")), ("formula line", bytes([], "x^2 + y = 3\n")),
    ("formula of one letter", bytes([], "x^b = 8.")),
    ("formula in UTF-8", bytes([], "x^2 + y² = 3 – naïve\n")),
    (
      "formula in Latin-1", bytes([], "x^2 + y") + [0xB2] + bytes([], " = 3 and na") + [0xEF, 0x76]
    ),
    ("zlib 1", bytes([0x78, 0x01], "abcdef")),
    ("zlib 1 and zeros", [0x78, 0x01, 0, 0, 0, 0, 0, 0]),
    ("zlib 5E", [0x78, 0x5E, 0xC3, 0xA9, 0xFF, 0, 1, 2, 3]),
    ("zlib 9C", bytes([0x78, 0x9C], "two bytes, and then a text")),
    ("zlib 9C, short", [0x78, 0x9C, 0x4B, 0x4C, 0x4A, 0x06, 0, 0]),
    ("zlib DA", bytes([0x78, 0xDA], "another text which is somewhat longer than the others are")),
    ("zlib DA in UTF-8", bytes([], "x\u{6A9} is two letters")),
    ("LZMA and zeros", [0x5D, 0, 0, 1] + Array(repeating: 0, count: 60)),
    (
      "LZMA of a size",
      [0x5D, 0, 0, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0] + Array(repeating: 0, count: 40)
    ),
    ("LZMA of no size", [0x5D, 0, 0, 1, 0] + Array(repeating: 0, count: 16)),
    ("LZMA in text", bytes([], "] = list[0]; // a line")),
    ("compress", [0x1F, 0x9D, 0x90, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
    ("compress and text", bytes([0x1F, 0x9D, 0x90], "some text behind it")),
    ("compress and zeros", [0x1F, 0x9D, 0x90] + Array(repeating: 0xAA, count: 90)),
    ("pack of numbers", [0x1F, 0x1E, 0, 0, 1, 0, 4, 9, 9, 9, 9]),
    ("pack", bytes([0x1F, 0x1E], "some text behind it")),
    ("LZH", bytes([0x1F, 0xA0], "some text behind it")),
    ("lz4", bytes([0x04, 0x22, 0x4D, 0x18], "some text behind it")),
    ("skippable", bytes([], "P*M\u{18} is how a frame begins")),
    ("skippable and zeros", [0x5A, 0x2A, 0x4D, 0x18] + Array(repeating: 0, count: 30)),
    ("bzip2", bytes([], "BZh91 is a name, BZh9 is another")),
    ("cpio", bytes([], "070707 is a colour\n")), ("cpio new", bytes([], "070701,070702,070707\n")),
    ("cpio digits", bytes([], String(repeating: "070707", count: 40))),
    ("cpio hex", bytes([], String(repeating: "070701", count: 40))),
    ("cpio zeros", bytes([], "070701" + String(repeating: "0", count: 300))),
    ("cpio binary", [0xC7, 0x71] + Array(repeating: 0, count: 40)),
    ("cpio binary, text", bytes([], "q") + [0xC7] + bytes([], "a va? in Latin-1, and on it goes")),
    ("ar", bytes([], "!<arch>\nis how an archive begins\n")),
    ("log", [0x37, 0x7F, 0x06, 0x82, 0, 0x2D, 0xE2, 0x18, 1, 2, 3]),
    ("log and text", bytes([], "7\u{7F}\u{6} is how a log begins")),
    ("bundle alone", bytes([], "# v2 git bundle\n\nis how one begins, and not more")),
    ("bundle list", bytes([], "# v3 git bundle\n- an item\n- a second one\n")),
    ("bundle", bytes([], "# v2 git bundles are read\n")),
    ("PDF", bytes([], "%PDF-1.4 is a version")),
    ("database", bytes([], "SQLite format 3 is a format")), ("zip", bytes([], "PK is a name")),
    ("xar", bytes([], "xar! is a word")), ("gzip", [0x1F, 0x8B, 9, 0, 0, 0, 0, 0, 0, 0]),
  ]

  private static func scan(_ folder: TemporaryFolder, depth: Int = 8) throws -> ScanResult {
    var plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    plan.archives.depth = depth
    return Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet))
  }

  /// Alone, with a key behind it, and when nothing is to be opened.
  @Test(arguments: [8, 0])
  func nothingIsTold(depth: Int) throws {
    // Nobody looks further into what is not to be opened.
    for file in Self.files where depth > 0 || file.name != "PDF" {
      for rest in ["", "\nkey = \(LeakedKey.text(1))\n"] {
        let folder = try TemporaryFolder()
        try folder.write("file", file.bytes + Array(rest.utf8))
        let result = try Self.scan(folder, depth: depth)
        #expect(result.unopened == [], "\(file.name)")
        #expect(result.coverage.skipped == [], "\(file.name)")
        #expect(result.isComplete, "\(file.name)")
        #expect(result.findings.count == (rest.isEmpty ? 0 : 1), "\(file.name)")
      }
    }
  }

  @Test func nothingIsToldOfMembers() throws {
    let plain = try TemporaryFolder()
    for file in Self.files {
      try plain.write(file.name, file.bytes + Array("\nkey = \(LeakedKey.text(1))\n".utf8))
    }
    let folder = try TemporaryFolder()
    try ArchiveFixture.pack(plain.path, as: "zip-deflate", to: folder.path("a.zip"))
    let result = try Self.scan(folder)
    #expect(result.unopened == [])
    #expect(result.isComplete)
    #expect(result.findings.first?.locations.count == Self.files.count)
  }

  @Test(arguments: ["gz", "zlib", "bz2", "xz", "lzma"])
  func whatIsCutOffOrDamagedIsTold(form: String) throws {
    let plain = try TemporaryFolder()
    var random = TestRandom(seed: 7)
    let words = (0..<2_000).map { _ in String(random.next(), radix: 36) }
    try plain.write("notes.txt", words.joined(separator: " "))
    let packed = try TemporaryFolder()
    try ArchiveFixture.pack(plain.path, as: form, to: packed.path("all"))
    let bytes = try packed.bytes("all")
    // bzip2 can do nothing without all of a block.
    for cut in [400, 1_000, bytes.count / 2, bytes.count - 5] {
      let folder = try TemporaryFolder()
      try folder.write("file", Array(bytes[..<cut]))
      let result = try Self.scan(folder)
      #expect(result.unopened.count == 1, "\(form), \(cut) of \(bytes.count)")
      #expect(!result.isComplete)
    }
    var damaged = bytes
    for index in 2_000..<2_100 { damaged[index] ^= 0x55 }
    let folder = try TemporaryFolder()
    try folder.write("file", damaged)
    #expect(try !Self.scan(folder).isComplete, "\(form)")
  }
}
