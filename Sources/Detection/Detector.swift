import PatternEngine
package import RuleSet

/// Finds secrets in buffers: immutable, shared by all workers, each of which asks for a
/// ``DetectionWorker``.
///
/// One pass of a prefilter over the buffer names places where a rule may match; there, and only
/// there, the rule is tried inside a bounded window. So what is found around an offset depends on
/// the bytes within ``reach`` of it, and on nothing else.
package struct Detector: Sendable {
  /// The rules that are applied.
  package let rules: [Rule]
  /// How far from its first byte the bytes lie that decide about a match, before and after.
  package let reach: (before: Int, after: Int)
  /// The same for plain matches and those in UTF-16 alone; ``DecodingLimits/reach`` has the others.
  let plainReach: (before: Int, after: Int)
  let patterns: [RulePattern]
  let prefilter: LiteralPrefilter
  /// For each literal of the prefilter: the rules to try there.
  let triggers: [[Trigger]]

  /// For each literal: how many bytes before and from its first byte on decide about all matches
  /// that it announces.
  let anchorReach: [(before: Int, after: Int)]
  /// Length of the longest literal of the prefilter, in bytes.
  let longestLiteral: Int

  /// Where a rule's matches can begin, seen from a literal.
  struct Trigger: Sendable {
    var rule: Int
    /// First and last possible begin of a match, relative to the literal's first byte.
    var earliest: Int
    var latest: Int
    /// Whether the literal is a context word, which must stand alone.
    var isContext: Bool
  }

  /// Prepares detection.
  ///
  /// - Parameter ruleSet: The rules.
  /// - Throws: ``UnusableRuleError`` for a rule that no literal can announce or whose matches have
  ///   no limit; rules from files have been checked for both.
  package init(_ ruleSet: RuleSet) throws(UnusableRuleError) {
    rules = ruleSet.rules
    var patterns: [RulePattern] = []
    var byLiteral: [Literal: [Trigger]] = [:]
    for (index, rule) in rules.enumerated() {
      let pattern = try RulePattern(rule)
      patterns.append(pattern)
      for (literal, trigger) in try pattern.triggers(rule: index) {
        byLiteral[literal, default: []].append(trigger)
      }
    }
    self.patterns = patterns
    let literals = byLiteral.keys.sorted {
      $0.bytes == $1.bytes
        ? !$0.foldsCase && $1.foldsCase : $0.bytes.lexicographicallyPrecedes($1.bytes)
    }
    prefilter = LiteralPrefilter(literals)
    triggers = literals.map { byLiteral[$0, default: []] }
    longestLiteral = literals.map(\.bytes.count).max() ?? 1
    anchorReach = triggers.map { triggers in
      let reaches = triggers.map { trigger in
        let reach = patterns[trigger.rule].reach
        return (before: reach.before - trigger.earliest, after: reach.after + trigger.latest)
      }
      return (
        before: max(0, reaches.map(\.before).max() ?? 0),
        after: max(1, reaches.map(\.after).max() ?? 0)
      )
    }
    // Overlapping matches of other rules decide too, so the longest match counts on either side.
    let longest = patterns.map(\.maxLength).max() ?? 0
    let lookBehind = patterns.map(\.lookBehind).max() ?? 0
    let lookAhead = patterns.map(\.lookAhead).max() ?? 0
    // A character takes two bytes in UTF-16.
    plainReach = (before: 2 * (longest + lookBehind), after: 2 * (2 * longest + lookAhead))
    // A plain match anywhere in a decoded one has precedence.
    reach = (
      before: max(plainReach.before, DecodingLimits.reach.before),
      after: max(DecodingLimits.after + plainReach.after, DecodingLimits.reach.after)
    )
  }
}

extension Detector {
  /// How many bytes before a match's begin and from there on decide about it, for one rule.
  func reach(ofRule rule: Int) -> (before: Int, after: Int) { patterns[rule].reach }
}

/// A rule that cannot be applied.
package struct UnusableRuleError: Error, Sendable, Equatable, CustomStringConvertible {
  package var ruleID: String
  package var reason: String

  package var description: String { "rule `\(ruleID)`: \(reason)" }
}
