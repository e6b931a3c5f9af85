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
  /// Rules whose secrets must not be shown beside those of ``ruleSet``, where that is not all of them.
  package let hiddenRules: RuleSet?
  /// How far from its first byte the bytes lie that decide about a match, before and after.
  package let reach: (before: Int, after: Int)
  /// The same for plain matches and those in wide code units alone; ``DecodingLimits/reach`` has the
  /// others.
  let plainReach: (before: Int, after: Int)
  /// What is known of each rule from the start.
  let outlines: [RuleOutline]
  let prefilter: LiteralPrefilter
  /// The rules to try, those of each literal of the prefilter in a row.
  let triggers: [Trigger]
  /// For each literal: its length, and how much of the text it concerns.
  let anchorShapes: [AnchorShape]
  /// The first of the literals that announce no rule, but a file in uuencode: all from there on do.
  let firstFileMark: Int
  /// Length of the longest literal of the prefilter with what must follow it, in bytes.
  let longestExtent: Int
  /// The most that any literal asks for before its first byte and from there on, in bytes.
  let anchorReach: (before: Int, after: Int)
  /// Whether matches keep the text around them.
  package let keepsTexts: Bool

  /// Where a rule's matches can start, seen from a literal.
  struct Trigger: Sendable {
    var rule: Int
    /// First and last possible start offset of a match, relative to the literal's first byte.
    var earliest: Int
    var latest: Int
    /// Whether the literal is a context word, which must stand alone.
    var isContext: Bool
  }

  /// What a literal of the prefilter asks for, wherever it stands.
  struct AnchorShape: Sendable {
    /// In bytes.
    var length: Int
    /// The same with what must follow it.
    var extent: Int
    /// How many bytes before its first byte decide about all matches that it announces.
    var before: Int
    /// How many bytes from its first byte on do.
    var after: Int
    /// The rules to try there, as indices of ``Detector/triggers``.
    var triggers: Range<Int>
  }

  /// Prepares detection.
  ///
  /// - Parameters:
  ///   - ruleSet: The rules.
  ///   - hiddenRules: All rules, also those that are to find nothing; nil when `ruleSet` has them all.
  ///   - keepsTexts: Whether matches shall keep the text around them (``SecretMatch/texts``), which
  ///     some allowlists ask for.
  /// - Throws: ``UnusableRuleError`` for a rule that no literal can announce or whose matches have
  ///   no limit; rules from files have been checked for both.
  package init(
    _ ruleSet: RuleSet, hiding hiddenRules: RuleSet? = nil, keepsTexts: Bool = false
  ) throws(UnusableRuleError) {
    self.ruleSet = ruleSet
    self.hiddenRules = hiddenRules
    self.keepsTexts = keepsTexts
    let anchors = try ruleSet.anchors()
    outlines =
      keepsTexts
      ? anchors.outlines.map { $0.looking(atLeast: Allowlist.lineReach) } : anchors.outlines
    var triggers: [Trigger] = []
    var shapes: [AnchorShape] = []
    shapes.reserveCapacity(anchors.literals.count)
    triggers.reserveCapacity(anchors.announcementCount)
    for (number, literal) in anchors.literals.enumerated() {
      let start = triggers.count
      var (before, after) = (0, 1)
      for rule in anchors.rules(announcedBy: number) {
        let outline = outlines[rule]
        triggers.append(
          Trigger(
            rule: rule, earliest: outline.earliest, latest: outline.latest,
            isContext: outline.isContext))
        before = max(before, outline.reach.before - outline.earliest)
        after = max(after, outline.reach.after + outline.latest)
      }
      shapes.append(
        AnchorShape(
          length: literal.bytes.count, extent: literal.bytes.count + literal.followers.count,
          before: before, after: after, triggers: start..<triggers.count))
    }
    firstFileMark = shapes.count
    for literal in Self.fileMarks {
      shapes.append(
        AnchorShape(
          length: literal.bytes.count, extent: literal.bytes.count + literal.followers.count,
          before: 0, after: 1, triggers: triggers.count..<triggers.count))
    }
    self.triggers = triggers
    anchorShapes = shapes
    longestExtent = shapes.reduce(1) { max($0, $1.extent) }
    anchorReach = shapes.reduce((0, 1)) { (max($0.before, $1.before), max($0.after, $1.after)) }
    prefilter = LiteralPrefilter(anchors.literals + Self.fileMarks)
    let longest = outlines.reduce(0) { max($0, $1.maxLength) }
    let lookBehind = outlines.reduce(0) { max($0, $1.reach.before) }
    let lookAhead = outlines.reduce(0) { max($0, $1.lookAhead + 1) }
    // Overlapping matches of other rules decide too, so the longest match counts on either side.
    let width = Decoders.widestUnit
    plainReach = (
      before: width * (longest + lookBehind), after: width * (2 * longest + lookAhead)
    )
    // A plain match anywhere in a decoded one has precedence.
    reach = (
      before: max(plainReach.before, DecodingLimits.reach.before),
      after: max(DecodingLimits.after + plainReach.after, DecodingLimits.reach.after)
    )
  }
}

extension Detector {
  /// What a file in uuencode begins with, before the digits of its mode, as in `begin 644 name`.
  ///
  /// To look for it as for the literals of rules costs nothing.
  private static let fileMarks = {
    var digit = ByteSet()
    for byte in "01234567".utf8 { digit.insert(byte) }
    return ["begin ", "begin-base64 "].map { text in
      var mark = Literal(Array(text.utf8), followers: Array(repeating: digit, count: 3))
      // Named here, so that the windows of the rules' literals, which are known, need not be chosen anew.
      mark.windows = LiteralWindows(even: 2, odd: 3, count: text.utf8.count)
      return mark
    }
  }()

  /// The offsets at which a part of a text may begin are multiples of this, in bytes: code units stay
  /// whole, and are read as in the whole text.
  package static let alignment = Decoders.widestUnit

  /// Returns the last of these offsets up to a given one.
  package static func aligned(_ offset: Int) -> Int { offset - offset % alignment }

  /// Returns how many bytes before a match's start offset and from there on decide about it, for
  /// one rule.
  func reach(ofRule rule: Int) -> (before: Int, after: Int) { outlines[rule].reach }
}
