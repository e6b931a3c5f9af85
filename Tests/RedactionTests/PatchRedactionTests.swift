import BuiltInRules
import Detection
import Redaction
import ScanTestSupport
import TestSupport
import Testing

/// Binary files in diffs can only be looked into: nothing of one with a secret is passed on.
struct PatchRedactionTests {
  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }

  /// A diff of a binary file, between others.
  private static func diff(_ content: String) throws -> [UInt8] {
    let repository = try GitFixture()
    try repository.folder.write("a", "KEY=\(LeakedKey.text(3))\n")
    try repository.folder.write("b.bin", "\0" + content)
    try repository.folder.write("c", String(repeating: "a line of a text\n", count: 9_000))
    try repository.git("add", ".")
    try repository.git("commit", "-q", "-m", "one")
    return Array(try repository.git("show", "--binary").utf8)
  }

  private static func redact(_ text: [UInt8], pieces: Int) throws -> [UInt8] {
    let redactor = TextRedactor(DetectionWorker(try detector.get()), .redacted)
    var result: [UInt8] = []
    var rest = text[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieces))
      rest = rest.dropFirst(piece.count)
      do {
        result += try redactor.redact(piece.span, isLast: rest.isEmpty)
      } catch {
        #expect(result.count < text.count)
        #expect(result.firstRange(of: Array("literal".utf8)) == nil)
        throw error
      }
    }
    #expect(redactor.isSettled)
    return result
  }

  private static let noise: String = {
    var random = TestRandom(seed: 6)
    return (0..<4_000).map { _ in String(random.next(), radix: 36) }.joined(separator: " ")
  }()

  @Test(arguments: [1 << 30, 50_000, 3_000])
  func whatIsCleanPasses(pieces: Int) throws {
    let text = try Self.diff(Self.noise)
    let expected = String(decoding: text, as: UTF8.self).replacing(
      LeakedKey.text(3), with: LeakedKey.redacted(3))
    let result = String(decoding: try Self.redact(text, pieces: pieces), as: UTF8.self)
    #expect(
      result.split(separator: "\n").suffix(9_500) == expected.split(separator: "\n").suffix(9_500))
    #expect(!result.contains(LeakedKey.text(3)))
  }

  @Test(arguments: [1 << 30, 50_000, 3_000])
  func whatHoldsASecretIsRefused(pieces: Int) throws {
    let text = try Self.diff(Self.noise + " " + LeakedKey.text(4))
    let start = try #require(text.firstRange(of: Array("GIT binary patch".utf8)))
    let line = text[..<start.lowerBound].count { $0 == 10 } + 1
    #expect(throws: TextRedactor.Failure.attachment(line: line, "a patch of a binary file")) {
      try Self.redact(text, pieces: pieces)
    }
  }

  @Test func whatOnlyTalksOfOneIsAText() throws {
    let text = Array("How it begins:\n\nGIT binary patch\nliteral 5 and so on\n".utf8)
    #expect(try Self.redact(text, pieces: 7) == text)
  }

  /// A text in uuencode.
  private static func encoded(_ content: String) throws -> [UInt8] {
    let text = try Shell.run(
      "python3 -c \"$0\" \"$1\"",
      arguments: [
        """
        import binascii, sys
        data = sys.argv[1].encode()
        lines = [binascii.b2a_uu(data[start:start + 45]) for start in range(0, len(data), 45)]
        sys.stdout.write("a line\\nbegin of it\\nbegin 644 a.txt\\n" + b"".join(lines).decode()
            + "`\\nend\\nand more\\n")
        """, content,
      ])
    return Array(text)
  }

  @Test(arguments: [1 << 30, 5_000, 300])
  func filesOfUuencodeAreLookedInto(pieces: Int) throws {
    let clean = try Self.encoded(Self.noise)
    #expect(try Self.redact(clean, pieces: pieces) == clean)
    let leaky = try Self.encoded(Self.noise + " " + LeakedKey.text(4))
    #expect(throws: TextRedactor.Failure.attachment(line: 3, "a file in uuencode")) {
      try Self.redact(leaky, pieces: pieces)
    }
  }
}
