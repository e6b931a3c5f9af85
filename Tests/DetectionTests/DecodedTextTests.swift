import TestSupport
import Testing

@testable import Detection

@Suite struct DecodedTextTests {
  /// What lies near a byte is found as by asking every byte for its place in the buffer.
  @Test func nearbyBytesAreThoseOfALinearSearch() {
    var random = TestRandom(seed: 17)
    var compared = (outer: 0, inner: 0)
    for _ in 0..<150 {
      let text = Self.text(&random)
      LayerDecoder().forEachText(in: text.span) { decoded in
        for _ in 0..<6 where !decoded.bytes.isEmpty {
          let offset = random.below(decoded.bytes.count)
          let (before, after) = (random.below(300), random.below(300))
          #expect(
            decoded.near(offset, before: before, after: after)
              == Self.near(offset, before: before, after: after, in: decoded))
          if decoded.depth == 1 { compared.outer += 1 } else { compared.inner += 1 }
        }
      }
    }
    #expect(compared.outer > 500 && compared.inner > 500, "\(compared)")
  }

  private static func near(
    _ offset: Int, before: Int, after: Int, in decoded: DecodedText
  ) -> Range<Int> {
    func place(_ offset: Int) -> Range<Int> { decoded.rootRange(of: offset..<offset + 1) }
    let root = place(offset).lowerBound
    let start = (0..<offset).first { place($0).lowerBound >= root - before }
    let end = (offset + 1..<decoded.bytes.count).first { place($0).upperBound > root + after }
    return (start ?? offset)..<(end ?? decoded.bytes.count)
  }

  /// Words in encodings upon encodings, with plain ones between them.
  private static func text(_ random: inout TestRandom) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<1 + random.below(6) {
      var piece: [UInt8] = []
      for _ in 0..<1 + random.below(8) {
        var word = Array("key=ordinaryWords%41".utf8)
        if random.chance(50) { word = random.pick(Encoder.ofParts).encode(word) }
        piece += word + Array(random.pick([" ", "\n", "\"", ""]).utf8)
      }
      for _ in 0..<random.below(3) { piece = random.pick(Encoder.allCases).encode(piece) }
      text += piece + Array(random.pick([" ", "\n", "\"", " plain text "]).utf8)
    }
    return random.chance(20) ? text.flatMap { [$0, 0] } : text
  }
}
