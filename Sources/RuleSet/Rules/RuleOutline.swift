package import PatternEngine

/// What a detector must know of a rule before a text has appeared that the rule may match.
///
/// It follows from the rule alone. ``RuleTable`` keeps the outlines of the built-in rules, so that a
/// scan which meets no candidate parses no expression.
package struct RuleOutline: Sendable, Equatable {
  /// How far around a match its surroundings are looked at, whatever the rule, in bytes.
  package static let neighbourhood = 64

  /// First and last possible start offset of a match, relative to a literal's first byte.
  package let earliest: Int
  package let latest: Int
  /// Whether the literals are context words, which must stand alone.
  package let isContext: Bool
  /// Most bytes that a match takes.
  package let maxLength: Int
  /// How far before a match the rule looks, in bytes.
  package internal(set) var lookBehind: Int
  /// How far after a match the rule looks, in bytes.
  package internal(set) var lookAhead: Int
  /// Literals of which one announces every match.
  package let literals: [Literal]

  /// How many bytes before a match's start offset and from there on decide about the match: what
  /// the rule looks at, and on either side one byte more, since a word may go on there.
  package var reach: (before: Int, after: Int) { (lookBehind + 1, maxLength + lookAhead + 1) }

  /// How many bytes the rule may look at for each of its literals: a match may start at so many
  /// places and be so long.
  var work: Int { (latest - earliest + 1) * maxLength }

  /// The same, where a rule looks at least so far around a match.
  package func looking(atLeast reach: Int) -> RuleOutline {
    var outline = self
    outline.lookBehind = max(lookBehind, reach)
    outline.lookAhead = max(lookAhead, reach)
    return outline
  }
}

extension RuleOutline {
  /// Works out a rule's outline from its expressions.
  ///
  /// - Parameter rule: The rule.
  /// - Throws: ``UnusableRuleError`` when an expression cannot be read, its matches have no limit, or
  ///   neither a literal nor a context word announces them.
  package init(of rule: Rule) throws(UnusableRuleError) {
    let pattern: Pattern
    do throws(PatternError) {
      pattern = try rule.pattern()
      if let strict = rule.strictRegex { _ = try Pattern(strict) }
    } catch {
      throw UnusableRuleError(ruleID: rule.id, reason: error.description)
    }
    guard let longestShape = pattern.maxLength else {
      throw UnusableRuleError(
        ruleID: rule.id, reason: "its matches have no limit; give repetitions an upper bound")
    }
    let maxLength = longestShape + (rule.body == nil ? 0 : Rule.Body.reach)
    self.maxLength = maxLength
    let adjustments = rule.adjustments
    let keywordReach = rule.kind.keywords.isEmpty ? 0 : Rule.GitleaksTerms.keywordReach
    lookBehind = max(
      Self.neighbourhood, keywordReach, rule.context.isEmpty ? 0 : rule.contextBefore,
      adjustments.map(\.before).max() ?? 0)
    lookAhead = max(
      Self.neighbourhood, keywordReach, rule.context.isEmpty ? 0 : rule.contextAfter,
      adjustments.map(\.after).max() ?? 0)
    let (required, mostBefore): (RequiredLiterals?, Int?) =
      switch rule.kind {
      case .kunci: (pattern.literals, nil)
      case .gitleaks: (pattern.manyLiterals, maxLength)
      }
    if let required, let maxBefore = required.maxBefore.map({ min($0, maxLength) }) ?? mostBefore,
      rule.context.isEmpty || required.literals.allSatisfy({ $0.bytes.count > 3 })
    {
      literals =
        maxBefore == required.minBefore
        ? required.literals.map { pattern.withFollowers($0, at: maxBefore) } : required.literals
      earliest = -maxBefore
      latest = -required.minBefore
      isContext = false
      return
    }
    if case .gitleaks(let terms) = rule.kind {
      literals = terms.keywords.map { Literal(Array($0.utf8), foldsCase: true) }
      earliest = -(keywordReach + maxLength)
      latest = keywordReach
      isContext = false
      guard !literals.isEmpty, literals.allSatisfy(\.isLongEnough) else {
        throw UnusableRuleError(
          ruleID: rule.id,
          reason: "neither a fixed text of three bytes in every match nor a keyword that long")
      }
      return
    }
    literals = rule.context.map { Literal(Array($0.utf8), foldsCase: true) }
    let shortest = literals.map(\.bytes.count).min() ?? 0
    guard shortest >= RequiredLiterals.shortest else {
      throw UnusableRuleError(
        ruleID: rule.id,
        reason: "no text of three or more bytes occurs in every match, nor has it context words")
    }
    earliest = -(rule.contextAfter + maxLength)
    latest = rule.contextBefore
    isContext = true
  }
}

extension Pattern {
  fileprivate func withFollowers(_ literal: Literal, at place: Int) -> Literal {
    var literal = literal
    literal.followers = followers(of: literal, at: place)
    return literal
  }
}

extension Literal {
  fileprivate var isLongEnough: Bool { bytes.count >= RequiredLiterals.shortest }
}

extension Rule {
  /// The shape of all that the rule matches, the name before a value included.
  package var expression: String {
    assignedTo.map { Assignment.regex(names: $0, value: regex) } ?? regex
  }

  /// The expression, parsed, with the limit of its matches.
  ///
  /// Whether a dash or an underscore after a match belongs to it is not for the next byte alone to
  /// say: these two are left to whoever asks for the match.
  ///
  /// - Throws: ``PatternError`` when it cannot be used.
  package func pattern() throws(PatternError) -> Pattern {
    try Pattern(
      expression, notAfter: notAfter.subtracting(.joints), lengthLimit: kind.lengthLimit)
  }
}

/// A rule that cannot be applied.
package struct UnusableRuleError: Error, Sendable, Equatable, CustomStringConvertible {
  package var ruleID: String
  package var reason: String

  package var description: String { "rule `\(ruleID)`: \(reason)" }
}
