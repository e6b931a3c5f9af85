import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

/// Files that uuencode has put into ordinary texts.
@Suite struct EncodedFileScanTests {
  /// What stands around a file.
  private static let surroundings: [(before: String, after: String)] = [
    ("", ""), ("Hello,\nhere it is:\n\n", "\nBye\n"),
    ("#!/bin/sh\nsed 's/^X//' << 'SHAR_EOF' | uudecode\n", "SHAR_EOF\nexit 0\n"),
    ("data = \"\"\"\n", "\"\"\"\n"), (String(repeating: "a line of a text\n", count: 900), "\n"),
  ]

  /// Encodes a file as uuencode does, or with base64 in it.
  private static func encoded(_ name: String, _ content: String, isBase64: Bool) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write("plain", content)
    let script = """
      import binascii, base64, gzip, sys
      data = gzip.compress(open(sys.argv[1], "rb").read())
      size = 45
      lines = [data[at:at + size] for at in range(0, len(data), size)]
      if sys.argv[3] == "base64":
          body = base64.encodebytes(data).decode() + "====\\n"
          print("begin-base64 644 " + sys.argv[2] + "\\n" + body, end="")
      else:
          body = "".join(binascii.b2a_uu(line).decode() for line in lines)
          print("begin 0644 " + sys.argv[2] + "\\n" + body + "`\\nend\\n", end="")
      """
    let output = try Shell.run(
      "python3 -c \"$0\" \"$@\"",
      arguments: [script, folder.path("plain"), name, isBase64 ? "base64" : "plain"])
    return String(decoding: output, as: UTF8.self)
  }

  private static func run(_ source: any Source) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private static func expect(_ result: ScanResult, _ comment: Comment) {
    let paths = result.findings.flatMap(\.locations).map(\.path)
    #expect(paths.count == 1, comment)
    #expect(paths.allSatisfy { $0.hasSuffix("!a key.gz!a key") }, comment)
    #expect(result.isComplete && result.unopened == [], comment)
  }

  @Test(arguments: [false, true])
  func theyAreOpened(isBase64: Bool) throws {
    let content = "a line\n" + LeakedKey.text(1) + "\n"
    let file = try Self.encoded("a key.gz", content, isBase64: isBase64)
    for (before, after) in Self.surroundings {
      let text = before + file + after
      let folder = try TemporaryFolder()
      try folder.write("a.txt", text)
      Self.expect(try Self.run(FolderSource([folder.path])), "in a file")
      let outer = try TemporaryFolder()
      try ArchiveFixture.pack(folder.path, as: "zip-deflate", to: outer.path("a"))
      Self.expect(try Self.run(FolderSource([outer.path])), "in an archive")
      let repository = try GitFixture()
      try repository.folder.write("a.txt", before + after)
      try repository.commit("One")
      try repository.folder.write("a.txt", text)
      try repository.git("add", ".")
      Self.expect(try Self.run(StagedSource(repository.path)), "staged")
      try repository.git("commit", "-q", "-m", "two")
      Self.expect(try HistoryProbe.scan(repository.path), "committed")
    }
  }

  /// Nothing is told of what only looks so.
  @Test func whatOnlyLooksSoIsNone() throws {
    let texts = [
      "begin 644 the work\n", "begin 644 a\n#86)C\n", "begin\n  begin 644 x\n#86)C\n`\nend\n",
      "begin 644 a\nend\n", "begin 644 a\nlowercase is none of it\n`\nend\n",
      "# begin 644 a\n# lowercase is none of it\n", "> begin 644 a\n#86)C\n",
    ]
    for text in texts {
      let folder = try TemporaryFolder()
      try folder.write("a.txt", "A text.\n" + text)
      let result = try Self.run(FolderSource([folder.path]))
      #expect(result.isComplete && result.findings.isEmpty && result.unopened == [], "\(text)")
    }
  }

  /// What mails and scripts make of one.
  @Test(arguments: ["", "> ", ">> ", "    ", "\t", "X", "# ", "+"], ["", "  ", "\r"])
  func dressedOnesAreOpened(before: String, after: String) throws {
    let file = try Self.encoded("a key.gz", LeakedKey.text(1), isBase64: false)
    let lines = file.split(separator: "\n").map { before + $0 + after + "\n" }
    let text = "A text.\n" + lines.joined() + "Bye\n"
    let folder = try TemporaryFolder()
    try folder.write("a.txt", text)
    Self.expect(try Self.run(FolderSource([folder.path])), "in a file")
    Self.expect(try Self.stream(text, inPiecesOf: 7), "on a stream")
  }

  /// Of one that is cut off, what there is counts; that of something packed the rest is missing is told.
  @Test func thoseThatAreCutOffAreOpened() throws {
    let file = try Self.encoded("a key.gz", LeakedKey.text(1), isBase64: false)
    for end in ["", "`\n", "`\nen"] {
      let text = file.replacing("`\nend\n", with: end)
      Self.expect(try Self.stream(text, inPiecesOf: 100), "\(end)")
    }
    let start = file.split(separator: "\n")[0...1].joined(separator: "\n")
    #expect(try Self.stream(start, inPiecesOf: 100).unopened.count == 1)
  }

  /// Texts on a stream come in pieces, and may be longer than what is held.
  @Test(arguments: [1, 20, 4_096, 1 << 20])
  func theyAreOpenedOnStreams(size: Int) throws {
    let file = try Self.encoded("a key.gz", LeakedKey.text(1), isBase64: false)
    for (before, after) in Self.surroundings {
      Self.expect(try Self.stream(before + file + after, inPiecesOf: size), "\(size)")
    }
    let long = String(repeating: "a line of a text\n", count: 600_000)
    Self.expect(try Self.stream(long + file + long, inPiecesOf: 1 << 20), "in a long text")
  }

  /// Of a diff, what it adds counts.
  @Test func theyAreOpenedInDiffs() throws {
    let file = try Self.encoded("a key.gz", LeakedKey.text(1), isBase64: false)
    let lines = file.split(separator: "\n")
    func diff(_ sign: String, _ old: Int, _ new: Int) -> String {
      "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -\(old == 0 ? 0 : 1),\(old) +\(new == 0 ? 0 : 1),\(new) @@\n"
        + lines.map { sign + $0 + "\n" }.joined()
    }
    Self.expect(try Self.stream(diff("+", 0, lines.count), inPiecesOf: 100), "added")
    let known = diff(" ", lines.count, lines.count)
    #expect(try Self.stream(known, inPiecesOf: 100).findings == [])
    #expect(try Self.stream(diff("-", lines.count, 0), inPiecesOf: 100).findings == [])
    let folder = try TemporaryFolder()
    try folder.write("a.patch", diff("+", 0, lines.count))
    Self.expect(try Self.run(FolderSource([folder.path])), "in a file")
  }

  private static func stream(_ text: String, inPiecesOf size: Int) throws -> ScanResult {
    let bytes = Array(text.utf8)
    var place = 0
    return try run(
      StreamSource(named: "stdin") { limit, buffer in
        let count = min(limit, size, bytes.count - place)
        buffer.append(bytes.span.extracting(place..<place + count))
        place += count
        return count
      })
  }
}
