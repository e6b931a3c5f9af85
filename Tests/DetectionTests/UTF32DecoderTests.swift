@testable import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Text in UTF-32, in either byte order, wherever it stands in a buffer.
@Suite struct UTF32DecoderTests {
  static let orders = [Encoding.utf32LittleEndian, .utf32BigEndian]
  private static let key = KeyTemplate.expand("sk-or-v1-{hex:64}", seed: 3)

  private static func texts(in bytes: [UInt8]) -> [DecodedText] {
    var found: [DecodedText] = []
    UTF32Decoder().forEachText(in: bytes.span, 0..<bytes.count, of: nil) { found.append($0) }
    return found
  }

  /// The text, and each character's place, at every remainder of the offset.
  @Test(arguments: orders, 0..<9)
  func textIsDecodedAtItsPlace(order: Encoding, offset: Int) throws {
    let text = "name = some value\r\n\tand more"
    var neighbours: [(before: [UInt8], after: [UInt8])] = [
      ([UInt8](repeating: 0xFE, count: offset), [0xFE, 0x41, 0x42, 0x43]),
      ([UInt8](repeating: 0xFE, count: offset), []),
    ]
    // Between letters that touch it, text reads as well in either order; the offset decides.
    if offset % 4 == 0 {
      neighbours.append(((0..<UInt8(offset)).map { 0x61 + $0 }, [0x61, 0x62, 0x63, 0x64, 0x65]))
    }
    for (before, after) in neighbours {
      let bytes = before + order.encode(text) + after
      let decoded = try #require(Self.texts(in: bytes).first)
      #expect(decoded.bytes == Array(text.utf8))
      #expect(decoded.encodings(of: 0..<text.utf8.count) == [order])
      for place in decoded.bytes.indices {
        let start = offset + 4 * place
        #expect(decoded.rootRange(of: place..<place + 1) == start..<start + 4)
      }
    }
  }

  /// Random bytes against a reader that tries both orders at every offset.
  @Test func runsAreThoseOfAnObviousReader() {
    var random = TestRandom(seed: 37)
    var runs = 0
    for _ in 0..<3_000 {
      var bytes: [UInt8] = []
      for _ in 0..<random.below(40) {
        let zeros = [UInt8](repeating: 0, count: random.chance(80) ? 3 : random.below(9))
        bytes += random.pick([[0x41], [0x42], [0x80], [0], [0x41, 0x42], [0x43]]) + zeros
        for _ in 0..<(random.chance(10) ? 15 : 0) { bytes += [0x61, 0, 0, 0] }
      }
      var longest = 0
      for decoded in Self.texts(in: bytes) {
        runs += 1
        longest = max(longest, decoded.bytes.count)
        let isLittle = decoded.encodings(of: 0..<decoded.bytes.count) == [.utf32LittleEndian]
        for (place, character) in decoded.bytes.enumerated() {
          let unit = Array(bytes[decoded.rootRange(of: place..<place + 1)])
          #expect(unit == (isLittle ? [character, 0, 0, 0] : [0, 0, 0, character]))
        }
      }
      // Nothing long is left out: only the character at an end may be in doubt.
      let expected = Self.longestRun(of: bytes)
      #expect(expected < 13 || longest + 1 >= expected)
    }
    #expect(runs > 500, "\(runs)")
  }

  /// Most characters in a row, in either order, beginning anywhere.
  private static func longestRun(of bytes: [UInt8]) -> Int {
    var longest = 0
    for start in bytes.indices {
      for order in orders {
        var count = 0
        while let value = order.codeUnit.value(at: start + 4 * count, in: bytes.span),
          (0x20...0x7E).contains(value)
        {
          count += 1
        }
        longest = max(longest, count)
      }
    }
    return longest
  }

  @Test(arguments: orders, 0..<5)
  func keyIsFoundInBinaryFiles(order: Encoding, offset: Int) throws {
    let before = [UInt8](repeating: 0xFE, count: offset) + order.encode("KEY=")
    let bytes = before + order.encode(Self.key) + [0xFE, 1, 0x41, 0x42, 0x43]
    let matches = try RuleFixtures.worker().secrets(in: bytes.span)
    #expect(matches.map(\.secret) == [Array(Self.key.utf8)])
    #expect(matches.map(\.range) == [before.count..<before.count + 4 * Self.key.utf8.count])
    #expect(matches.map(\.decodedFrom) == [[order]])
  }

  /// Base64 in UTF-32 is decoded as it is in UTF-16.
  @Test(arguments: orders)
  func otherEncodingsAreUndoneInIt(order: Encoding) throws {
    let text = Encoder.base64.encode(Array("a=\(Self.key)".utf8))
    let bytes = order.encode("x: " + String(decoding: text, as: UTF8.self) + "\n")
    let matches = try RuleFixtures.worker().secrets(in: bytes.span)
    #expect(matches.map(\.secret) == [Array(Self.key.utf8)])
    #expect(matches.map(\.decodedFrom) == [[order, .base64]])
    #expect(matches.map(\.range) == [12..<12 + 4 * text.count])
  }

  /// Bytes are put in and taken out at every place: what is known of the text before helps to see
  /// what a look at all of it sees.
  @Test(arguments: orders, [0, 1, 3])
  func everySmallChangeIsSeen(order: Encoding, offset: Int) throws {
    let worker = try RuleFixtures.worker()
    let inserts: [[UInt8]] = [[], [0], [0x41], [0, 0], [0x41, 0, 0, 0], [0, 0, 0, 0x41]]
    let text =
      [UInt8](repeating: 0xFE, count: offset) + order.encode("é k = \(Self.key)\n上 y = 1\n")
    let known = worker.knowledge(of: text.span)
    var found = 0
    for place in text.indices {
      for (number, added) in inserts.enumerated() {
        let removed = (place + number) % 5
        let end = min(text.count, place + removed)
        let changed = text[..<place] + added + text[end...]
        let copies = [
          CopiedRange(0..<place, from: 0),
          CopiedRange(place + added.count..<changed.count, from: end),
        ]
        let derived = worker.knowledge(
          of: Array(changed).span, copies: copies, from: known, decodes: true)
        let expected = worker.secrets(in: Array(changed).span)
        #expect(derived.secrets == expected, "\(number) at \(place)")
        found += expected.count
      }
    }
    #expect(found > 100, "\(found)")
  }

  /// Long chains are read by their offset, so that a part of one is read as the whole is.
  @Test(arguments: orders)
  func longTextsAreReadInParts(order: Encoding) throws {
    let detector = try Detector(
      RuleFixtures.worker().detector.ruleSet.selecting(only: ["openrouter-api-key"], skipping: []))
    let worker = DetectionWorker(detector)
    for offset in 0..<4 {
      let line = "\(Self.key)" + String(repeating: " ", count: 900) + "\n"
      let text =
        [UInt8](repeating: 0xFE, count: offset) + order.encode(String(repeating: line, count: 12))
      let whole = worker.secrets(in: text.span)
      // The first key may lose its first character, where the order cannot be seen.
      #expect(whole.count >= 11)
      for match in whole {
        let start = Detector.aligned(max(0, match.range.lowerBound - detector.reach.before))
        let end = min(text.count, match.range.lowerBound + detector.reach.after)
        let part = worker.secrets(in: text.span.extracting(start..<end))
        #expect(part.map { $0.moved(by: start) }.contains(match))
      }
    }
  }
}
