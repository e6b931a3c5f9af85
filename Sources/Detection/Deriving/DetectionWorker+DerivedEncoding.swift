import Basics
import PatternEngine

/// Encoded texts in a derived text: decoding is dear, so it is done only where it can matter.
///
/// A decoded secret is announced by a literal. Either that is spelled with an encoded character,
/// which is then *hot*, or it stands in base64 or UTF-16, or it is plain and has an encoded
/// character near it. Where there is none of these, nothing has to be decoded.
extension DetectionWorker {
  /// Works out what is encoded in a text, of which the plain anchors are known.
  func decode(
    _ text: Span<UInt8>, where origin: TextOrigin, from base: TextKnowledge,
    to known: inout TextKnowledge
  ) {
    // UTF-16 is read by where in the text its zeros stand: moved by an odd distance, it is new.
    let isMisaligned = base.mayBeWide && origin.copies.contains { $0.shift & 1 == 1 }
    let origin = isMisaligned ? TextOrigin([], length: text.count, baseLength: 0) : origin
    known.mayBeWide = base.mayBeWide
    known.spots = spots(of: text, where: origin, from: base.spots, &known.mayBeWide)
    let carried =
      base.decoded.isEmpty
      ? []
      : origin.copies.flatMap { copy in
        base.decoded.filter { copy.holds($0.secret.range) }.map { $0.moved(by: copy.shift) }
      }
    guard !known.spots.isEmpty || !carried.isEmpty else { return }
    let extents = extents(known, carried)
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

  /// Where encoded secrets may be.
  private func extents(_ known: TextKnowledge, _ carried: [DecodedMatch]) -> [DecodingExtent] {
    let reach = DecodingLimits.reach
    var extents = known.spots.regions.map { region in
      let core =
        region.lowerBound - DecodingLimits.after..<region.upperBound + DecodingLimits.before
      return DecodingExtent(
        core: core, whole: core.lowerBound - reach.before..<core.upperBound + reach.after)
    }
    for match in carried {
      let begin = match.secret.range.lowerBound
      extents.append(
        DecodingExtent(
          core: begin..<match.secret.range.upperBound,
          whole: begin - reach.before..<begin + reach.after))
    }
    guard !known.spots.tokens.isEmpty else { return extents }
    for token in known.spots.tokens {
      if let heat = token.heat, let extent = known.spots.extent(around: token.range, heat) {
        extents.append(extent)
      }
    }
    // Both are in order: so the tokens beside each literal are found in passing.
    var next = 0
    for anchor in known.anchors {
      while next < known.spots.tokens.count,
        known.spots.tokens[next].range.lowerBound < anchor.offset
      {
        next += 1
      }
      let shape = detector.anchorShapes[anchor.literal]
      let heat = EncodedSpots.Heat(before: shape.before, after: shape.after)
      if let extent = known.spots.extent(around: range(of: anchor), heat, before: next) {
        extents.append(extent)
      }
    }
    return extents
  }

  /// Calls `body` for the parts of a text that have to be decoded, joined where they meet.
  private func forEachWindow(
    around extents: [Range<Int>], length: Int, _ body: (Range<Int>) -> Void
  ) {
    var pending: Range<Int>?
    for extent in extents.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      // An even begin keeps the two bytes of a UTF-16 unit together.
      let start = max(0, extent.lowerBound) & ~1
      let window = start..<max(start, min(length, extent.upperBound))
      if let last = pending, window.lowerBound <= last.upperBound {
        pending = last.lowerBound..<max(last.upperBound, window.upperBound)
      } else {
        if let last = pending { body(last) }
        pending = window
      }
    }
    if let last = pending { body(last) }
  }

  // MARK: Spots

  private func spots(
    of text: Span<UInt8>, where origin: TextOrigin, from base: EncodedSpots,
    _ mayBeWide: inout Bool
  ) -> EncodedSpots {
    var spots = EncodedSpots(carrying: base, where: origin)
    var isWide = false
    // Zeros are rare in text: what is wide is looked for only where there is one.
    origin.forEachNewRange(margin: 4) { range in
      isWide = isWide || text.holdsZero(in: range)
    }
    if isWide {
      mayBeWide = true
      findWideText(in: text, where: origin, &spots)
    }
    origin.forEachNewRange(
      widenedBy: { Base64Text.zone(around: $0, in: text) },
      { range in
        Base64Text.forEachRegion(in: text, range) { spots.newRegions.append($0) }
      })
    origin.forEachNewRange(
      widenedBy: { EscapedText.zone(around: $0, in: text) },
      { range in
        EscapedText.forEachToken(in: text, range) { spots.newTokens.append($0) }
      })
    spots.settle()
    guard !spots.tokens.isEmpty else { return spots }
    origin.forEachNewRange(margin: EncodedSpots.reach) { range in
      for run in spots.coldRuns(in: range) { heat(&spots, run, in: text) }
    }
    return spots
  }

  private func findWideText(
    in text: Span<UInt8>, where origin: TextOrigin, _ spots: inout EncodedSpots
  ) {
    origin.forEachNewRange(margin: EncodedSpots.recognition) { range in
      let start = range.lowerBound & ~1
      WideText.forEachRun(in: text.extracting(start..<range.upperBound)) { run in
        let found = run.sourceRange(of: 0..<run.bytes.count)
        spots.newRegions.append(start + found.lowerBound..<start + found.upperBound)
      }
    }
  }

  /// Finds out which tokens of a run are hot.
  private func heat(_ spots: inout EncodedSpots, _ run: Range<Int>, in text: Span<UInt8>) {
    let first = spots.tokens[run.lowerBound].range.lowerBound
    let last = spots.tokens[run.upperBound - 1].range.upperBound
    let start = max(0, first - EncodedSpots.reach)
    let window = text.extracting(start..<min(text.count, last + EncodedSpots.reach))
    decoder.forEachSpelledText(in: window) { decoded in
      func mark(_ range: Range<Int>, _ heat: EncodedSpots.Heat) {
        let root = decoded.rootRange(of: range)
        let place = start + root.lowerBound..<start + root.upperBound
        for index in run where spots.tokens[index].range.overlaps(place) {
          spots.tokens[index].heat?.formUnion(heat)
          spots.tokens[index].heat = spots.tokens[index].heat ?? heat
        }
      }
      let bytes = decoded.bytes
      // What is encoded twice is left to the decoder.
      if decoded.depth > 1 {
        let reach = DecodingLimits.reach
        return mark(
          0..<bytes.count, EncodedSpots.Heat(before: reach.before, after: reach.after))
      }
      detector.prefilter.forEachHit(in: bytes.span, range: 0..<bytes.count) { hit in
        let range = extent(of: hit)
        guard decoded.encodings(of: range) != nil else { return }
        let shape = detector.anchorShapes[hit.literal]
        mark(range, EncodedSpots.Heat(before: shape.before, after: shape.after))
      }
    }
  }
}
