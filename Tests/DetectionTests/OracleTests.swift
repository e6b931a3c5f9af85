import BuiltInRules
@testable import Detection
import Findings
import KeyFormats
import PatternEngine
import RuleSet
import TestSupport
import Testing

/// Detection with its prefilter and windows finds what trying everything everywhere finds.
@Suite struct OracleTests {
  /// A detector whose rules have a trigger at every byte: no literal is looked for.
  @Test func prefilterMissesNothing() throws {
    let fast = try RuleFixtures.worker()
    let detector = try Detector(BuiltInRules.ruleSet)
    let slow = ExhaustiveDetection(detector)
    var random = TestRandom(seed: 21)
    let examples = try RuleFixtures.rules().flatMap {
      $0.examples + $0.counterExamples
    }
    var compared = 0
    for round in 0..<250 {
      var text = ""
      for _ in 0..<1 + random.below(4) {
        let template = examples[random.below(examples.count)]
        let piece = KeyTemplate.expand(template, seed: UInt64(round))
        text += random.chance(20) ? String(piece.dropLast(random.below(10))) : piece
        text += random.pick(Self.joints)
      }
      let bytes = Array(text.utf8)
      let expected = slow.secrets(in: bytes.span)
      let actual = fast.secrets(in: bytes.span)
      #expect(actual == expected, "round \(round)")
      compared += expected.count
    }
    #expect(compared > 200)
  }

  /// In what is decoded, too, also where what is plain beside it has precedence.
  @Test func decodedTextsAreSearchedAsWell() throws {
    let fast = try RuleFixtures.worker()
    let slow = ExhaustiveDetection(try Detector(BuiltInRules.ruleSet))
    var random = TestRandom(seed: 27)
    let examples = try RuleFixtures.rules().flatMap { $0.examples + $0.counterExamples }
    var (compared, silent) = (0, 0)
    for round in 0..<400 {
      var text: [UInt8] = []
      for _ in 0..<1 + random.below(3) {
        let name = random.chance(30) ? random.pick(Self.names) : ""
        let piece = Array(
          (name + KeyTemplate.expand(random.pick(examples), seed: UInt64(round))).utf8)
        text += random.chance(80) ? partlyEncoded(piece, &random) : piece
        text += Array(random.pick(Self.joints).utf8)
      }
      // In longer ones, a rule looks at a part.
      guard text.count < DecodingLimits.before else { continue }
      let expected = slow.encodedSecrets(in: text.span)
      let actual = fast.decodedMatches(in: text.span).map(\.secret)
      #expect(actual == expected, "round \(round)")
      compared += expected.count
      silent += expected.isEmpty ? 1 : 0
    }
    #expect(compared > 60, "\(compared)")
    #expect(silent > 60, "\(silent)")
  }

  /// What makes a value of what follows, of which a key may be the front.
  private static let names = ["password=", "api_key: \"", "AUTH_TOKEN='", "postgres://app:"]

  private func partlyEncoded(_ piece: [UInt8], _ random: inout TestRandom) -> [UInt8] {
    // Often at the end, so that a key stands before it.
    let tail = random.chance(40) ? Array(random.pick(["/", ".", "~", ":", ""]).utf8) : []
    let text = tail.isEmpty ? piece : piece + tail + Array("x9Kd7Lm2Pq4Zz8Tw5Rb".utf8)
    let first = tail.isEmpty ? random.below(max(1, text.count - 4)) : piece.count + 2
    let part = first..<min(text.count, first + 4 + random.below(12))
    let middle = Array(text[part])
    let holdsPair = zip(middle, middle.dropFirst()).contains {
      ByteSet.alphanumerics.contains($0) && ByteSet.alphanumerics.contains($1)
    }
    guard holdsPair else { return text }
    return text[..<part.lowerBound] + random.pick(Encoder.ofParts).encode(middle)
      + text[part.upperBound...]
  }

  /// What stands between keys.
  private static let joints = [
    "", "\n", " ", ",", "\n\n# x\n", "é", "-", "_", "--", ":-", " -p", "key_", "my-", "\0",
    "\u{1}3",
    "\u{7}\u{4}\u{0}\u{19}s",
  ]

