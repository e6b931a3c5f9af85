import Basics
import Testing

@testable import Detection

@Suite struct WordSetTests {
  /// A set answers as one of strings does, for all parts of random texts.
  @Test func answersAsASetOfStringsDoes() {
    var random = SeededGenerator(seed: 1511)
    var found = (whole: 0, ends: 0)
    for _ in 0..<200 {
      let words = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        String(decoding: Self.letters(1...4, using: &random), as: UTF8.self)
      }
      let (set, strings) = (WordSet(words.joined(separator: " ")), Set(words))
      let text = Self.letters(12...12, using: &random)
      for start in 0...text.count {
        for end in start...text.count {
          let part = String(decoding: text[start..<end], as: UTF8.self)
          #expect(set.contains(start..<end, of: text.span) == strings.contains(part))
          let isEnd = strings.contains { part.hasSuffix($0) }
          #expect(set.standsAtEnd(of: start..<end, in: text.span) == isEnd)
          found.whole += strings.contains(part) ? 1 : 0
          found.ends += isEnd ? 1 : 0
        }
      }
    }
    #expect(found.whole > 100 && found.ends > 1_000, "\(found)")
  }

  private static func letters(
    _ count: ClosedRange<Int>, using random: inout SeededGenerator
  ) -> [UInt8] {
    (0..<Int.random(in: count, using: &random)).map { _ in
      UInt8(ascii: "a") + UInt8.random(in: 0..<4, using: &random)
    }
  }
}
