import PatternEngine
import RuleSet

/// Applies a detector's rules to one buffer after the other; one per thread.
///
/// Automata are built when a rule is first tried: a scan without candidates builds none.
package final class DetectionWorker {
  let detector: Detector
  private var confirmations: [RuleConfirmation?]
  /// For each rule, the begins of matches that were tried already in this buffer.
  private var tried: [Range<Int>]
  private var triedRules: [Int] = []
  let decoder = Decoder()
  /// Number of places where a rule was tried so far, which is what a scan's time goes by.
  private(set) var tries = 0
  /// Number of texts decoded so far.
  private var decodedCount = 0
  /// The decoded text that is looked at, if it is one.
  private var decoded: DecodedText?

  /// Prepares a worker.
  package init(_ detector: Detector) {
    self.detector = detector
    confirmations = Array(repeating: nil, count: detector.ruleSet.count)
    tried = Array(repeating: 0..<0, count: detector.ruleSet.count)
  }

  /// The secrets in a buffer, in the order of their place.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - decodes: Whether encoded texts are looked for, too.
  /// - Returns: Matches of all rules; where several overlap, only the one that has precedence.
  package func secrets(in text: Span<UInt8>, decodes: Bool = true) -> [SecretMatch] {
    let plain = Overlaps.resolve(matches(in: text).map(\.secret))
    return decodes ? Overlaps.join(plain, decodedMatches(in: text)) : plain
  }

  /// What is found in texts that are encoded in a buffer, in the buffer's own offsets; overlapping
  /// ones of different texts too.
  ///
  /// Whether there is one depends on the bytes within ``DecodingLimits/reach`` of its begin.
  func decodedMatches(in text: Span<UInt8>) -> [DecodedMatch] {
    var found: [DecodedMatch] = []
    decoder.forEachText(in: text) { decoded in
      decodedCount += 1
      self.decoded = decoded
      let bytes = decoded.bytes
      for var match in Overlaps.resolve(matches(in: bytes.span).map(\.secret)) {
        // What no encoded character belongs to can be seen without decoding.
        guard let encodings = decoded.encodings(of: match.range) else { continue }
        match.range = decoded.rootRange(of: match.range)
        match.decodedFrom = encodings
        found.append(DecodedMatch(text: decodedCount, secret: match))
      }
    }
    decoded = nil
    return found
  }

  private func matches(in text: Span<UInt8>) -> [PlainMatch] {
    beginText()
    var found: [PlainMatch] = []
    let spelling = decoded.flatMap { $0.isSpelling ? $0 : nil }
    detector.prefilter.forEachHit(in: text, range: 0..<text.count) { hit in
      if let spelling,
        spelling.rootRange(of: range(of: hit)).count > DecodingLimits.spelling
      {
        return
      }
      tryRules(at: hit, in: text, into: &found)
    }
    return found
  }

  /// The bytes of a literal and of what must follow it: so many decide whether it is there.
  func extent(of hit: LiteralPrefilter.Hit) -> Range<Int> {
    hit.offset..<hit.offset + detector.anchorShapes[hit.literal].extent
  }

  /// The bytes of a literal.
  func range(of hit: LiteralPrefilter.Hit) -> Range<Int> {
    hit.offset..<hit.offset + detector.anchorShapes[hit.literal].length
  }

  /// Forgets what was tried in the text before.
  func beginText() {
    for rule in triedRules { tried[rule] = 0..<0 }
    triedRules.removeAll(keepingCapacity: true)
  }

  /// Tries the rules that a literal announces, at every place where their match may begin.
  func tryRules(
    at hit: LiteralPrefilter.Hit, in text: Span<UInt8>, into found: inout [PlainMatch]
  ) {
    for index in detector.anchorShapes[hit.literal].triggers {
      let trigger = detector.triggers[index]
      guard !trigger.isContext || WordEdges.standsAlone(range(of: hit), in: text) else { continue }
      tryRule(trigger, at: hit.offset, in: text, into: &found)
    }
  }

  private func tryRule(
    _ trigger: Detector.Trigger, at offset: Int, in text: Span<UInt8>,
    into found: inout [PlainMatch]
  ) {
    let rule = trigger.rule
    let confirmation = confirmation(of: rule)
    let lead = leadLength(of: confirmation)
    // With a lead, places of the rest are tried, and remembered.
    let first = max(0, offset + trigger.earliest + (lead ?? 0))
    let last = min(text.count - 1, offset + trigger.latest)
    guard first <= last else { return }
    let begins = first..<last + 1
    let known: Range<Int>
    if first == last {
      // Most of these fail at once, so there is nothing to remember.
      guard let match = match(of: confirmation, rule, at: first, hasLead: lead != nil, in: text)
      else { return }
      known = tried[rule]
      guard !known.contains(first) else { return }
      found.append(match)
    } else {
      known = tried[rule]
      // Context words come in any number; each begin is tried once.
      guard known.lowerBound > first || known.upperBound <= last else { return }
      for begin in begins where !known.contains(begin) {
        if let match = match(of: confirmation, rule, at: begin, hasLead: lead != nil, in: text) {
          found.append(match)
        }
      }
    }
    if known.isEmpty { triedRules.append(rule) }
    let areJoined = known.lowerBound <= begins.upperBound && begins.lowerBound <= known.upperBound
    tried[rule] =
      areJoined && !known.isEmpty
      ? min(known.lowerBound, first)..<max(known.upperBound, last + 1) : begins
  }

  /// The lead of a rule that is tried by its rest; nil where each begin is tried.
  private func leadLength(of confirmation: RuleConfirmation) -> Int? {
    // A window around a begin would have to be known before the begin.
    if let decoded, !decoded.isLookedAtWhole { return nil }
    return confirmation.leadLength
  }

  /// Tries a rule at the begin of a match, or at that of the rest behind a lead.
  private func match(
    of confirmation: RuleConfirmation, _ rule: Int, at place: Int, hasLead: Bool,
    in text: Span<UInt8>
  ) -> PlainMatch? {
    tries += 1
    guard hasLead else {
      return match(of: confirmation, at: place, in: text).map {
        PlainMatch(rule: rule, begin: place, secret: $0)
      }
    }
    return confirmation.match(withLeadUpTo: place, in: text).map {
      PlainMatch(rule: rule, begin: $0.begin, secret: $0.secret)
    }
  }

  private func match(
    of confirmation: RuleConfirmation, at begin: Int, in text: Span<UInt8>
  ) -> SecretMatch? {
    guard confirmation.canBegin(with: text[begin]) else { return nil }
    guard let decoded, !decoded.isLookedAtWhole else {
      return confirmation.match(at: begin, in: text)
    }
    let window = decoded.window(around: begin)
    let start = window.lowerBound
    var match = confirmation.match(at: begin - start, in: text.extracting(window))
    if let range = match?.range {
      match?.range = range.lowerBound + start..<range.upperBound + start
    }
    return match
  }

  private func confirmation(of rule: Int) -> RuleConfirmation {
    if let known = confirmations[rule] { return known }
    let found = detector.ruleSet[rule]
    let made = RuleConfirmation(
      found, RulePattern(found, detector.outlines[rule]), keepsTexts: detector.keepsTexts)
    confirmations[rule] = made
    return made
  }
}
