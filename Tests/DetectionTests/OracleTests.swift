import BuiltInRules
@testable import Detection
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
        text += ["", "\n", " ", ",", "\n\n# x\n", "é", "-"][random.below(7)]
      }
      let bytes = Array(text.utf8)
      let expected = slow.secrets(in: bytes.span)
      let actual = fast.secrets(in: bytes.span)
      #expect(actual == expected, "round \(round)")
      compared += expected.count
    }
    #expect(compared > 200)
  }

  /// What is found around an offset depends on the bytes within the detector's reach only.
  @Test func findingsAreLocal() throws {
    let detector = try Detector(BuiltInRules.ruleSet)
    let worker = DetectionWorker(detector)
    var random = TestRandom(seed: 22)
    let examples = try RuleFixtures.rules().flatMap(\.examples)
    var text: [UInt8] = []
    for seed in 0..<150 {
      text += Array(
        KeyTemplate.expand(examples[random.below(examples.count)], seed: UInt64(seed)).utf8)
      text.append(Array("\n, ;".utf8)[random.below(4)])
      if random.chance(30) { text += Array(repeating: UInt8(ascii: " "), count: random.below(300)) }
    }
    let whole = worker.secrets(in: text.span)
    #expect(whole.count > 100)
    for match in whole {
      let start = max(0, match.range.lowerBound - detector.reach.before)
      let end = min(text.count, match.range.lowerBound + detector.reach.after)
      let window = Array(text[start..<end])
      let again = worker.secrets(in: window.span).first {
        $0.range.lowerBound + start == match.range.lowerBound && $0.rule.id == match.rule.id
      }
      #expect(again?.secret == match.secret && again?.confidence == match.confidence)
      #expect(again?.severity == match.severity && again?.evidence == match.evidence)
    }
  }
}

/// Tries every rule at every offset; only the judgement of a candidate is shared with the real one.
private struct ExhaustiveDetection {
  private let confirmations: [RuleConfirmation]

  init(_ detector: Detector) {
    confirmations = zip(detector.ruleSet.rules, detector.outlines).map {
      RuleConfirmation($0, RulePattern($0, $1))
    }
  }

  func secrets(in text: Span<UInt8>) -> [SecretMatch] {
    var found: [SecretMatch] = []
    for confirmation in confirmations {
      for offset in 0..<text.count {
        if let match = confirmation.match(at: offset, in: text) { found.append(match) }
      }
    }
    return Overlaps.resolve(found)
  }
}
