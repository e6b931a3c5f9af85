import Findings
import TestSupport
import Testing

@testable import Detection

/// Finding the way back from a decoded text costs what the text is long.
@Suite struct DecodingGrowthTests {
  /// What texts are made of, of which one piece is picked each time.
  static let kinds: [[String]] = [
    ["%25"], ["%252525252525"], ["%2525", "%252541"], ["&amp;"], ["&amp;amp;amp;"],
    ["%26amp;", "&#37;25"], ["\"a\"+\"b", "%25"], ["=3D=3D"], ["\\u0025", "41"],
  ]

  /// Number of tokens that are looked at until all layers are read.
  private static func steps(_ text: [UInt8]) -> Int {
    var texts: [DecodedText] = []
    LayerDecoder().forEachText(in: text.span) { texts.append($0) }
    return texts.reduce(0) { $0 + $1.steps }
  }

  @Test(arguments: kinds)
  func workIsLinear(pieces: [String]) {
    var random = TestRandom(seed: 5)
    var text: [UInt8] = []
    var sizes: [Int] = []
    for length in [16_000, 64_000] {
      while text.count < length { text += random.pick(pieces).utf8 }
      sizes.append(Self.steps(text))
    }
    #expect(Double(sizes[1]) <= 4.4 * Double(sizes[0]) + 1_000, "\(sizes)")
  }

  /// Tokens are found as by going through all of them.
  @Test func tokensAreFound() {
    var random = TestRandom(seed: 3)
    for _ in 0..<200 {
      var tokens = DecodedTokens()
      var all: [DecodedTokens.Token] = []
      var (source, decoded) = (0, random.below(40))
      for _ in 0..<random.below(60) {
        let (taken, length) = (1 + random.below(9), random.pick([0, 0, 1, 1, 3, 40]))
        let token = DecodedTokens.Token(
          source: source..<source + taken, decoded: decoded..<decoded + length, encoding: .hexEscape
        )
        tokens.append(token)
        all.append(token)
        let gap = random.pick([0, 0, 1, 30])
        source += taken + gap
        decoded += length + gap
      }
      var steps = 0
      for offset in 0..<decoded + 20 {
        let expected = all.last { $0.decoded.lowerBound <= offset }
        #expect(tokens.last(atOrBefore: offset, &steps)?.source == expected?.source)
      }
    }
  }
}
