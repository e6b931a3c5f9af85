package import Basics
import Findings
import PatternEngine
import RuleSet

/// Applies a detector's rules to one buffer after the other; one per thread.
///
/// Automata are built where a rule's opening first stands: a scan without candidates builds none.
package final class DetectionWorker {
  package let detector: Detector
  // The detector's own, at hand for every literal that is met.
  private let triggers: [Detector.Trigger]
  private let anchorShapes: [Detector.AnchorShape]
  private var rules: [TriedRule?]
  /// Those that were tried in this text.
  private var triedRules: [TriedRule] = []
  private var keyRuns = KeyRuns()
  let decoder = LayerDecoder()
  /// Number of places where a rule was tried so far, which is what a scan's time depends on.
  private(set) var tries = 0
  /// Working memory that nobody uses at the moment.
  private var spareMemory = IncrementalMemory()
  /// Number of texts decoded so far.
  private var decodedCount = 0

  /// Prepares a worker.
  package init(_ detector: Detector) {
    self.detector = detector
    triggers = detector.triggers
    anchorShapes = detector.anchorShapes
    rules = Array(repeating: nil, count: detector.ruleSet.count)
  }

  /// Finds the secrets in a buffer.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - decodes: Whether encoded texts are looked for, too.
  /// - Returns: Matches of all rules in the order of their place; where several overlap, only the
  ///   one that has precedence.
  package func secrets(in text: Span<UInt8>, decodes: Bool = true) -> [SecretMatch] {
    let plain = Overlaps.resolve(plainMatches(in: text).map { $0.secret })
    guard decodes else { return plain }
    defer { signs.mayHoldZero = decoder.metZero }
    return Overlaps.join(plain, decodedMatches(in: text))
  }

  /// What the last buffer has shown that was looked through for encoded texts, too.
  package private(set) var signs = TextSigns()

  /// Finds the secrets in texts that are encoded in a buffer.
  ///
  /// Whether there is one depends on the bytes within ``DecodingLimits/reach`` of its start offset.
  ///
  /// - Parameter text: The buffer.
  /// - Returns: Matches in the buffer's own offsets; overlapping ones of different texts, too.
  func decodedMatches(in text: Span<UInt8>) -> [DecodedMatch] {
    var found: [DecodedMatch] = []
    decoder.forEachText(in: text) { decoded in
      decodedCount += 1
      let matches = encodedMatches(inside: decoded)
      for var match in Overlaps.resolve(matches.map { $0.secret }) {
        // What no encoded character belongs to can be seen without decoding.
        guard
          let encodings = decoded.encodings(of: match.range)
            ?? encodings(before: match, amongst: matches, in: decoded)
        else { continue }
        match.range = decoded.rootRange(of: match.range)
        match.decodedFrom = encodings
        found.append(DecodedMatch(text: decodedCount, secret: match))
      }
    }
    return found
  }

  /// The encodings of what a match whose bytes are plain is told by; nil where there are none.
  ///
  /// They may stand in the name before it, as in `name%3Dvalue`, and colours anywhere near.
  private func encodings(
    before match: SecretMatch, amongst matches: [PlainMatch], in decoded: DecodedText
  ) -> [Encoding]? {
    let known = matches.first {
      $0.secret.range == match.range && $0.secret.sharedRule === match.sharedRule
    }
    guard let known else { return nil }
    if let encodings = decoded.encodings(of: known.whole) { return encodings }
    guard decoded.hasControlSequences else { return nil }
    let reach = detector.reach(ofRule: known.rule)
    return decoded.encodings(
      of: match.range, amid: known.start - reach.before..<known.start + reach.after)
  }

  private func plainMatches(in text: Span<UInt8>) -> [PlainMatch] {
    forgetTriedOffsets()
    var found: [PlainMatch] = []
    signs = TextSigns()
    detector.prefilter.forEachHit(in: text, range: 0..<text.count) { hit in
      guard !isMark(hit, noting: &signs) else { return }
      tryRules(at: hit, in: text, into: &found)
    }
    return found
  }

  /// Finds the matches in a decoded text, in its own offsets; none when no encoded character belongs to
  /// any.
  ///
  /// Mostly none does, and then those are not looked for to which none can belong: they count only as
  /// they may have precedence.
  private func encodedMatches(inside decoded: DecodedText) -> [PlainMatch] {
    forgetTriedOffsets()
    var found: [PlainMatch] = []
    tryRules(whereEncoded: true, in: decoded, into: &found)
    guard
      decoded.hasControlSequences && !found.isEmpty
        || found.contains(where: { decoded.isEncoded($0.whole) })
    else { return [] }
    // Which places these are is found again: to keep them could take any amount of memory.
    tryRules(whereEncoded: false, in: decoded, into: &found)
    return found
  }

  /// Tries the rules that literals of a decoded text announce, either those to whose match an encoded
  /// character can belong or the others.
  private func tryRules(
    whereEncoded: Bool, in decoded: DecodedText, into found: inout [PlainMatch]
  ) {
    let (bytes, isSpelling) = (decoded.bytes, decoded.isSpelling)
    detector.prefilter.forEachHit(in: bytes.span, range: 0..<bytes.count) { hit in
      if isSpelling, decoded.rootRange(of: range(of: hit)).count > DecodingLimits.spelling {
        return
      }
      forEachTrigger(of: hit, in: bytes.span) { trigger in
        let start = max(0, hit.offset + trigger.earliest)
        let longest = detector.outlines[trigger.rule].maxLength
        let end = min(bytes.count, hit.offset + trigger.latest + longest)
        guard start < end else { return }
        // Colours anywhere between a name and its value count.
        let mayBelong = decoded.hasControlSequences || decoded.isEncoded(start..<end)
        guard mayBelong == whereEncoded else { return }
        tryRule(trigger, near: hit.offset, in: bytes.span, of: decoded, into: &found)
      }
    }
  }

  /// Whether a literal announces no rule, but a file, which is noted then.
  @inline(__always)
  func isMark(_ hit: LiteralPrefilter.Hit, noting signs: inout TextSigns) -> Bool {
    guard hit.literal >= detector.firstFileMark else { return false }
    signs.mayHoldFiles = true
    return true
  }

  /// The bytes of a literal and of what must follow it, which decide whether it is there.
  func extent(of hit: LiteralPrefilter.Hit) -> Range<Int> {
    hit.offset..<hit.offset + detector.anchorShapes[hit.literal].extent
  }

  /// The bytes of a literal.
  func range(of hit: LiteralPrefilter.Hit) -> Range<Int> {
    hit.offset..<hit.offset + detector.anchorShapes[hit.literal].length
  }

  /// Hands out working memory for a text; see ``giveBack(_:)``.
  func takeMemory() -> IncrementalMemory {
    var memory = IncrementalMemory()
    swap(&memory, &spareMemory)
    memory.clear()
    return memory
  }

  /// Takes working memory back, for the next text.
  func giveBack(_ memory: consuming IncrementalMemory) {
    // What one large text took is not kept for all the small ones that follow.
    if memory.isSmall { spareMemory = memory }
  }

  /// Forgets what was tried in the text before.
  func forgetTriedOffsets() {
    for rule in triedRules { rule.tried = 0..<0 }
    triedRules.removeAll(keepingCapacity: true)
    keyRuns.forget()
  }

  /// Tries the rules that a literal of the buffer announces, wherever their match may start.
  ///
  /// - Parameters:
  ///   - hit: The literal.
  ///   - text: The buffer.
  ///   - found: Takes the matches.
  func tryRules(
    at hit: LiteralPrefilter.Hit, in text: Span<UInt8>, into found: inout [PlainMatch]
  ) {
    forEachTrigger(of: hit, in: text) {
      tryRule($0, near: hit.offset, in: text, of: nil, into: &found)
    }
  }

  /// Calls `body` for each rule that a literal announces where it stands.
  @inline(__always)
  private func forEachTrigger(
    of hit: LiteralPrefilter.Hit, in text: Span<UInt8>, _ body: (Detector.Trigger) -> Void
  ) {
    let shape = anchorShapes[hit.literal]
    for index in shape.triggers {
      let trigger = triggers[index]
      if trigger.isContext,
        !WordEdges.standsAlone(hit.offset..<hit.offset + shape.length, in: text)
      {
        continue
      }
      body(trigger)
    }
  }

  /// Tries a rule near a literal.
  ///
  /// - Parameters:
  ///   - trigger: The rule, and where its match may start.
  ///   - anchor: Where the literal stands.
  ///   - text: The text that it stands in.
  ///   - decoded: What the text was decoded from; nil for one that stands in the buffer. A rule
  ///     looks at a bounded part of a decoded text.
  ///   - found: Takes the matches.
  private func tryRule(
    _ trigger: Detector.Trigger, near anchor: Int, in text: Span<UInt8>,
    of decoded: DecodedText?, into found: inout [PlainMatch]
  ) {
    let rule = rules[trigger.rule] ?? makeRule(trigger.rule)
    // A window around a start offset would have to be known before the offset is.
    let prefix = decoded?.isLookedAtWhole ?? true ? rule.prefixLimit : nil
    // With an optional prefix, places of the rest are tried, and remembered.
    let first = max(0, anchor + trigger.earliest + (prefix ?? 0))
    let last = min(text.count - 1, anchor + trigger.latest)
    guard first <= last else { return }
    let known = rule.tried
    if first == last {
      tries += 1
      // Most of these fail at once, so there is nothing to remember.
      guard rule.mayStart(at: first, in: text) else { return }
      let count = found.count
      tryPlace(first, of: rule, in: text, of: decoded, into: &found)
      guard found.count > count else { return }
      if known.contains(first) {
        found.removeLast()
        return
      }
    } else {
      // Context words come in any number; each offset is tried once.
      guard known.lowerBound > first || known.upperBound <= last else { return }
      if known.isEmpty {
        tryAll(first..<last + 1, of: rule, in: text, of: decoded, into: &found)
      } else {
        tryAll(
          first..<max(first, min(last + 1, known.lowerBound)), of: rule, in: text, of: decoded,
          into: &found)
        tryAll(
          min(max(first, known.upperBound), last + 1)..<last + 1, of: rule, in: text, of: decoded,
          into: &found)
      }
    }
    if known.isEmpty { triedRules.append(rule) }
    let areJoined = known.lowerBound <= last + 1 && first <= known.upperBound
    rule.tried =
      areJoined && !known.isEmpty
      ? min(known.lowerBound, first)..<max(known.upperBound, last + 1) : first..<last + 1
  }

  private func tryAll(
    _ offsets: Range<Int>, of rule: TriedRule, in text: Span<UInt8>, of decoded: DecodedText?,
    into found: inout [PlainMatch]
  ) {
    guard !offsets.isEmpty else { return }
    tries += offsets.count
    guard rule.beginsInKeyRun else {
      return tryPlaces(in: offsets, of: rule, in: text, of: decoded, into: &found)
    }
    for run in keyRuns.overlapping(offsets, of: text) {
      tryPlaces(in: offsets.clamped(to: run), of: rule, in: text, of: decoded, into: &found)
    }
  }

  private func tryPlaces(
    in offsets: Range<Int>, of rule: TriedRule, in text: Span<UInt8>, of decoded: DecodedText?,
    into found: inout [PlainMatch]
  ) {
    var next = offsets.lowerBound
    while let offset = rule.firstPlace(in: next..<offsets.upperBound, of: text) {
      tryPlace(offset, of: rule, in: text, of: decoded, into: &found)
      next = offset + 1
    }
  }

  /// Adds the match of a rule that starts at an offset, or whose optional prefix ends there; in a long
  /// decoded text the rule looks at a window.
  private func tryPlace(
    _ start: Int, of rule: TriedRule, in text: Span<UInt8>, of decoded: DecodedText?,
    into found: inout [PlainMatch]
  ) {
    // What a match is made of is much: nothing is passed on where there is none, as nearly always.
    let confirmation = rule.confirmation
    if let decoded, !decoded.isLookedAtWhole {
      let window = decoded.window(around: start)
      if let secret = confirmation.match(
        at: start - window.lowerBound, in: text.extracting(window))
      {
        found.append(
          PlainMatch(
            rule: rule.number, start: start, secret: secret.moved(by: window.lowerBound)))
      }
    } else if confirmation.prefixLimit != nil {
      if let match = confirmation.match(withPrefixUpTo: start, in: text) {
        found.append(PlainMatch(rule: rule.number, start: match.start, secret: match.secret))
      }
    } else if let secret = confirmation.match(at: start, in: text) {
      found.append(PlainMatch(rule: rule.number, start: start, secret: secret))
    }
  }

  @inline(never)
  private func makeRule(_ number: Int) -> TriedRule {
    let made = TriedRule(number, of: detector)
    rules[number] = made
    return made
  }
}
