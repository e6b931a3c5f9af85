import Foundation
import TestSupport
import Testing

/// `kunci stdin --names0`.
struct FramedInputTests {
  private static func frame(_ name: String, _ content: String) -> [UInt8] {
    frame(name, Array(content.utf8))
  }

  private static func frame(_ name: String, _ content: [UInt8]) -> [UInt8] {
    Array("\(name)\0\(content.count)\0".utf8) + content
  }

  private func scan(_ input: [UInt8], _ options: String...) throws -> ProgramRun {
    let folder = try TemporaryFolder()
    return try KunciProgram.run(
      ["stdin", "--names0"] + options, in: folder.path, input: Data(input))
  }

  private func key(_ number: UInt64) -> String { "KEY=\(ScannedFolder.key(number))\n" }

  @Test func eachInputIsReportedUnderItsName() throws {
    let input =
      Self.frame("s3://bucket/a b.env", "x\n" + key(1)) + Self.frame("clean", "nothing")
      + Self.frame("empty", "") + Self.frame("ö.diff", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-" + key(2))
    let run = try scan(input, "-f", "json")
    #expect(run.status == 1)
    let report = try ScannedFolder.json(run.outputBytes)
    let scan = try #require(report["scan"] as? [String: Any])
    #expect(scan["complete"] as? Bool == true)
    #expect(scan["target"] as? String == "4 inputs")
    #expect((scan["scanned"] as? [String: Any])?["files"] as? Int == 4)
    let places = (report["findings"] as? [[String: Any]] ?? []).flatMap {
      ($0["locations"] as? [[String: Any]] ?? []).map { "\($0["path"] ?? "") \($0["line"] ?? 0)" }
    }
    // A diff is a file like any other here.
    #expect(places.sorted() == ["s3://bucket/a b.env 2", "ö.diff 4"])
    let short = try self.scan(input, "-f", "short")
    #expect(short.output.contains("s3://bucket/a b.env:2:5"))
    #expect(try self.scan([]).status == 0)
  }

  /// A name is a text of its own, as the path of a file is.
  @Test func keysInNamesAreFound() throws {
    let name = ScannedFolder.key(4)
    let run = try scan(Self.frame("a/\(name)/b.txt", "nothing"), "-f", "json")
    #expect(run.status == 1)
    #expect(!run.output.contains(name))
    let findings = try ScannedFolder.json(run.outputBytes)["findings"] as? [[String: Any]]
    #expect(findings?.count == 1)
  }

  @Test func archivesAreOpenedAndLongInputsAreStreamed() throws {
    let folder = try ScannedFolder()
    try folder.folder.write("in/a.env", key(1))
    try Shell.run("cd \"$0\" && tar czf a.tar.gz in", arguments: [folder.folder.path])
    let packed = try folder.folder.bytes("a.tar.gz")
    let long =
      [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20) + Array("\n\(key(2))".utf8)
      + [UInt8](repeating: UInt8(ascii: "y"), count: 5 << 20)
    let run = try scan(
      Self.frame("a.tar.gz", packed) + Self.frame("long", long) + Self.frame("c", key(3)),
      "-f", "short")
    for place in ["a.tar.gz!in/a.env:1:5", "long:2:5", "c:1:5"] {
      #expect(run.output.contains(place), "\(place)")
    }
    let limited = try scan(
      Self.frame("long", long) + Self.frame("c", key(3)), "-f", "json", "--max-file-size", "1M")
    #expect(limited.output.contains("larger than") && limited.output.contains("\"path\": \"c\""))
  }

  static let malformed: [(tail: String, message: String)] = [
    ("name", "ends in the name"), ("\0005\0hello", "has no name"), ("a\0", "ends in the length"),
    ("a\0x5\0hello", "no decimal number"), ("a\0-5\0hello", "no decimal number"),
    ("a\0\0hello", "no decimal number"), ("a\000099999999999999999999999\0", "more than 20 bytes"),
    ("a\099999999999999999999\0", "no decimal number"), ("a\010\0hello", "5 of 10 bytes"),
    ("a\09223372036854775807\0hello", "5 of 9223372036854775807 bytes"),
    (String(repeating: "n", count: 70_000), "more than 65536 bytes"),
  ]

  @Test(arguments: malformed)
  func whatIsWholeIsReportedBeforeWhatIsMalformed(tail: String, message: String) throws {
    let clean = try scan(Self.frame("one", "nothing") + Array(tail.utf8))
    #expect(clean.status == 2)
    #expect(clean.errors.contains(message), "\(clean.errors)")
    let found = try scan(Self.frame("one", key(1)) + Array(tail.utf8), "-f", "jsonl")
    #expect(found.status == 1 && found.output.contains("\"complete\":false"))
    #expect(found.output.split(separator: "\n").first?.contains("\"path\":\"one\"") == true)
  }

  @Test func aNameIsRedactedAndTwoOfOneNameAreTwo() throws {
    let name = "a-\(ScannedFolder.key(5))"
    let run = try scan(
      Self.frame(name, key(1)) + Self.frame(name, key(2)), "-f", "jsonl")
    #expect(!(run.output + run.errors).contains(ScannedFolder.key(5)))
    // The key in the name is one, and so is the other.
    #expect(run.output.contains(" (2)\",\"findings\":2"))
  }

  /// Shards of inputs merge to the report of all, in any order and doubled.
  @Test func shardsOfInputsMerge() throws {
    let scanned = try ScannedFolder()
    let inputs = (0..<9).map { Self.frame("in/\($0)", $0 % 3 == 0 ? "x" : key(UInt64($0 % 4))) }
    func scan(_ part: [[UInt8]], _ format: String) throws -> [UInt8] {
      try KunciProgram.run(
        ["stdin", "--names0", "-f", format], in: scanned.folder.path,
        input: Data(part.flatMap(\.self))
      ).outputBytes
    }
    let whole = try scan(inputs, "json")
    let parts = ["a": inputs[6...], "b": inputs[..<4], "c": inputs[2..<7], "d": []]
    for (name, part) in parts {
      try scanned.folder.write("\(name).jsonl", try scan(Array(part), "jsonl"))
    }
    let merged = try scanned.kunci(
      "merge", "a.jsonl", "d.jsonl", "c.jsonl", "b.jsonl", "a.jsonl", "-f", "json")
    #expect(merged.outputBytes == whole)
  }
}
