import PatternEngine
import RuleSet

/// A rule as far as a worker needed it: read, and its expression parsed, where its opening stood for
/// the first time.
final class TriedRule {
  /// The rule's number.
  let number: Int
  /// The offsets at which it was tried already in this text.
  var tried = 0..<0
  /// Most bytes of the optional prefix before what is tried; nil without one.
  let prefixLimit: Int?
  /// What its values begin with.
  private let opening: Opening
  /// Whether a match begins with its value; otherwise a name stands before it.
  private let beginsWithValue: Bool
  /// What a match can begin with whose value stands behind a name; known when the rule has been read.
  private var firstBytes = ByteTable(.all)
  /// Looks for the value behind a name; the same.
  private var look: AssignmentLook?
  private var judgesValue = false
  private let detector: Detector
  private var knownConfirmation: RuleConfirmation?
  /// How often a value is still looked for behind a name before the rule is read anyway.
  ///
  /// An automaton stops sooner than such a look, most often behind the name. So many looks take about
  /// as long as it takes to read a rule.
  private var remainingLooks = 500

  init(_ number: Int, of detector: Detector) {
    self.number = number
    self.detector = detector
    if let known = detector.ruleSet.opening(ofRule: number) {
      opening = Opening(known.sets)
      beginsWithValue = known.isAtStart
      prefixLimit = nil
    } else {
      let made = Self.confirmation(ofRule: number, detector)
      opening = made.pattern.opening
      beginsWithValue = true
      prefixLimit = made.prefixLimit
      knownConfirmation = made
    }
  }

  /// The confirmation of its matches.
  @inline(__always)
  var confirmation: RuleConfirmation { knownConfirmation ?? read() }

  @inline(never)
  private func read() -> RuleConfirmation {
    let made = Self.confirmation(ofRule: number, detector)
    firstBytes = ByteTable(made.pattern.pattern.firstBytes)
    let rule = detector.ruleSet[number]
    look = rule.assignedTo.flatMap { AssignmentLook(names: $0) }
    judgesValue = rule.valueKind == .assigned
    knownConfirmation = made
    return made
  }

  private static func confirmation(ofRule number: Int, _ detector: Detector) -> RuleConfirmation {
    let rule = detector.ruleSet[number]
    return RuleConfirmation(
      rule, RulePattern(rule, detector.outlines[number]), keepsTexts: detector.keepsTexts)
  }

  /// Whether all matches begin in ``KeyRuns``.
  @inline(__always)
  var beginsInKeyRun: Bool { beginsWithValue && opening.isInKeyRun }

  /// Whether a match may start at an offset.
  @inline(__always)
  func mayStart(at offset: Int, in text: Span<UInt8>) -> Bool {
    beginsWithValue
      ? opening.mayStand(at: offset, in: text)
      : mayHoldValue(offset..<offset + 1, of: text) && mayGiveValue(nameAt: offset, in: text)
  }

  /// The first offset of a range at which a match may start.
  @inline(__always)
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    if beginsWithValue { return opening.firstPlace(in: range, of: text) }
    guard mayHoldValue(range, of: text) else { return nil }
    var offset = range.lowerBound
    while offset < range.upperBound {
      if mayGiveValue(nameAt: offset, in: text) { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether a name may begin at an offset that is given a value of the rule.
  @inline(__always)
  private func mayGiveValue(nameAt offset: Int, in text: Span<UInt8>) -> Bool {
    firstBytes.contains(text[offset]) && holdsValue(behindNameAt: offset, in: text)
  }

  @inline(never)
  private func holdsValue(behindNameAt offset: Int, in text: Span<UInt8>) -> Bool {
    guard let look else { return true }
    switch look.place(behindNameAt: offset, in: text) {
    case .nowhere: return false
    case .anywhere: return true
    case .within(let places):
      return judgesValue
        ? AssignedValue.isLongEnough(from: places.upperBound - 1, ofNameAt: offset, in: text)
        : opening.firstPlace(in: places, of: text) != nil
    }
  }

  /// Whether a value may stand somewhere behind a name that begins in a range; the rule has been read
  /// where it may.
  @inline(__always)
  private func mayHoldValue(_ range: Range<Int>, of text: Span<UInt8>) -> Bool {
    knownConfirmation != nil || holdsOpening(range, of: text)
  }

  @inline(never)
  private func holdsOpening(_ range: Range<Int>, of text: Span<UInt8>) -> Bool {
    remainingLooks -= 1
    let end = min(text.count, range.upperBound - 1 + detector.outlines[number].maxLength)
    let isThere =
      remainingLooks < 0 || opening.firstPlace(in: range.lowerBound..<end, of: text) != nil
    if isThere { _ = read() }
    return isThere
  }
}
