import Basics
import PatternEngine
import Testing

@testable import Detection

@Suite struct OpeningTests {
  /// A place is told by all sets, up to the sixteenth, and by nothing else.
  @Test func everyByteCounts() {
    let sets = [ByteSet](repeating: .digits, count: 20)
    let opening = Opening(sets)
    let key = Array("x0123456789012345678y".utf8)
    #expect(!mayStand(opening, at: 0, in: key))
    #expect(mayStand(opening, at: 1, in: key))
    for place in 1..<17 {
      var other = key
      other[place] = UInt8(ascii: "z")
      #expect(!mayStand(opening, at: 1, in: other), "\(place)")
    }
    // Sixteen bytes have to be there.
    #expect(mayStand(opening, at: 4, in: key))
    #expect(!mayStand(opening, at: 6, in: key))
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
    let opening = Opening(pattern.followers(of: Literal([]), at: 0))
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
    let alphabet = Array("ab0-".utf8)
    for _ in 0..<3_000 {
      let sets = (0..<Int.random(in: 0...18, using: &random)).map { _ in
        var set = ByteSet()
        for byte in alphabet where Int.random(in: 0..<4, using: &random) > 0 { set.insert(byte) }
        return set
      }
      let opening = Opening(sets)
      let text = (0..<Int.random(in: 0...90, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let bounds = [
        Int.random(in: 0...text.count, using: &random),
        Int.random(in: 0...text.count, using: &random),
      ].sorted()
      let range = bounds[0]..<bounds[1]
      #expect(
        opening.firstPlace(in: range, of: text.span)
          == range.first { mayStand(opening, at: $0, in: text) })
    }
  }

  private func mayStand(_ opening: Opening, at offset: Int, in text: [UInt8]) -> Bool {
    opening.mayStand(at: offset, in: text.span)
  }
}
