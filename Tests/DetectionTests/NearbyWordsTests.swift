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
}
