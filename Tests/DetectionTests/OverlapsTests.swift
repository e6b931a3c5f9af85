import Basics
import Findings
import RuleSet
import Testing

@testable import Detection

@Suite struct OverlapsTests {
  /// Matches are judged in groups of those that touch each other; that gives what judging each against
  /// all others gives.
  @Test func groupsDecideAsAllDo() throws {
    let rules = try RuleFixtures.rules().filter { $0.proof == nil }.prefix(12).map(SharedRule.init)
    var random = SeededGenerator(seed: 1514)
    var (beaten, kept) = (0, 0)
    for _ in 0..<400 {
      let matches = (0..<Int.random(in: 0...25, using: &random)).map { _ in
        let start = Int.random(in: 0..<160, using: &random)
        let length = Int.random(in: 1...14, using: &random)
        return SecretMatch(
          rules[Int.random(in: 0..<rules.count, using: &random)], range: start..<start + length,
          secret: [UInt8](repeating: UInt8(length), count: length), prefixLength: 0,
          confidence: Confidence.allCases[
            Int.random(in: 0..<Confidence.allCases.count, using: &random)], entropy: 0)
      }
      let expected = Self.resolveAll(matches)
      #expect(Overlaps.resolve(matches) == expected)
      kept += expected.count
      beaten += matches.count - expected.count
    }
    #expect(kept > 500 && beaten > 500, "\(kept) \(beaten)")
  }

  /// Of every match, all that overlap it are asked.
  private static func resolveAll(_ matches: [SecretMatch]) -> [SecretMatch] {
    var kept: [SecretMatch] = []
    for (index, match) in matches.enumerated() {
      let others = matches.indices.filter { $0 != index && matches[$0].range.overlaps(match.range) }
        .map { matches[$0] }
      guard !others.contains(where: { precedes($0, match) }) else { continue }
      var match = match
      match.confidence =
        others.filter { $0.range == match.range }.map(\.confidence).reduce(match.confidence, max)
      // The same match twice is one.
      if !kept.contains(where: { $0.rule.id == match.rule.id && $0.range == match.range }) {
        kept.append(match)
      }
    }
    return kept.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private static func precedes(_ left: SecretMatch, _ right: SecretMatch) -> Bool {
    if left.rule.precedence != right.rule.precedence {
      return left.rule.precedence < right.rule.precedence
    }
    if left.range.count != right.range.count { return left.range.count > right.range.count }
    if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
    return left.range.lowerBound < right.range.lowerBound
  }
}
