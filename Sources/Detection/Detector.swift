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
  package let ruleSet: RuleSet
  /// How far from its first byte the bytes lie that decide about a match, before and after.
  package let reach: (before: Int, after: Int)
  /// What is known of each rule from the start.
  let outlines: [RuleOutline]
  let prefilter: LiteralPrefilter
  /// For each literal of the prefilter: the rule to try there.
  let triggers: [Trigger]

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
    self.ruleSet = ruleSet
    outlines = try ruleSet.outlines()
    var literals: [Literal] = []
    var triggers: [Trigger] = []
    var longest = 0
    var (lookBehind, lookAhead) = (0, 0)
    for (rule, outline) in outlines.enumerated() {
      let trigger = Trigger(
        rule: rule, earliest: outline.earliest, latest: outline.latest,
        isContext: outline.isContext)
      for literal in outline.literals {
        literals.append(literal)
        triggers.append(trigger)
      }
      longest = max(longest, outline.maxLength)
      lookBehind = max(lookBehind, outline.lookBehind)
      lookAhead = max(lookAhead, outline.lookAhead)
    }
    self.triggers = triggers
    prefilter = LiteralPrefilter(literals)
    // Overlapping matches of other rules decide too, so the longest match counts on either side.
    // A character takes two bytes in UTF-16.
    reach = (before: 2 * (longest + lookBehind), after: 2 * (2 * longest + lookAhead))
  }
}
