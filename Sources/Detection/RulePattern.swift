import PatternEngine
import RuleSet

/// The checked expressions of a rule and what follows from them.
struct RulePattern: Sendable {
  /// How far before a match its surroundings are looked at, whatever the rule.
  static let neighbourhood = 64

  let pattern: Pattern
  let strict: Pattern?
  /// Most bytes that a match takes.
  let maxLength: Int
  /// How far around a match the rule looks, in bytes.
  let lookBehind: Int
  let lookAhead: Int
  private let rule: Rule

  init(_ rule: Rule) throws(UnusableRuleError) {
    self.rule = rule
    do throws(PatternError) {
      pattern = try Pattern(rule.regex, notAfter: rule.notAfter)
      strict = if let regex = rule.strictRegex { try Pattern(regex) } else { nil }
    } catch {
      throw UnusableRuleError(ruleID: rule.id, reason: error.description)
    }
    guard let maxLength = pattern.maxLength else {
      throw UnusableRuleError(
        ruleID: rule.id, reason: "its matches have no limit; give repetitions an upper bound")
    }
    self.maxLength = maxLength
    let adjustments = rule.adjustments
    lookBehind = max(
      Self.neighbourhood, rule.context.isEmpty ? 0 : rule.contextBefore,
      adjustments.map(\.before).max() ?? 0)
    lookAhead = max(
      Self.neighbourhood, rule.context.isEmpty ? 0 : rule.contextAfter,
      adjustments.map(\.after).max() ?? 0)
  }

  /// How many bytes before a match's begin and from there on decide about the match.
  var reach: (before: Int, after: Int) { (lookBehind, maxLength + lookAhead + 1) }

  /// Literals that announce a match: from the expression, or else the context words.
  ///
  /// - Throws: ``UnusableRuleError`` when there are neither.
  func triggers(rule index: Int) throws(UnusableRuleError) -> [(Literal, Detector.Trigger)] {
    if let required = pattern.literals, let maxBefore = required.maxBefore,
      rule.context.isEmpty || required.literals.allSatisfy({ $0.bytes.count > 3 })
    {
      let trigger = Detector.Trigger(
        rule: index, earliest: -maxBefore, latest: -required.minBefore, isContext: false)
      return required.literals.map { ($0, trigger) }
    }
    let words = rule.context.map { Literal(Array($0.utf8), foldsCase: true) }
    guard !words.isEmpty, words.allSatisfy({ $0.bytes.count >= RequiredLiterals.shortest }) else {
      throw UnusableRuleError(
        ruleID: rule.id,
        reason: "no text of three or more bytes occurs in every match, nor has it context words")
    }
    return words.map { word in
      let trigger = Detector.Trigger(
        rule: index, earliest: -(rule.contextAfter + maxLength),
        latest: rule.contextBefore, isContext: true)
      return (word, trigger)
    }
  }
}
