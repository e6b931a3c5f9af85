package import Basics
import PatternEngine

/// What a scan learnt of a text; a text that shares bytes with it needs a look only where it differs.
package struct TextKnowledge: Sendable {
  /// Where literals of the rules stand, by offset.
  var anchors: [LiteralPrefilter.Hit] = []
  /// Every match of every rule, overlapping ones too, by start offset.
  var matches: [PlainMatch] = []
  /// Where it may be encoded.
  var candidates = EncodedCandidates()
  /// What is found in encoded texts within it, in no order.
  var decoded: [DecodedMatch] = []
  /// Width of the widest code units that may be in it, in bytes; see ``Decoder/unitWidth``.
  var unitWidth = 1
  /// How it may be packed; what was seen in a base is taken to be there still.
  package internal(set) var signs = TextSigns()
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
