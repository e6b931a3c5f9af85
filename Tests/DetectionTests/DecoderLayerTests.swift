@testable import Detection
import Findings
import Foundation
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Encodings on top of each other, and where decoding stops.
@Suite struct DecoderLayerTests {
  private static let key = Array(KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 3).utf8)

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A key in a JSON text in a `.env` file, encoded in these ways, innermost first.
  @Test(
    arguments: [
      [.unicode, .base64], [.base64, .percent], [.gzip, .percentSome], [.base64, .base64],
      [.base64, .plus], [.percent, .percent], [.hex, .percent], [.hexEntity, .base64URL],
      [.decimalEntity, .base64], [.plus, .base64], [.base64, .base64, .base64], [.gzip, .base64],
      [.percent, .percent, .percent], [.octal, .base64, .overLines], [.base64Lines, .base64Lines],
      [.unicodeBraces, .hexEntity], [.base64URL, .unicode, .percent], [.unicode, .gzip],
    ] as [[Encoder]])
  func layersAreUndone(encoders: [Encoder]) throws {
    let worker = try RuleFixtures.worker()
    var text = Self.bytes("# x\nOPENROUTER_API_KEY=")
    text += encoders[0] == .gzip || encoders[0] == .base64 ? Self.key : encoders[0].encode(Self.key)
    text += Self.bytes("\nDEBUG=1\n")
    for encoder in encoders.dropFirst(encoders[0] == .gzip || encoders[0] == .base64 ? 0 : 1) {
      text = encoder.encode(text)
    }
    let (before, after) = (Self.bytes("value: \""), Self.bytes("\"\n"))
    let matches = worker.secrets(in: (before + text + after).span)
    #expect(matches.map(\.secret) == [Self.key], "\(encoders)")
    let match = try #require(matches.first)
    #expect(match.decodedFrom == encoders.reversed().flatMap(\.names))
    #expect(match.range.lowerBound >= before.count)
    #expect(match.range.upperBound <= before.count + text.count)
    // It is in what the range holds, or in the groups of base64 that it holds.
    var inner = Array((before + text + after)[match.range])
    if encoders.allSatisfy({ $0 == .percent }) {
      for _ in encoders { inner = Self.unpercented(inner) }
      #expect(inner == Self.key)
    }
  }

  /// gzip files may follow each other in one.
  @Test(arguments: [1, 2, 5])
  func membersOfGzipAreJoined(count: Int) throws {
    let members = (0..<count).flatMap { Encoder.gzipped(Self.bytes("line \($0)\n")) }
    let packed = members + Encoder.gzipped(Self.bytes("key: ") + Self.key + Self.bytes("\n"))
    let text = Self.bytes("data: ") + Encoder.base64.encode(packed)
    let matches = try RuleFixtures.worker().secrets(in: text.span)
    #expect(matches.map(\.secret) == [Self.key])
    #expect(matches.map(\.decodedFrom) == [[.base64, .gzip]])
  }

  private static func unpercented(_ text: [UInt8]) -> [UInt8] {
    Array((String(decoding: text, as: UTF8.self).removingPercentEncoding ?? "").utf8)
  }

  @Test func kindsInOneLayerAreNamedTogether() throws {
    let parts = [Encoder.percent, .hex, .unicode, .decimalEntity].enumerated().map {
      index, encoder in
      encoder.encode(Array(Self.key[index * 18..<(index == 3 ? Self.key.count : index * 18 + 18)]))
    }
    let text = parts[0] + parts[1] + parts[2] + parts[3]
    let matches = try RuleFixtures.worker().secrets(in: text.span)
    #expect(matches.map(\.secret) == [Self.key])
    #expect(matches.map(\.range) == [0..<text.count])
    #expect(
      matches.map(\.decodedFrom)
        == [[.htmlEntities, .percentEncoding, .unicodeEscape, .hexEscape]])
  }

  @Test func threeLayersAreTheLimit() throws {
    let worker = try RuleFixtures.worker()
    for encoder in [Encoder.base64, .percent] {
      var text = Self.key
      for depth in 1...5 {
        text = encoder.encode(text)
        #expect(worker.secrets(in: text.span).isEmpty == (depth > DecodingLimits.depth))
      }
    }
    // Gzip comes in base64, so it counts as two.
    let packed = Encoder.gzip.encode(Self.key)
    #expect(!worker.secrets(in: Encoder.base64.encode(packed).span).isEmpty)
    let tooDeep = Encoder.base64.encode(Encoder.base64.encode(packed))
    let decoder = LayerDecoder()
    decoder.forEachText(in: tooDeep.span) { #expect($0.depth <= DecodingLimits.depth) }
  }

  /// UTF-16 around the other encodings.
  @Test func wideTextIsALayer() throws {
    let text = Encoder.base64.encode(Self.bytes("a=") + Self.key)
    let wide: [UInt8] = text.flatMap { [$0, 0] }
    let matches = try RuleFixtures.worker().secrets(in: wide.span)
    #expect(matches.map(\.secret) == [Self.key])
    #expect(matches.map(\.decodedFrom) == [[.utf16LittleEndian, .base64]])
    #expect(matches.map(\.range) == [0..<wide.count])
  }

  /// What can be read plainly is reported once, as it stands.
  @Test(arguments: [
    "curl \"https://x/?a=%41&key=🔑&b=%42\"", "\"a\" + \"🔑\" + \"b\"", "\"\\x41\", \"🔑\"",
    "&quot;🔑&quot;", "%22🔑%22", "\\u0022🔑\\u0022", "\"\\\"🔑\\\"\" \"b\"", "'x' . '🔑' . 'y'",
  ])
  func plainKeyIsPlain(template: String) throws {
    let text = Self.bytes(
      template.replacing("🔑", with: String(decoding: Self.key, as: UTF8.self)))
    let matches = try RuleFixtures.worker().secrets(in: text.span)
    #expect(matches.map(\.secret) == [Self.key])
    #expect(matches.map(\.decodedFrom) == [[]])
  }

  /// Two keys that share a group of base64, and two in the same gzip.
  @Test func neighboursAreKept() throws {
    let worker = try RuleFixtures.worker()
    let keys = (1...4).map { Self.bytes(KeyTemplate.expand("sk-or-v1-{hex:64}", seed: $0)) }
    for encoder in Encoder.ofTexts {
      let text = encoder.encode(Array(keys.joined(separator: [UInt8(ascii: ",")])))
      let matches = worker.secrets(in: text.span)
      #expect(Set(matches.map(\.secret)) == Set(keys), "\(encoder)")
      #expect(matches.count == keys.count)
      for match in matches {
        let snippet = SnippetBuilder.snippet(for: match, among: matches, in: text.span)
        #expect(snippet.text.count < 400)
      }
    }
  }

  /// Words around an encoded key tell whose it is.
  @Test func contextOutsideCounts() throws {
    let key = Self.bytes(KeyTemplate.expand("sk-{hex:32}", seed: 5))
    let text = Self.bytes("DEEPSEEK_API_KEY_B64: ") + Encoder.base64.encode(key)
    let matches = try RuleFixtures.worker().secrets(in: text.span)
    #expect(matches.map(\.rule.id) == ["deepseek-api-key"])
    let inside = Encoder.base64.encode(Self.bytes("deepseek = ") + key)
    #expect(
      try RuleFixtures.worker().secrets(in: inside.span).map(\.rule.id) == ["deepseek-api-key"])
  }
}
