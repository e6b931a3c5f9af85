import BuiltInRules
import PatternEngine
import Testing

@testable import RuleSet

struct RuleAnchorsTests {
  /// What announces a rule is the same whether it stands in a table or was read from a file, and
  /// whichever rules stand beside it.
  @Test(arguments: [1, 2, 7, 1_000])
  func doNotDependOnTheTable(step: Int) throws {
    let all = BuiltInRules.ruleSet
    let few = stride(from: 0, to: all.count, by: step).map { all.ids[$0] }
    let own = stride(from: 0, to: all.count, by: 2 * step + 1).map { all[$0] }
    let sets = [
      try all.selecting(only: few, skipping: []), all.removing(few), all.replacing(with: own),
      all.removing(few).replacing(with: own),
    ]
    for set in sets {
      let (kept, read) = (try set.anchors(), try RuleSet(set.rules).anchors())
      #expect(kept.outlines == read.outlines)
      #expect(Self.rules(by: kept) == Self.rules(by: read))
    }
  }

  private static func rules(by anchors: RuleAnchors) -> [Literal: [Int]] {
    var rules: [Literal: [Int]] = [:]
    for (number, literal) in anchors.literals.enumerated() {
      rules[literal, default: []] += anchors.rules(announcedBy: number)
    }
    return rules.mapValues { $0.sorted() }
  }
}
