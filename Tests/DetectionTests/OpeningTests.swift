import Basics
import PatternEngine
import RuleSet
import Testing

@testable import Detection

@Suite struct OpeningTests {
  /// A place is told by all sets, up to the 64th, and by nothing else.
  @Test func everyByteCounts() {
    let opening = Opening([ByteSet](repeating: .digits, count: 70))
    let key = Array("x".utf8) + [UInt8](repeating: UInt8(ascii: "7"), count: 68) + Array("y".utf8)
    #expect(!mayStand(opening, at: 0, in: key))
    #expect(mayStand(opening, at: 1, in: key))
    for place in 1..<65 {
      var other = key
      other[place] = UInt8(ascii: "z")
      #expect(!mayStand(opening, at: 1, in: other), "\(place)")
    }
    // 64 bytes have to be there.
    #expect(mayStand(opening, at: 5, in: key))
    #expect(!mayStand(opening, at: 7, in: key))
  }

  @Test func withoutSetsAMatchMayStartAnywhere() {
    let text = Array("x".utf8)
    #expect(mayStand(Opening([]), at: 0, in: text))
  }

  /// Wherever an expression matches, its opening says that it may.
  @Test(arguments: [
    "[0-9a-f]{32}", "(?:ab|cd)[0-9]{3,9}", "a?b{2}c*", "[a-z]{2,3}-?[0-9]+", #"\bkey[0-9]{2}\b"#,
    "x*",
  ])
  func nothingIsLost(regex: String) throws {
    let pattern = try Pattern(regex)
    let opening = Opening(pattern.opening)
    let matcher = Matcher(pattern)
    let text = Array(
      "ab123 cd4567890 bbcc abb key12 ab-1 xyz9 0123456789abcdef0123456789abcdef0 x 12 abbc".utf8)
    var matches = 0
    for offset in text.indices where matcher.match(at: offset, in: text.span) != nil {
      matches += 1
      #expect(mayStand(opening, at: offset, in: text), "\(offset)")
    }
    #expect(matches > 0)
  }

  /// The search that skips gives what asking at every offset gives, whatever the sets and the text.
  @Test func firstPlaceIsTheFirstThatMayStand() {
    var random = SeededGenerator(seed: 1507)
    var longest = 0
    let alphabet = Array("ab0-".utf8)
    for _ in 0..<3_000 {
      // Sets that follow each other are often equal.
      let sets = (0..<Int.random(in: 0...5, using: &random)).flatMap { _ in
        var set = ByteSet()
        for byte in alphabet where Int.random(in: 0..<4, using: &random) > 0 { set.insert(byte) }
        return [ByteSet](repeating: set, count: Int.random(in: 1...18, using: &random))
      }
      let opening = Opening(sets)
      let text = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        // Mostly the first two, for long openings to stand somewhere.
        let kinds = Int.random(in: 0..<40, using: &random) > 0 ? 2 : alphabet.count
        return alphabet[Int.random(in: 0..<kinds, using: &random)]
      }
      let bounds = [
        Int.random(in: 0...text.count, using: &random),
        Int.random(in: 0...text.count, using: &random),
      ].sorted()
      let range = bounds[0]..<bounds[1]
      let expected = range.first { offset in
        offset + min(64, sets.count) <= text.count
          && sets.prefix(64).enumerated().allSatisfy { $1.contains(text[offset + $0]) }
      }
      #expect(opening.firstPlace(in: range, of: text.span) == expected)
      #expect(range.first { mayStand(opening, at: $0, in: text) } == expected)
      longest = expected == nil ? longest : max(longest, sets.count)
    }
    #expect(longest > 32)
  }

  private func mayStand(_ opening: Opening, at offset: Int, in text: [UInt8]) -> Bool {
    opening.mayStand(at: offset, in: text.span)
  }
}