  /// What is found around an offset depends on the bytes within reach only, for what is not encoded.
  ///
  /// A few rules at a time, so that the reach is short against the text; the second half of the
  /// rounds is in wide code units.
  @Test func findingsAreLocal() throws {
    let rules = try RuleFixtures.rules()
    var random = TestRandom(seed: 22)
    var compared = (inside: 0, outside: 0)
    for round in 0..<24 {
      let few = (0..<4).map { _ in random.pick(rules) }
      let detector = try Detector(
        BuiltInRules.ruleSet.selecting(only: few.map(\.id), skipping: []))
      guard detector.plainReach.after < 2_000 * Detector.alignment else { continue }
      let worker = DetectionWorker(detector)
      var text = mixture(
        of: few.flatMap(\.examples), few.flatMap(\.context), isNarrow: round < 12, using: &random)
      let unit = round < 12 ? CodeUnit.byte : Encoding.wide[round % Encoding.wide.count].codeUnit
      let zeros = [UInt8](repeating: 0, count: unit.width - 1)
      text = text.flatMap { unit.isBigEndian ? zeros + [$0] : [$0] + zeros }
      let whole = worker.secrets(in: text.span)
      for match in whole {
        let start = Detector.aligned(max(0, match.range.lowerBound - detector.plainReach.before))
        let end = min(text.count, match.range.lowerBound + detector.plainReach.after)
        let found = secrets(in: start..<end, of: text, worker)
        #expect(found.contains(match))
        compared.inside += 1
      }
      // A window anywhere: what is far enough from its borders is what the whole has there.
      for _ in 0..<8 {
        let start = Detector.aligned(random.below(max(1, text.count / 2)))
        // Within a unit nothing ends but a damaged text.
        let length = Detector.aligned(random.below(text.count - start))
        let end = random.chance(50) ? text.count : start + length
        let coreStart = start + detector.plainReach.before
        let core = coreStart..<max(coreStart, end - detector.plainReach.after)
        let found = secrets(in: start..<end, of: text, worker)
        let expected = whole.filter { core.contains($0.range.lowerBound) }
        #expect(found.filter { core.contains($0.range.lowerBound) } == expected)
        compared.outside += expected.count
      }
    }
    #expect(compared.inside > 400 && compared.outside > 400, "\(compared)")
  }

  /// Examples and context words, close together and far apart; without control bytes in wide code
  /// units, where a zero may be a unit or a part of one.
  private func mixture(
    of examples: [String], _ words: [String], isNarrow: Bool, using random: inout TestRandom
  ) -> [UInt8] {
    var text = ""
    for _ in 0..<40 {
      text += KeyTemplate.expand(random.pick(examples), seed: random.next())
      text += random.pick(
        ["\n", ",", " ", ";", "", "..."]
          + Self.joints.filter { $0.utf8.allSatisfy { $0 >= 10 } || isNarrow })
      if random.chance(30), !words.isEmpty { text += random.pick(words) + random.pick(["=", " "]) }
      if random.chance(30) { text += String(repeating: " ", count: random.below(400)) }
    }
    return Array(text.utf8)
  }

  /// The secrets of a part of a text, with their places in the whole.
  private func secrets(
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

/// Tries every rule at every offset; only the judgement of a candidate is shared with the real one.
private struct ExhaustiveDetection {
  private let confirmations: [RuleConfirmation]
  private let detector: Detector

  init(_ detector: Detector) {
    self.detector = detector
    confirmations = zip(detector.ruleSet.rules, detector.outlines).map {
      RuleConfirmation($0, RulePattern($0, $1))
    }
  }

  func secrets(in text: Span<UInt8>) -> [SecretMatch] {
    Overlaps.resolve(matches(in: text).map(\.secret))
  }

  private func matches(in text: Span<UInt8>) -> [PlainMatch] {
    var found: [PlainMatch] = []
    for (rule, confirmation) in confirmations.enumerated() {
      for offset in 0..<text.count {
        if let match = confirmation.match(at: offset, in: text) {
          found.append(PlainMatch(rule: rule, start: offset, secret: match))
        }
      }
    }
    return found
  }

  /// The secrets of every text that is encoded in a text, as far as an encoded character belongs to
  /// them or to what tells them, or a control sequence was near them.
  func encodedSecrets(in text: Span<UInt8>) -> [SecretMatch] {
    var found: [SecretMatch] = []
    LayerDecoder().forEachText(in: text) { decoded in
      let bytes = decoded.bytes
      let matches = matches(in: bytes.span)
      for var match in Overlaps.resolve(matches.map(\.secret)) {
        let starts = matches.filter {
          $0.secret.range == match.range && detector.ruleSet.rules[$0.rule].id == match.rule.id
        }
        let near = starts.first.flatMap { first -> [Encoding]? in
          let reach = detector.reach(ofRule: first.rule)
          if let encodings = decoded.encodings(of: first.whole) { return encodings }
          return decoded.encodings(
            of: match.range, amid: first.start - reach.before..<first.start + reach.after)
        }
        guard let encodings = decoded.encodings(of: match.range) ?? near else { continue }
        match.range = decoded.rootRange(of: match.range)
        match.decodedFrom = encodings
        found.append(match)
      }
    }
    return found
  }
}
