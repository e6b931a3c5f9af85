import Basics
import PatternEngine
import Testing

@testable import Detection

/// Holds the search for words around a match against looking for each at every offset.
struct NearbyWordsTests {
  private static let words = ["a", "ab", "Test", "tes", "api-key", "_x", "ba-b", "stest"]

  @Test func findsWhatLookingEverywhereFinds() {
    var random = SeededGenerator(seed: 1508)
    let pieces = ["a", "b", "AB", "test", "Test", "tes", "t", "api-key", "_x", " ", "-", ".", "9"]
    for _ in 0..<2_000 {
      let chosen = Self.words.filter { _ in Bool.random(using: &random) }
      let text = Array(
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          pieces[Int.random(in: 0..<pieces.count, using: &random)]
        }.joined().utf8)
      let match = Int.random(in: 0...text.count, using: &random)
      let start = Int.random(in: 0...match, using: &random)
      let expected = chosen.contains { word in
        let bytes = word.utf8.map(\.asciiLowercased)
        return (start..<match).contains { offset in
          let end = offset + bytes.count
          guard end <= match, text[offset..<end].map(\.asciiLowercased) == bytes else {
            return false
          }
          let limit = end == match ? match : text.count
          return WordEdges.standsAlone(offset..<end, in: text.span.extracting(0..<limit))
        }
      }
      #expect(
        NearbyWords(chosen).standAnywhere(in: [start..<match], of: text.span, around: match)
          == expected, "\(chosen) in \(String(decoding: text, as: UTF8.self))")
    }
  }

  /// A word stands alone behind an escape sequence, and not in a longer word.
  @Test(
    arguments: [
      (#"x\n"#, true), (#"x\\t"#, true), ("a%0A", true), (#"\u000a"#, true), (#"\x0a"#, true),
      ("\u{1B}[32m", true), ("\u{1B}[K", true), ("\u{1B}[2J", true), ("\u{1B}[?25l", true),
      (#"\u001b[1;31m"#, true), (#"\e[K"#, true), (" ", true), ("1_", true), ("n", false),
      ("[2J", false), ("list[k", false), ("%0", true), ("/n", false), (#"\q"#, false),
      ("0m", false),
    ])
  func wordsStandAloneBehindEscapes(before: String, standsAlone: Bool) {
    let start = before.utf8.count
    for word in ["deepl", "DEEPL"] {
      // A hump begins a word, too.
      guard standsAlone || word == "deepl" else { continue }
      let text = Array((before + word + " ").utf8)
      #expect(
        WordEdges.standsAlone(start..<start + word.utf8.count, in: text.span) == standsAlone,
        "\(before)")
      #expect(
        NearbyWords(["deepl"]).standAnywhere(
          in: [0..<text.count], of: text.span, around: text.count) == standsAlone)
    }
  }
}
