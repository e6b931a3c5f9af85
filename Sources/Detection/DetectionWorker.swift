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

  /// Prepares a worker.
  package init(_ detector: Detector) {
    self.detector = detector
    confirmations = Array(repeating: nil, count: detector.ruleSet.count)
    tried = Array(repeating: 0..<0, count: detector.ruleSet.count)
  }

  /// The secrets in a buffer, in the order of their place.
  ///
  /// - Parameter text: The buffer.
  /// - Returns: Matches of all rules; where several overlap, only the one that has precedence.
  package func secrets(in text: Span<UInt8>) -> [SecretMatch] {
    var found = matches(in: text).map(\.secret)
    WideText.forEachRun(in: text) { run in
      for match in matches(in: run.bytes.span) {
        var match = match.secret
        match.range = run.sourceRange(of: match.range)
        match.decodedFrom = [run.encoding]
        found.append(match)
      }
    }
    return Overlaps.resolve(found)
  }

  private func matches(in text: Span<UInt8>) -> [PlainMatch] {
    beginText()
    var found: [PlainMatch] = []
    detector.prefilter.forEachHit(in: text, range: 0..<text.count) { hit in
      tryRules(at: hit, in: text, into: &found)
    }
    return found
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
    let word = hit.offset..<hit.offset + detector.prefilter.length(of: hit.literal)
    for trigger in detector.triggers[hit.literal]
    where !trigger.isContext || WordEdges.standsAlone(word, in: text) {
      tryRule(trigger, at: hit.offset, in: text, into: &found)
    }
  }

  private func tryRule(
    _ trigger: Detector.Trigger, at offset: Int, in text: Span<UInt8>,
    into found: inout [PlainMatch]
  ) {
    let first = max(0, offset + trigger.earliest)
    let last = min(text.count - 1, offset + trigger.latest)
    guard first <= last else { return }
    let rule = trigger.rule
    let begins = first..<last + 1
    let known = tried[rule]
    // Context words come in any number; each begin is tried once.
    guard known.lowerBound > first || known.upperBound <= last else { return }
    let confirmation = confirmation(of: rule)
    for begin in begins where !known.contains(begin) {
      if let match = confirmation.match(at: begin, in: text) {
        found.append(PlainMatch(rule: rule, begin: begin, secret: match))
      }
    }
    if known.isEmpty { triedRules.append(rule) }
    let areJoined = known.lowerBound <= begins.upperBound && begins.lowerBound <= known.upperBound
    tried[rule] =
      areJoined && !known.isEmpty
      ? min(known.lowerBound, first)..<max(known.upperBound, last + 1) : begins
  }

  private func confirmation(of rule: Int) -> RuleConfirmation {
    if let known = confirmations[rule] { return known }
    let found = detector.ruleSet[rule]
    let made = RuleConfirmation(found, RulePattern(found, detector.outlines[rule]))
    confirmations[rule] = made
    return made
  }
}
