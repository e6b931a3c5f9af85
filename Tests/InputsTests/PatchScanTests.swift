import Detection
import Engine
import Findings
import Inputs
import ScanTestSupport
import SystemIO
import TestSupport
import Testing

/// Binary files in diffs, which git compresses and writes in base85.
@Suite struct PatchScanTests {
  /// What git writes of commits: a zip file that comes in, changes and goes.
  private struct Diffs {
    var texts: [(name: String, text: String)] = []

    init() throws {
      let repository = try GitFixture()
      func git(_ arguments: String...) throws -> String { try repository.git(arguments) }
      let plain = try TemporaryFolder()
      try plain.write("in/key.txt", "a line\n" + LeakedKey.text(1))
      try plain.write("more.txt", (0..<3_000).map { "\($0 * 7919) " }.joined())
      try ArchiveFixture.pack(plain.path, as: "zip-deflate", to: repository.path("ä b.zip"))
      try repository.folder.write("readme", "one\n")
      try repository.git("add", ".")
      texts.append(("diff", try git("diff", "--cached", "--binary")))
      texts.append(("no prefix", try git("diff", "--cached", "--binary", "--no-prefix")))
      try repository.git("commit", "-q", "-m", "GIT binary patch\n\nliteral 9 is what it says")
      texts.append(("show", try git("show", "--binary")))
      texts.append(("log", try git("log", "-p", "--binary")))
      texts.append(("mail", try git("format-patch", "--stdout", "--root")))
    }
  }

  private static func run(_ source: any Source) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try LeakedKey.ruleSet)
    return Scan.run(source, plan, try Detector(plan.ruleSet))
  }

  private static func scan(stream text: String) throws -> ScanResult {
    var rest = Array(text.utf8)[...]
    return try run(
      StreamSource(named: "stdin") { limit, buffer in
        let part = Array(rest.prefix(min(limit, 1_000)))
        rest = rest.dropFirst(part.count)
        buffer.append(part.span)
        return part.count
      })
  }

  private static func scan(file text: String) throws -> ScanResult {
    let folder = try TemporaryFolder()
    try folder.write("x.patch", text)
    return try run(FolderSource([folder.path]))
  }

  @Test func archivesInThemAreOpened() throws {
    for (name, text) in try Diffs().texts {
      for text in [text, text.replacing("\n", with: "\r\n")] {
        let streamed = try Self.scan(stream: text)
        #expect(streamed.findings.count == 1, "\(name)")
        #expect(
          streamed.findings.first?.locations.first?.path.hasSuffix("ä b.zip!in/key.txt") == true,
          "\(name)")
        #expect(streamed.isComplete && streamed.unopened == [], "\(name)")
        let file = try Self.scan(file: text)
        #expect(file.findings.count == 1, "\(name)")
        #expect(
          file.findings.first?.locations.first?.path.hasSuffix("x.patch!ä b.zip!in/key.txt")
            == true, "\(name)")
        #expect(file.isComplete && file.unopened == [], "\(name)")
      }
    }
  }

  /// git writes what little changes as a difference.
  @Test func differencesAreTold() throws {
    let repository = try GitFixture()
    var random = TestRandom(seed: 4)
    var bytes = (0..<9_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    bytes[0] = 0
    try repository.folder.write("a.bin", bytes)
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "one")
    bytes[5_000] ^= 1
    try repository.folder.write("a.bin", bytes)
    try repository.git("commit", "-q", "-a", "-m", "two")
    for arguments in [
      ["diff", "--binary", "HEAD~1"], ["show", "--binary"], ["format-patch", "--stdout", "-1"],
    ] {
      let text = try repository.git(arguments)
      for result in [try Self.scan(stream: text), try Self.scan(file: text)] {
        #expect(result.unopened.count == 1, "\(arguments)")
        #expect(result.unopened.first?.path.hasSuffix("a.bin") == true, "\(arguments)")
        #expect(!result.isComplete)
      }
    }
    let removed = try repository.git("diff", "--binary", "HEAD~1", "HEAD~1")
    #expect(try Self.scan(stream: removed).isComplete)
  }

  @Test func whatOnlyTalksOfThemIsNone() throws {
    let talks = [
      "A manual.\n\nGIT binary patch\nliteral 12 is what a file begins with\n",
      "diff --git a/x b/x\nGIT binary patch\nis what it says then\n",
      "diff --git a/x b/x\nGIT binary patch\nliteral 12\n\nis what it says then\n",
      "diff --git a/x b/x\nGIT binary patch\nliteral 99\nzcmV-d0RR91001BWN&o-=\n[...]\n",
      "  diff --git a/x b/x\n  GIT binary patch\n  literal 9\n  zcmV-d0RR91001BWN&o-=\n",
    ]
    for talk in talks {
      for head in ["", "Subject: patches\n\n", "commit \(String(repeating: "a", count: 40))\n\n"] {
        let result = try Self.scan(file: head + talk)
        #expect(result.isComplete && result.unopened == [], "\(head)\(talk)")
      }
    }
  }

  @Test func damageIsTold() throws {
    let text = try #require(try Diffs().texts.first).text
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let first = try #require(lines.firstIndex { $0.hasPrefix("literal ") })
    var shorter = lines
    shorter.remove(at: first + 2)
    var another = lines
    another[first] = "literal 5"
    for damaged in [
      shorter, another, Array(lines[...(first + 3)]), Array(lines[..<first]),
    ] {
      let text = damaged.joined(separator: "\n")
      #expect(try !Self.scan(stream: text).isComplete)
      #expect(try !Self.scan(file: text).isComplete)
    }
  }

  /// Of what is removed nothing counts on a stream.
  @Test func theNewContentCounts() throws {
    let repository = try GitFixture()
    try repository.folder.write("a.bin", "\0 \(LeakedKey.text(1))")
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "one")
    try repository.git("rm", "-q", "a.bin")
    let text = try repository.git("diff", "--cached", "--binary")
    let streamed = try Self.scan(stream: text)
    #expect(streamed.findings.isEmpty && streamed.isComplete)
    #expect(try Self.scan(file: text).findings.count == 1)
  }

  /// Added lines stand at their places in a diff whose lines all end in CR LF.
  @Test func placesDoNotHangOnTheEndsOfLines() throws {
    let repository = try GitFixture()
    try repository.folder.write("in/a b.txt", "one\n\nthree\n")
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "one")
    try repository.folder.write("in/a b.txt", "one\n\nthree\n\(LeakedKey.text(1))\n")
    try repository.git("commit", "-q", "-a", "-m", "two")
    for arguments in [["diff", "HEAD~1"], ["show"], ["log", "-p"]] {
      let text = try repository.git(arguments)
      for text in [text, text.replacing("\n", with: "\r\n")] {
        let result = try Self.scan(stream: text)
        let places = result.findings.flatMap(\.locations).map { "\($0.path):\($0.region.line)" }
        #expect(places == ["in/a b.txt:4"], "\(arguments)")
      }
    }
  }
}
