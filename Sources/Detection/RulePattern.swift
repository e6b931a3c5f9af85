import PatternEngine
import RuleSet

/// The expressions of a rule, parsed when the rule is first tried.
struct RulePattern: Sendable {
  let pattern: Pattern
  let strict: Pattern?
  /// What may stand before the secret, where a match that starts anywhere in it has the same
  /// secret; nil if there is none.
  let optionalPrefix: OptionalPrefix?
  /// What matches begin with, as far as it is worth a look before the expression is tried.
  let opening: Opening
  /// How far around a match the rule looks, in bytes.
  let lookBehind: Int
  let lookAhead: Int

  /// Parses the expressions of a rule that ``AnchoredRule`` has been worked out for.
  init(_ rule: Rule, _ outline: RuleOutline) {
    do throws(PatternError) {
      pattern = try rule.pattern()
      strict = if let regex = rule.strictRegex { try Pattern(regex) } else { nil }
    } catch {
      // The outline was made of these very expressions.
      preconditionFailure("rule `\(rule.id)`: \(error)")
    }
    // Where a literal is sought too far away, it says nothing of the place of the rest.
    let isNear = !outline.isContext && outline.earliest > -outline.maxLength
    optionalPrefix =
      rule.kind.takesAnyGroup && rule.notBefore.isEmpty && pattern.groupCount > 0 && isNear
      ? pattern.optionalPrefix : nil
    opening = Opening(
      optionalPrefix != nil ? [] : outline.isContext ? pattern.opening : [pattern.firstBytes])
    lookBehind = outline.lookBehind
    lookAhead = outline.lookAhead
  }
}
