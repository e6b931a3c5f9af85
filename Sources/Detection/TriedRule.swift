import RuleSet

/// A rule as far as a worker needed it: read, and its expression parsed, where its opening stood for
/// the first time.
final class TriedRule {
  /// The rule's number.
  let number: Int
  /// The offsets at which it was tried already in this text.
  var tried = 0..<0
  /// Most bytes of the optional prefix before what is tried; nil without one.
  private(set) var prefixLimit: Int?
  /// What stands where a match may start; while the rule is unread, perhaps what a value in a match
  /// begins with.
  private var opening: Opening
  private var isOpeningAtStart: Bool
  private let detector: Detector
  private var knownConfirmation: RuleConfirmation?

  init(_ number: Int, of detector: Detector) {
    self.number = number
    self.detector = detector
    let known = detector.ruleSet.opening(ofRule: number)
    opening = Opening(known?.sets ?? [])
    isOpeningAtStart = known?.isAtStart ?? false
    if known == nil { _ = read() }
  }

  /// The confirmation of its matches.
  @inline(__always)
  var confirmation: RuleConfirmation { knownConfirmation ?? read() }

  @inline(never)
  private func read() -> RuleConfirmation {
    let (rule, outline) = (detector.ruleSet[number], detector.outlines[number])
    let pattern = RulePattern(rule, outline)
    let made = RuleConfirmation(rule, pattern, keepsTexts: detector.keepsTexts)
    knownConfirmation = made
    if !isOpeningAtStart {
      opening = pattern.opening
      isOpeningAtStart = true
    }
    prefixLimit = made.prefixLimit
    return made
  }

  /// Whether a match may start at an offset.
  @inline(__always)
  func mayStart(at offset: Int, in text: Span<UInt8>) -> Bool {
    isOpeningAtStart
      ? opening.mayStand(at: offset, in: text)
      : firstPlace(in: offset..<offset + 1, of: text) != nil
  }

  /// The first offset of a range at which a match may start.
  @inline(__always)
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    if !isOpeningAtStart {
      // The value stands somewhere behind a name.
      let end = min(text.count, range.upperBound - 1 + detector.outlines[number].maxLength)
      guard opening.firstPlace(in: range.lowerBound..<end, of: text) != nil else { return nil }
      _ = read()
    }
    return opening.firstPlace(in: range, of: text)
  }
}
