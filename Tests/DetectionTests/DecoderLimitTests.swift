@testable import Detection
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Texts made to keep a decoder busy, and texts that only look encoded.
@Suite struct DecoderLimitTests {
  private static let bombs: [(name: String, piece: String)] = [
    ("percent", "%41"), ("percent of percent", "%25"), ("nested percent", "%252541"),
    ("joints", "\"a\"+"), ("empty joints", "\"\"+"), ("quotes", "\""), ("backslashes", "\\"),
    ("backslashes with x", "\\\\\\\\\\\\\\\\x41"), ("entities", "&amp;"), ("open entities", "&#"),
    ("spaced joints", "a\" \n  \t  \n   \"b"), ("half joints", "a\"                    +"),
    ("base64", "QUFB"), ("every alignment", "RUVF"), ("base64 of base64", "UVVGQlFVRkI"),
    ("short base64", "QUFBQUFBQUFBQUFBQUFBQUFBQUFB,"), ("gzip", "H4sI"), ("gzips", "H4sIAAAA,"),
    ("lines", "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n"),
    ("mixed", "\"%41QUFBQUFBQUFBQUFBQUFBQUFBQUFB\\x41\" + \"&#65;"), ("zeros", "\0A"),
    ("continued", "a\\\n"), ("wide percent", "%\u{0}4\u{0}1\u{0}"),
  ]

  /// Work grows as the text does, with a factor that is bounded.
  @Test(arguments: bombs.indices)
  func workIsLinear(index: Int) {
    let (name, piece) = Self.bombs[index]
    func work(_ length: Int) -> Int {
      let piece = Array(piece.utf8)
      let text = Array(repeating: piece, count: length / piece.count).flatMap { $0 }
      let decoder = LayerDecoder()
      decoder.forEachText(in: text.span) { _ in }
      return decoder.work
    }
    let (short, long) = (work(20_000), work(80_000))
    #expect(long <= 5 * short + 20_000, "\(name): \(short), \(long)")
    #expect(long <= 30 * 80_000, "\(name): \(long)")
  }

  /// A gzip that unpacks to a thousand times its size is read up to the limit.
  @Test func unpackingIsLimited() throws {
    // Deflate's fixed code: `a`, then copies of 258 bytes from one byte before.
    var bits = "110" + "10010001"
    for _ in 0..<1_500 { bits += "11000101" + "00000" }
    bits += "0000000"
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var byte = (value: UInt8(0), count: 0)
    for bit in bits {
      if bit == "1" { byte.value |= 1 << UInt8(byte.count) }
      byte.count += 1
      if byte.count == 8 {
        bytes.append(byte.value)
        byte = (0, 0)
      }
    }
    bytes.append(byte.value)
    let text = Encoder.base64.encode(bytes)
    let decoder = LayerDecoder()
    var lengths: [Int] = []
    decoder.forEachText(in: text.span) { lengths.append($0.bytes.count) }
    #expect(text.count < DecodingLimits.after)
    #expect(lengths.first == DecodingLimits.unpacked)
  }

  /// Nothing that bytes say can make decoding fail, and every range lies in the text.
  @Test func garbageIsHarmless() throws {
    let worker = try RuleFixtures.worker()
    var random = TestRandom(seed: 51)
    let pieces =
      Self.bombs.map(\.piece) + [
        "sk-or-v1-", "\\u{", "\\u{73}", "\\U0000", "&#x", ";", "=", "==", "%", "%2",
        "H4sIAAAAAAAAA",
        "\r\n", "\" +", "' . f'", "é", "\0", "\\", "\\x", "\\1", "&quot", "..",
      ]
    for _ in 0..<400 {
      var text: [UInt8] = []
      for _ in 0..<1 + random.below(40) {
        if random.chance(20) {
          for _ in 0..<random.below(30) { text.append(UInt8(random.below(256))) }
        } else {
          text += Array(random.pick(pieces).utf8)
        }
      }
      if random.chance(30) { text = Encoder.base64.encode(text) }
      let decoder = LayerDecoder()
      decoder.forEachText(in: text.span) { decoded in
        let whole = decoded.rootRange(of: 0..<decoded.bytes.count)
        #expect(whole.lowerBound >= 0 && whole.upperBound <= text.count)
        #expect(decoded.depth <= DecodingLimits.depth)
        for offset in decoded.bytes.indices where offset % 7 == 0 {
          let range = decoded.rootRange(of: offset..<offset + 1)
          #expect(whole.lowerBound <= range.lowerBound && range.upperBound <= whole.upperBound)
        }
      }
      _ = worker.secrets(in: text.span)
    }
  }

  /// Hashes and binary data in base64 hold nothing.
  @Test func randomBase64IsSilent() throws {
    let worker = try RuleFixtures.worker()
    for seed in UInt64(1)...30 {
      for template in [
        "\"integrity\": \"sha512-{base64:86}==\",",
        "data:image/png;base64,iVBORw0KGgo{base64:3000}",
        "//# sourceMappingURL=data:application/json;base64,{base64:4000}", "{base64url:1999}",
      ] {
        let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
        let found = worker.secrets(in: text.span).filter { !$0.decodedFrom.isEmpty }
        #expect(found.isEmpty)
      }
    }
  }
}
