import PatternEngine

/// What a scan learnt of a text; a text derived from it needs a look only where it differs.
package struct TextKnowledge: Sendable {
  /// Where literals of the rules stand, by offset.
  var anchors: [LiteralPrefilter.Hit] = []
  /// Every match of every rule, overlapping ones too, by begin.
  var matches: [PlainMatch] = []
  /// Where it is encoded.
  var spots = EncodedSpots()
  /// What is found in encoded texts within it, in no order.
  var decoded: [DecodedMatch] = []
  /// Whether there may be UTF-16 in it, which is read by where in the text its zeros stand.
  var mayBeWide = false
  /// Length of the text in bytes.
  var length = 0

  /// Nothing is known: the text was empty, or was not looked at.
  package init() {}

  /// Whether no rule matches anywhere.
  package var holdsNoSecret: Bool { matches.isEmpty && decoded.isEmpty }

  /// The secrets, in the order of their place; of overlapping matches only the one with precedence.
  package var secrets: [SecretMatch] {
    Overlaps.join(Overlaps.resolve(matches.map(\.secret)), decoded)
  }
}
