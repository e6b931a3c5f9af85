import Bytes
import PatternEngine

extension DetectionWorker {
  /// Looks at a whole text and keeps what is needed for texts derived from it.
  package func knowledge(of text: Span<UInt8>) -> TextKnowledge {
    knowledge(of: text, copies: [], from: TextKnowledge(), decodes: true)
  }

  /// Looks at a text where it differs from one that is known.
  ///
  /// The outcome is that of a look at the whole text. A literal is where it was when all of it was
  /// copied in one piece; only new bytes and seams are searched. A match is as it was when all that
  /// decides about it was copied in one piece; where a literal announces any other, it is tried.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - copies: What it has from its base, in the order of the text, without overlaps.
  ///   - base: What is known of the base.
  ///   - decodes: Whether encoded texts are looked for, too; the same for all texts of a chain.
  /// - Returns: What is now known of the text.
  package func knowledge(
    of text: Span<UInt8>, copies: [CopiedRange], from base: TextKnowledge, decodes: Bool
  ) -> TextKnowledge {
    let origin = TextOrigin(copies, length: text.count, baseLength: base.length)
    var known = TextKnowledge()
    known.length = text.count
    var open: [LiteralPrefilter.Hit] = []
    for copy in origin.copies {
      carryAnchors(of: base, over: copy, of: origin, to: &known, open: &open)
      carryMatches(of: base, over: copy, of: origin, to: &known)
    }
    let carriedCount = known.anchors.count
    origin.forEachNewRange(margin: detector.longestLiteral - 1) { range in
      detector.prefilter.forEachHit(in: text, range: range) { hit in
        let end = hit.offset + detector.prefilter.length(of: hit.literal)
        guard !origin.isCopied(hit.offset..<end) else { return }
        known.anchors.append(hit)
        open.append(hit)
      }
    }
    // The prefilter gives them in about their order.
    if known.anchors.count > carriedCount { known.anchors.sort(by: precedes) }
    if decodes { decode(text, where: origin, from: base, to: &known) }
    guard !open.isEmpty else { return known }
    beginText()
    var found: [PlainMatch] = []
    for hit in open { tryRules(at: hit, in: text, into: &found) }
    let carriedMatches = known.matches.count
    for match in found where !isSettled(match, in: origin) { known.matches.append(match) }
    if known.matches.count > carriedMatches { known.matches.sort { $0.begin < $1.begin } }
    return known
  }

  private func precedes(_ left: LiteralPrefilter.Hit, _ right: LiteralPrefilter.Hit) -> Bool {
    (left.offset, left.literal) < (right.offset, right.literal)
  }

  private func carryAnchors(
    of base: TextKnowledge, over copy: CopiedRange, of origin: TextOrigin,
    to known: inout TextKnowledge, open: inout [LiteralPrefilter.Hit]
  ) {
    var index = base.anchors.partitionPoint { $0.offset < copy.baseStart }
    while index < base.anchors.count, base.anchors[index].offset < copy.baseEnd {
      var hit = base.anchors[index]
      index += 1
      guard hit.offset + detector.prefilter.length(of: hit.literal) <= copy.baseEnd else {
        continue
      }
      hit.offset += copy.shift
      known.anchors.append(hit)
      let reach = detector.anchorReach[hit.literal]
      let settled = origin.settled(in: copy, before: reach.before, after: reach.after)
      if !settled.contains(hit.offset) { open.append(hit) }
    }
  }

  private func carryMatches(
    of base: TextKnowledge, over copy: CopiedRange, of origin: TextOrigin,
    to known: inout TextKnowledge
  ) {
    var index = base.matches.partitionPoint { $0.begin < copy.baseStart }
    while index < base.matches.count, base.matches[index].begin < copy.baseEnd {
      var match = base.matches[index]
      index += 1
      match.begin += copy.shift
      guard isSettled(match, in: origin, copy) else { continue }
      let range = match.secret.range
      match.secret.range = range.lowerBound + copy.shift..<range.upperBound + copy.shift
      known.matches.append(match)
    }
  }

  private func isSettled(_ match: PlainMatch, in origin: TextOrigin) -> Bool {
    guard let copy = origin.copy(holding: match.begin) else { return false }
    return isSettled(match, in: origin, copy)
  }

  private func isSettled(
    _ match: PlainMatch, in origin: TextOrigin, _ copy: CopiedRange
  ) -> Bool {
    let reach = detector.reach(ofRule: match.rule)
    return origin.settled(in: copy, before: reach.before, after: reach.after)
      .contains(match.begin)
  }
}
