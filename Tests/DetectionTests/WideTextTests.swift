@testable import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Keys in UTF-16 and its like, whatever stands around them.
@Suite struct WideTextTests {
  /// Neighbours whose bytes look like ASCII, zeros, or neither; the key goes where `🔑` stands.
  static let texts = [
    "🔑", "KEY=🔑\r\n", "密钥：🔑，请勿外传", "中🔑中", "é🔑é", "ÿ🔑ÿ", "\u{2d2d}🔑\u{2d2d}", "Ā🔑Ā", "上🔑上",
    "Ċ🔑Ċ", "😀🔑😀", "line\nÿ\n\t😀 🔑 \n", "\u{0}🔑\u{0}", "\u{0}\u{0}🔑\u{0}\u{0}", "\u{4100}🔑\u{4100}",
    "a=\"🔑\"\nb=\"中\"\n",
  ]

  @Test(arguments: texts, Encoding.wide)
  func keyIsFoundAtItsPlace(text: String, order: Encoding) throws {
    let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 3)
    let parts = text.components(around: "🔑")
    for mark in ["", "\u{FEFF}"] {
      let before = order.encode(mark + parts.before)
      let bytes = before + order.encode(key) + order.encode(parts.after)
      let matches = try RuleFixtures.worker().secrets(in: bytes.span)
      #expect(matches.map(\.secret) == [Array(key.utf8)])
      #expect(
        matches.first?.range == before.count..<before.count + order.codeUnit.width * key.utf8.count)
      #expect(matches.first?.decodedFrom == [order])
    }
  }

  /// A string in a binary file need not stand at an even offset.
  @Test(arguments: 0..<4, ["", "KEY="])
  func keyIsFoundInBinaryFiles(offset: Int, prefix: String) throws {
    let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 3)
    let before = [UInt8](repeating: 0xFE, count: offset)
    let little = Encoding.utf16LittleEndian
    let bytes = before + little.encode(prefix + key) + [1, 0x41, 0x42]
    let matches = try RuleFixtures.worker().secrets(in: bytes.span)
    let start = before.count + 2 * prefix.utf16.count
    #expect(matches.map(\.range) == [start..<start + 2 * key.utf8.count])
    #expect(matches.map(\.decodedFrom) == [[.utf16LittleEndian]])
  }

  /// Runs of characters against a reader that tries both orders at every offset.
  @Test func runsAreThoseOfAnObviousReader() {
    var random = TestRandom(seed: 31)
    var runs = 0
    for _ in 0..<3_000 {
      var bytes: [UInt8] = []
      for _ in 0..<random.below(90) {
        bytes += random.pick([[0x41, 0], [0x42, 0], [0, 0x43], [0x80], [0], [0x44], [0x41, 0]])
        if random.chance(10) {
          for _ in 0..<20 { bytes += [0x61, 0] }
        }
      }
      Self.forEachRun(in: bytes) { run in
        runs += 1
        let isLittle = run.encodings(of: 0..<run.bytes.count) == [.utf16LittleEndian]
        for (index, character) in run.bytes.enumerated() {
          let range = run.rootRange(of: index..<index + 1)
          #expect(Array(bytes[range]) == (isLittle ? [character, 0] : [0, character]))
        }
      }
      // Nothing long is left out: only the character at an end may be in doubt.
      #expect(Self.longestRun(of: bytes) < 13 || Self.holdsRun(bytes))
    }
    #expect(runs > 1_000)
  }

  private static func holdsRun(_ bytes: [UInt8]) -> Bool {
    var longest = 0
    forEachRun(in: bytes) { longest = max(longest, $0.bytes.count) }
    return longest + 1 >= longestRun(of: bytes)
  }

  private static func forEachRun(in bytes: [UInt8], _ body: (DecodedText) -> Void) {
    UTF16Decoder().forEachText(in: bytes.span, 0..<bytes.count, of: nil, body)
  }

  /// Most characters in a row, in either order, beginning anywhere.
  private static func longestRun(of bytes: [UInt8]) -> Int {
    var longest = 0
    for start in bytes.indices {
      for zero in [0, 1] {
        var count = 0
        while start + 2 * count + 1 < bytes.count, bytes[start + 2 * count + zero] == 0,
          (0x20...0x7E).contains(bytes[start + 2 * count + 1 - zero])
        {
          count += 1
        }
        longest = max(longest, count)
      }
    }
    return longest
  }
}

extension String {
  /// What stands before and after the first place of a mark.
  fileprivate func components(around mark: Character) -> (before: String, after: String) {
    guard let index = firstIndex(of: mark) else { return (self, "") }
    return (String(self[..<index]), String(self[self.index(after: index)...]))
  }
}
