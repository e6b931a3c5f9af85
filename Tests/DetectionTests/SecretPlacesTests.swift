import Basics
import Testing

@testable import Detection

@Suite struct SecretPlacesTests {
  /// Parts that are hidden already are passed over; that gives what a look at every place gives.
  @Test func areThoseThatNothingOverlaps() {
    var random = SeededGenerator(seed: 1515)
    var found = 0
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        UInt8(ascii: "a") + UInt8.random(in: 0..<2, using: &random)
      }
      let secret = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        UInt8(ascii: "a") + UInt8.random(in: 0..<2, using: &random)
      }
      let cut = Self.range(upTo: text.count, using: &random)
      let taken = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        Self.range(upTo: text.count, using: &random)
      }.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
      var expected: [Range<Int>] = []
      for start in max(0, cut.lowerBound - secret.count)..<max(cut.upperBound, 0)
      where start + secret.count <= text.count {
        let place = start..<start + secret.count
        if text[place].elementsEqual(secret), !(taken + expected).contains(where: place.overlaps) {
          expected.append(place)
        }
      }
      let actual = SnippetBuilder.places(
        of: secret, touching: cut, besides: taken, in: text.span)
      #expect(actual == expected)
      found += expected.count
    }
    #expect(found > 1_000)
  }

  private static func range(
    upTo count: Int, using random: inout SeededGenerator
  ) -> Range<Int> {
    let bounds = [
      Int.random(in: 0...count, using: &random), Int.random(in: 0...count, using: &random),
    ].sorted()
    return bounds[0]..<bounds[1]
  }
}
