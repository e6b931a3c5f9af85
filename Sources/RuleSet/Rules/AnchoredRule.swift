package import PatternEngine

/// What announces the matches of a rule; it follows from the rule alone.
package struct AnchoredRule: Sendable, Equatable {
  /// Literals of which one announces every match.
  package let literals: [Literal]
  /// Where a match can start, seen from one of them, and how far the rule looks.
  package let outline: RuleOutline

  /// Works out what announces a rule from its expressions.
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
    let adjustments = rule.adjustments
    let keywordReach = rule.kind.keywords.isEmpty ? 0 : Rule.GitleaksTerms.keywordReach
    func outline(_ starts: ClosedRange<Int>, isContext: Bool = false) -> RuleOutline {
      RuleOutline(
        earliest: starts.lowerBound, latest: starts.upperBound, isContext: isContext,
        maxLength: maxLength,
        lookBehind: max(
          RuleOutline.neighbourhood, keywordReach, rule.context.isEmpty ? 0 : rule.contextBefore,
          adjustments.map(\.before).max() ?? 0),
        lookAhead: max(
          RuleOutline.neighbourhood, keywordReach, rule.context.isEmpty ? 0 : rule.contextAfter,
          adjustments.map(\.after).max() ?? 0))
    }
    let (required, mostBefore): (RequiredLiterals?, Int?) =
      switch rule.kind {
      case .kunci: (pattern.literals, nil)
      case .gitleaks: (pattern.manyLiterals, maxLength)
      }
    if let required, let maxBefore = required.maxBefore.map({ min($0, maxLength) }) ?? mostBefore {
      let announcing =
        maxBefore == required.minBefore
        ? required.literals.map { pattern.withFollowers($0, at: maxBefore) } : required.literals
      if rule.context.isEmpty || announcing.allSatisfy(\.isRare) {
        literals = announcing
        self.outline = outline(-maxBefore...(-required.minBefore))
        return
      }
    }
    if case .gitleaks(let terms) = rule.kind {
      literals = terms.keywords.map { Literal(Array($0.utf8), foldsCase: true) }
      guard !literals.isEmpty, literals.allSatisfy(\.isLongEnough) else {
        throw UnusableRuleError(
          ruleID: rule.id,
          reason: "neither a fixed text of three bytes in every match nor a keyword that long")
      }
      self.outline = outline(-(keywordReach + maxLength)...keywordReach)
      return
    }
    literals = rule.context.map { Literal(Array($0.utf8), foldsCase: true) }
    guard !literals.isEmpty, literals.allSatisfy(\.isLongEnough) else {
      throw UnusableRuleError(
        ruleID: rule.id,
        reason: "no text of three or more bytes occurs in every match, nor has it context words")
    }
    self.outline = outline(-(rule.contextAfter + maxLength)...rule.contextBefore, isContext: true)
  }
}

extension Pattern {
  /// Most bytes of a literal and what follows it: long literals are rare enough by themselves, and
  /// around each change of a text as many bytes are searched again.
  private static var longestExtent: Int { 18 }
  /// Sets of so many bytes exclude next to nothing that stands in a text.
  private static var widestFollower: Int { 87 }

  fileprivate func withFollowers(_ literal: Literal, at place: Int) -> Literal {
    let most = min(Self.mostFollowers, Self.longestExtent - literal.bytes.count)
    var literal = literal
    literal.followers = followers(of: literal, at: place, most: most)
    while let last = literal.followers.last, last.count > Self.widestFollower {
      literal.followers.removeLast()
    }
    return literal
  }
}

extension Literal {
  fileprivate var isLongEnough: Bool { bytes.count >= RequiredLiterals.shortest }

  /// Whether it is met less often than words that stand beside keys: three bytes are not, unless
  /// what must follow them is seldom that long.
  fileprivate var isRare: Bool { bytes.count > 3 || followers.count >= 8 }
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
