/// Where a rule's matches can start, seen from what announces them, and how far the rule looks.
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
