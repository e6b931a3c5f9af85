import Basics
import PatternEngine

/// Encoded texts in a text that shares bytes with another: decoding is costly, so it is done only
/// where it can matter.
///
/// A decoded secret is announced by a literal. Either that is spelled with an encoded character,
/// or it stands in a region such as base64 or UTF-16, or it is plain and has an encoded character
/// near it. Where there is none of these, nothing has to be decoded.
extension DetectionWorker {
  /// Works out what is encoded in a text, of which the plain anchors are known.
  func decode(
    _ text: Span<UInt8>, where origin: TextOrigin, from base: TextKnowledge,
    anchors: [LiteralPrefilter.Hit], to known: inout TextKnowledge
  ) {
    // What is read by the remainder of its offset is new where that has changed.
    let width = base.unitWidth
    known.unitWidth = width
    if width > 1, origin.copies.contains(where: { $0.shift % width != 0 }) {
      let nothing = TextOrigin([], length: text.count, baseLength: 0)
      decodeAligned(text, where: nothing, from: base, anchors, to: &known)
    } else {
      decodeAligned(text, where: origin, from: base, anchors, to: &known)
    }
  }

  private func decodeAligned(
    _ text: Span<UInt8>, where origin: TextOrigin, from base: TextKnowledge,
    _ anchors: [LiteralPrefilter.Hit], to known: inout TextKnowledge
  ) {
    findCandidates(in: text, where: origin, from: base.candidates, &known)
    let carried =
      base.decoded.isEmpty
      ? []
      : origin.copies.flatMap { copy in
        base.decoded.filter { copy.holds($0.secret.range) }.map { $0.moved(by: copy.shift) }
      }
    guard !known.candidates.isEmpty || !carried.isEmpty else { return }
    let extents = extents(known.candidates, anchors, carried)
    guard !extents.isEmpty else { return }
    var new: [Range<Int>] = []
    origin.forEachNewRange(margin: 1) { new.append($0) }
    func isNew(_ extent: DecodingExtent) -> Bool { new.contains { $0.overlaps(extent.whole) } }
    // A group has something new when one of its extents has.
    guard extents.contains(where: isNew) else { return known.decoded = carried }
    let open = DecodingExtent.groups(of: extents).filter(isNew)
    func isOpen(_ match: DecodedMatch) -> Bool {
      open.contains { $0.core.contains(match.secret.range.lowerBound) }
    }
    known.decoded = carried.filter { !isOpen($0) }
    forEachWindow(around: open.map(\.whole), length: text.count) { window in
      for match in decodedMatches(in: text.extracting(window)) {
        let match = match.moved(by: window.lowerBound)
        if isOpen(match) { known.decoded.append(match) }
      }
    }
  }

  /// Lists the parts in which encoded secrets may be.
  private func extents(
    _ candidates: EncodedCandidates, _ anchors: [LiteralPrefilter.Hit], _ carried: [DecodedMatch]
  ) -> [DecodingExtent] {
    let limit = DecodingLimits.reach
    var extents = candidates.regions.map { region in
      let core =
        region.lowerBound - DecodingLimits.after..<region.upperBound + DecodingLimits.before
      return DecodingExtent(
        core: core, whole: core.lowerBound - limit.before..<core.upperBound + limit.after)
    }
    for match in carried {
      let start = match.secret.range.lowerBound
      extents.append(
        DecodingExtent(
          core: start..<match.secret.range.upperBound,
          whole: start - limit.before..<start + limit.after))
    }
    guard !candidates.tokens.isEmpty else { return extents }
    for token in candidates.tokens {
      if let announced = token.announced,
        let extent = candidates.extent(around: token.range, announced)
      {
        extents.append(extent)
      }
    }
    // Both are in order: so the tokens beside each literal are found in passing.
    var next = 0
    for anchor in anchors {
      while next < candidates.tokens.count,
        candidates.tokens[next].range.lowerBound < anchor.offset
      {
        next += 1
      }
      // At most literals none is near enough.
      let shape = detector.anchorShapes[anchor.literal]
      let isNear =
        next > 0
        && anchor.offset - candidates.tokens[next - 1].range.upperBound <= shape.before
        || next < candidates.tokens.count
          && candidates.tokens[next].range.lowerBound - anchor.offset <= shape.after
      guard isNear else { continue }
      if let extent = candidates.extent(
        around: range(of: anchor), reach(of: anchor), before: next)
      {
        extents.append(extent)
      }
    }
    return extents
  }

