@testable import Detection
import Findings
import KeyFormats
import TestSupport
import Testing

/// Keys and settings amid what tells a terminal its colours and links.
@Suite struct ControlSequenceTests {
  private static let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 5)
  private static let value = KeyTemplate.expand("{alnum:32}", seed: 6)

  /// A text in which `E` is an escape, `<` stands for the start of a key, `>` for the rest of it and `V`
  /// for a value without a shape.
  private static func text(_ pattern: String) -> [UInt8] {
    var text: [UInt8] = []
    for byte in pattern.utf8 {
      switch byte {
      case UInt8(ascii: "E"): text.append(0x1B)
      case UInt8(ascii: "<"): text += key.utf8.prefix(30)
      case UInt8(ascii: ">"): text += key.utf8.dropFirst(30)
      case UInt8(ascii: "V"): text += value.utf8
      default: text.append(byte)
      }
    }
    return text
  }

  private static func matches(_ pattern: String) throws -> [SecretMatch] {
    try RuleFixtures.worker().secrets(in: text(pattern).span)
  }

  /// Within a key they are left out; the key takes all bytes from its first to its last.
  @Test(
    arguments: [
      "E[0m", "E[mE[1;31m", "E[01;31mE[K", "E[38;2;255;128;0m", "E[48:5:12m", "E[?25h", "E(BE[m",
      "E]8;;https://a.example/pE\\", "E]8;;https://a.example/p\u{7}", "E]8;;E\\", #"\u001b[0m"#,
      #"\\u001b[1;31m"#, #"\x1b[0m"#, #"\033[31m"#, #"\u{1b}[0m"#,
      #"\x1b[0m\x1b[1m\x1b[31m"#, #"\\033[0m\\033[1m"#, #"\u001B[38;2;255;128;0m"#,
      #"\u001b]8;;\u0007"#, #"\u001b]8;;\u001b\\"#,
    ])
  func keysAreJoined(sequence: String) throws {
    for (before, after) in [("", ""), ("x = E[32m", "E[0m\n"), (#"{"a":"b "#, #" c"}"#)] {
      let found = try Self.matches("\(before)<\(sequence)>\(after)")
      let start = Self.text(before).count
      let length = Self.text("<\(sequence)>").count
      #expect(found.map(\.secret) == [Array(Self.key.utf8)], "\(before)\(sequence)")
      #expect(found.map(\.range) == [start..<start + length], "\(before)\(sequence)")
      #expect(found.map(\.decodedFrom) == [[.ansiEscape]], "\(before)\(sequence)")
    }
  }

  /// Each character in a colour of its own, as a rainbow has them.
  @Test func everyCharacterMayHaveItsColour() throws {
    let text = Self.key.utf8.enumerated().flatMap { index, byte in
      Array("\u{1B}[38;5;\(30 + index % 8)m".utf8) + [byte]
    }
    let found = try RuleFixtures.worker().secrets(in: text.span)
    #expect(found.map(\.secret) == [Array(Self.key.utf8)])
  }

  /// A key with colours around it stands plainly.
  @Test(
    arguments: [
      "E[32m<>E[0m", "E]8;;https://a.example/E\\<>E]8;;E\\", "+E[mE[32m<>E[m", #"\u001b[32m<>"#,
    ])
  func keysThatStandPlainlyDo(pattern: String) throws {
    let found = try Self.matches(pattern)
    #expect(found.map(\.decodedFrom) == [[]])
    #expect(found.map(\.secret) == [Array(Self.key.utf8)])
  }

  /// Between a name and its value, and around both, as `jq`, `bat` and `grep` put them.
  @Test(
    arguments: [
      "E[36mapi_keyE[0m: \"V\"", "api_keyE[0m: \"V\"", "api_key: E[33m\"V\"",
      "api_key: \"E[33mVE[0m\"", "E[01;31mE[Kapi_keyE[mE[K=V",
      "E[34;1m\"api_key\"E[0mE[39m:E[0m E[0;32m\"V\"E[0m",
    ])
  func valuesAreFoundByTheirNames(pattern: String) throws {
    let found = try Self.matches(pattern)
    #expect(found.map(\.secret) == [Array(Self.value.utf8)])
    let before = Self.text(String(pattern.prefix { $0 != "V" })).count
    #expect(found.map(\.range.lowerBound) == [before])
    #expect(found.map(\.decodedFrom) == [[.ansiEscape]])
  }

  /// A colour whose escape is lost or shown parts a key from nothing; a link may lack its end.
  @Test(
    arguments: [
      "[31m", "[0m", "[1;31m", "[01;31m[K", "^[[31m", "^[[0m", "^[[1;31m^[[K", "E]8;;",
      "E]8;id=1;", "#[31m", "?[38;5;196m", "␛[32m",
    ])
  func keysBehindWhatIsLeftOfOneAreFound(sequence: String) throws {
    for before in ["", "line ", "KEY=", "a]"] {
      let found = try Self.matches("\(before)\(sequence)<>")
      #expect(found.map(\.secret) == [Array(Self.key.utf8)], "\(before)")
    }
  }

  /// Without numbers, it may be anything.
  @Test func keysBehindLettersInBracketsAreNone() throws {
    #expect(try Self.matches("list[m<>").isEmpty)
    #expect(try Self.matches("list[K<>").isEmpty)
  }

  /// Between a name and a value as well, and behind it.
  @Test(
    arguments: [
      "[31m", "[0m", "[1;31m", "[01;31m[K", #"\e[31m"#, #"\033[1;31m"#,
      #"\x1b[0m"#, #"\x1B[0m\x1B[31m"#, #"\\033[31m"#, #"\u{1b}[31m"#, #"\u001b[31m"#, "^[[31m",
      "^[[1;31m^[[K", "^[[K", "^[[m^[[K",
      "E]8;;",
    ])
  func valuesAmidWhatIsLeftOfOneAreFound(sequence: String) throws {
    let patterns = [
      "api_key=\(sequence)V", "api_key: \(sequence)\"V\"", "api_key=\(sequence)V\(sequence)",
    ]
    let quoted = patterns.map { "echo -e '\($0)'" }
    for pattern in patterns + quoted + ["\(sequence)api_key\(sequence)=\(sequence)V\(sequence)"] {
      let found = try Self.matches("\(pattern)\n")
      #expect(found.map(\.secret) == [Array(Self.value.utf8)], "\(pattern)")
    }
  }

  /// What ends a name's colour, as `grep --color` writes it, may have no number.
  @Test(arguments: ["[K", "[m", "[m[K", "[0m[K", "^[[K", "^[[m^[[K", "%1B[0m"])
  func valuesBehindTheEndOfAColourAreFound(sequence: String) throws {
    for pattern in ["api_secret\(sequence)=V", "api_secret\(sequence): \"V\""] {
      let found = try Self.matches("\(pattern)\n")
      #expect(found.map(\.secret) == [Array(Self.value.utf8)], "\(pattern)")
    }
  }

  /// What moves the cursor, has no end, or is none parts what stands around it.
  @Test(
    arguments: [
      "E[5C", "E[2;7H", "E[A", "E[31", "E", "E[31m E[m", "E]0;titleE\\", "E]8;;no end", "E[3\n1m",
      #"\u001b[5C"#, #"\e"#, #"\u001b"#, #"\x1b[0m "#, #" \x1b[0m"#,
    ])
  func othersPartKeys(sequence: String) throws {
    #expect(try Self.matches("<\(sequence)>").isEmpty)
  }
}
