import BuiltInRules
@testable import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

/// Whether an encoded key is found depends on the bytes within reach only.
@Suite struct DecoderLocalityTests {
  private static let rules = [
    "openrouter-api-key", "anthropic-api-key", "deepseek-api-key", "huggingface-access-token",
  ]

  private static func detector() throws -> Detector {
    try Detector(BuiltInRules.ruleSet.selecting(only: rules, skipping: []))
  }

  @Test func encodedKeysAreFoundInEveryWindow() throws {
    let detector = try Self.detector()
    #expect(detector.reach.before < 20_000 && detector.reach.after < 20_000)
    let worker = DetectionWorker(detector)
    var random = TestRandom(seed: 61)
    let examples = try RuleFixtures.rules()
      .filter { Self.rules.contains($0.id) }.flatMap(\.examples)
    var compared = (inside: 0, outside: 0)
    for encoding in [nil, nil, nil] + Encoding.wide.map(Optional.some) {
      let text = Self.mixture(of: examples, &random, encoding?.codeUnit ?? .byte)
      let whole = worker.secrets(in: text.span)
      for match in whole where random.chance(6) {
        let start = Detector.aligned(max(0, match.range.lowerBound - detector.reach.before))
        let end = min(text.count, match.range.lowerBound + detector.reach.after)
        let found = Self.secrets(in: start..<end, of: text, worker)
        #expect(
          found.contains(match),
          "\(encoding?.rawValue ?? "bytes") at \(match.range) \(match.decodedFrom)")
        compared.inside += 1
      }
      for _ in 0..<4 {
        let start = Detector.aligned(random.below(text.count - 20_000))
        let end = min(text.count, start + 26_000 + random.below(9_000))
        let core =
          start
          + detector.reach.before..<max(
            start + detector.reach.before, end - detector.reach.after)
        let found = Self.secrets(in: start..<end, of: text, worker)
        let expected = whole.filter { core.contains($0.range.lowerBound) }
        #expect(found.filter { core.contains($0.range.lowerBound) } == expected)
        compared.outside += expected.count
      }
    }
    #expect(compared.inside > 20 && compared.outside > 50, "\(compared)")
  }

  /// Keys in all spellings, in long encoded stretches and short ones, cut and whole.
  private static func mixture(
    of examples: [String], _ random: inout TestRandom, _ unit: CodeUnit
  ) -> [UInt8] {
    var text: [UInt8] = []
    while text.count < 50_000 / unit.width {
      var piece: [UInt8] = []
      for _ in 0..<(random.chance(10) ? 60 : 1 + random.below(3)) {
        piece += Array(KeyTemplate.expand(random.pick(examples), seed: random.next()).utf8)
        piece += Array(random.pick(["\n", ",", " ", "\"", "é", "%41", "\\x41"]).utf8)
      }
      for _ in 0..<random.below(4) {
        let encoder = random.pick(Encoder.allCases)
        piece = encoder.encode(piece)
      }
      if random.chance(20) { piece.removeFirst(random.below(min(9, piece.count))) }
      text += piece
      text += Array(
        random.pick(["\n", "", "\"", " ", "%", "A", "\"+\"", "=", "\\", "\u{0}", "AAAA"]).utf8)
      if random.chance(20) {
        let filler: UInt8 = random.pick([UInt8(ascii: " "), UInt8(ascii: "Q"), UInt8(ascii: "\"")])
        text += [UInt8](repeating: filler, count: random.below(2_000))
      }
    }
    let zeros = [UInt8](repeating: 0, count: unit.width - 1)
    return text.flatMap { unit.isBigEndian ? zeros + [$0] : [$0] + zeros }
  }

  private static func secrets(
    in window: Range<Int>, of text: [UInt8], _ worker: DetectionWorker
  ) -> [SecretMatch] {
    let part = Array(text[window])
    var matches = worker.secrets(in: part.span)
    for index in matches.indices {
      let range = matches[index].range
      matches[index].range =
        range.lowerBound + window.lowerBound..<range.upperBound + window.lowerBound
    }
    return matches
  }
}