  private func reach(of anchor: LiteralPrefilter.Hit) -> EncodedCandidates.RuleReach {
    let shape = detector.anchorShapes[anchor.literal]
    return EncodedCandidates.RuleReach(before: shape.before, after: shape.after)
  }

  /// Calls `body` for the parts of a text that have to be decoded, joined where they meet.
  private func forEachWindow(
    around extents: [Range<Int>], length: Int, _ body: (Range<Int>) -> Void
  ) {
    extents.sorted { $0.lowerBound < $1.lowerBound }.forEachJoined(
      widenedBy: {
        let start = Detector.aligned(max(0, $0.lowerBound))
        return start..<max(start, min(length, $0.upperBound))
      }, body)
  }

  // MARK: Candidates

  private func findCandidates(
    in text: Span<UInt8>, where origin: TextOrigin, from base: EncodedCandidates,
    _ known: inout TextKnowledge
  ) {
    var candidates = EncodedCandidates(carriedFrom: base, where: origin)
    // Zeros are rare in text: wide code units are looked for only where there is one.
    var holdsZero = false
    origin.forEachNewRange(margin: 4) { range in
      holdsZero = holdsZero || text.holdsZero(in: range)
    }
    if holdsZero { known.signs.mayHoldZero = true }
    for decoder in holdsZero ? decoder.wide : [] {
      find(by: decoder, in: text, where: origin) { range in
        candidates.add(range, isCharacter: false)
        known.unitWidth = max(known.unitWidth, type(of: decoder).unitWidth)
      }
    }
    let escapes = decoder.escapes
    escapes.expectsEscapes = known.signs.mayHoldEscapes
    escapes.metEscape = false
    for decoder in decoder.narrow {
      let isCharacter = type(of: decoder).spellsCharacters
      find(by: decoder, in: text, where: origin) {
        candidates.add($0, isCharacter: isCharacter)
      }
    }
    if escapes.metEscape, !escapes.expectsEscapes {
      // The first control sequence: it may be longer than what was looked at.
      known.signs.mayHoldEscapes = true
      escapes.expectsEscapes = true
      find(by: escapes, in: text, where: origin) { candidates.add($0, isCharacter: true) }
    }
    candidates.settle()
    if !candidates.tokens.isEmpty {
      origin.forEachNewRange(margin: EncodedCandidates.reach) { range in
        for run in candidates.silentRuns(in: range) {
          findSpelledLiterals(by: run, of: &candidates, in: text)
        }
      }
    }
    known.candidates = candidates
  }

  private func find(
    by decoder: any Decoder, in text: Span<UInt8>, where origin: TextOrigin,
    _ body: (Range<Int>) -> Void
  ) {
    origin.forEachNewRange(
      widenedBy: { decoder.zone(around: $0, in: text) },
      { decoder.forEachCandidate(in: text, $0, body) })
  }

  /// Finds out which tokens of a run spell a literal, or are encoded once more.
  private func findSpelledLiterals(
    by run: Range<Int>, of candidates: inout EncodedCandidates, in text: Span<UInt8>
  ) {
    let first = candidates.tokens[run.lowerBound].range.lowerBound
    let last = candidates.tokens[run.upperBound - 1].range.upperBound
    let start = max(0, first - EncodedCandidates.reach)
    let window = text.extracting(start..<min(text.count, last + EncodedCandidates.reach))
    decoder.forEachSpelledText(in: window) { decoded in
      func mark(_ range: Range<Int>, _ reach: EncodedCandidates.RuleReach) {
        let root = decoded.rootRange(of: range)
        let place = start + root.lowerBound..<start + root.upperBound
        for index in run where candidates.tokens[index].range.overlaps(place) {
          candidates.tokens[index].announced?.formUnion(reach)
          candidates.tokens[index].announced = candidates.tokens[index].announced ?? reach
        }
      }
      let bytes = decoded.bytes
      // What is encoded twice is left to the decoder.
      if decoded.depth > 1 {
        let (before, after) = DecodingLimits.reach
        return mark(
          0..<bytes.count, EncodedCandidates.RuleReach(before: before, after: after))
      }
      let prefilter = detector.prefilter
      decoded.encodedRanges.forEachJoined(
        widenedBy: { prefilter.zone(around: $0, length: bytes.count) },
        { zone in
          prefilter.forEachHit(in: bytes.span, range: zone) { hit in
            let range = extent(of: hit)
            if decoded.isEncoded(range) { mark(range, reach(of: hit)) }
          }
        })
    }
  }
}
