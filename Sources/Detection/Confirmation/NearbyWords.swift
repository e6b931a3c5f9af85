import Basics
import PatternEngine

/// Words that are looked for around matches, without regard to case; made ready once for all matches.
final class NearbyWords: Sendable {
  /// As they are written.
  private let words: [String]
  private let folded: [[UInt8]]
  private let beginnings: Beginnings
  /// The numbers of the words that begin with each byte in lower case, ascending.
  private let numbers: [[Int]]

  init(_ words: [String]) {
    self.words = words
    folded = words.map { $0.utf8.map(\.asciiLowercased) }
    var numbers = [[Int]](repeating: [], count: 256)
    var beginnings = Beginnings()
    for (number, word) in folded.enumerated() {
      guard let first = word.first else { continue }
      numbers[Int(first)].append(number)
      beginnings.insert(word)
    }
    self.numbers = numbers
    self.beginnings = beginnings
  }

  /// Whether one of the words stands whole in some parts of a text.
  ///
  /// - Parameters:
  ///   - parts: The parts, none of which holds a byte of the match.
  ///   - text: The text around a match.
  ///   - match: Where the match begins: a word that ends there goes on in no other.
  /// - Returns: Whether one is there.
  func standAnywhere(in parts: [Range<Int>], of text: Span<UInt8>, around match: Int) -> Bool {
    var isThere = false
    for part in parts where !isThere && !words.isEmpty {
      forEachWord(in: part, of: text, around: match) { _, _ in
        isThere = true
        return false
      }
    }
    return isThere
  }

  /// The word that stands nearest to a match, whole; of several at one distance, the first, rather
  /// before the match than after it.
  ///
  /// - Parameters:
  ///   - before: The part in which it may stand before the match, which begins where that ends.
  ///   - after: The part in which it may stand after the match.
  ///   - text: The text around the match.
  /// - Returns: The word and how many bytes lie between; nil when none stands there.
  func nearest(
    before: Range<Int>, after: Range<Int>, of text: Span<UInt8>
  ) -> (word: String, distance: Int)? {
    var nearest: (distance: Int, number: Int)?
    func note(_ distance: Int, _ number: Int) {
      if nearest.map({ (distance, number) < $0 }) ?? true { nearest = (distance, number) }
    }
    let match = before.upperBound
    forEachWord(in: before, of: text, around: match) {
      note(match - $1.upperBound, $0)
      return true
    }
    forEachWord(in: after, of: text, around: match) {
      note($1.lowerBound - after.lowerBound, $0)
      return true
    }
    return nearest.map { (words[$0.number], $0.distance) }
  }

  /// Calls `body` for every word that stands whole in a part of a text, with its number and place, as
  /// long as it returns true.
  private func forEachWord(
    in part: Range<Int>, of text: Span<UInt8>, around match: Int, _ body: (Int, Range<Int>) -> Bool
  ) {
    var rest = part
    while let start = beginnings.firstPlace(in: rest, of: text) {
      rest = start + 1..<part.upperBound
      for number in numbers[Int(text[start].asciiLowercased)] {
        let word = folded[number]
        let end = start + word.count
        guard end <= part.upperBound,
          word.indices.allSatisfy({ text[start + $0].asciiLowercased == word[$0] })
        else { continue }
        let limit = end == match ? match : text.count
        if WordEdges.standsAlone(start..<end, in: text.extracting(0..<limit)) {
          guard body(number, start..<end) else { return }
        }
      }
    }
  }
}
