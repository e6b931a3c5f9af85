import Bytes
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
    known.spots = spots(of: text, where: origin, from: base.spots)
    known.mayBeWide = base.mayBeWide || hasZero(text, where: origin)
    let reach = DecodingLimits.reach
    let carried = origin.copies.flatMap { copy in
      base.decoded.filter { copy.holds($0.secret.range) }.map { $0.moved(by: copy.shift) }
    }
    var extents = extents(known)
    for match in carried {
      let begin = match.secret.range.lowerBound
      extents.append(
        DecodingExtent(
          core: begin..<match.secret.range.upperBound,
          whole: begin - reach.before..<begin + reach.after))
    }
    var new: [Range<Int>] = []
    origin.forEachNewRange(margin: 1) { new.append($0) }
    let open = DecodingExtent.groups(of: extents).filter { group in
      new.contains { $0.overlaps(group.whole) }
    }
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

  private func hasZero(_ text: Span<UInt8>, where origin: TextOrigin) -> Bool {
    var hasZero = false
    origin.forEachNewRange(margin: 1) { range in
      hasZero = hasZero || text.extracting(range).firstIndex(of: 0, from: 0) != nil
    }
    return hasZero
  }

  /// Where encoded secrets may be.
  private func extents(_ known: TextKnowledge) -> [DecodingExtent] {
    let reach = DecodingLimits.reach
    var extents = known.spots.regions.map { region in
      let core =
        region.lowerBound - DecodingLimits.after..<region.upperBound + DecodingLimits.before
      return DecodingExtent(
        core: core, whole: core.lowerBound - reach.before..<core.upperBound + reach.after)
    }
    guard !known.spots.tokens.isEmpty else { return extents }
    for token in known.spots.tokens {
      if let heat = token.heat, let extent = known.spots.extent(around: token.range, heat) {
        extents.append(extent)
      }
    }
    for anchor in known.anchors {
      let reach = detector.anchorReach[anchor.literal]
      let heat = EncodedSpots.Heat(before: reach.before, after: reach.after)
      if let extent = known.spots.extent(around: range(of: anchor), heat) {
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
    of text: Span<UInt8>, where origin: TextOrigin, from base: EncodedSpots
  ) -> EncodedSpots {
    var spots = EncodedSpots()
    for copy in origin.copies { carry(base, over: copy, to: &spots) }
    origin.forEachNewRange(margin: EncodedSpots.recognition) { range in
      EscapedText.forEachToken(in: text, range) {
        spots.tokens.append(EncodedSpots.Token(range: $0))
      }
      Base64Text.forEachRegion(in: text, range) { spots.regions.append($0) }
      // Zeros are rare in text: the range is widened only where there is one.
      if text.extracting(range).firstIndex(of: 0, from: 0) != nil {
        WideText.forEachRun(in: text.extracting(range.lowerBound & ~1..<range.upperBound)) { run in
          let found = run.sourceRange(of: 0..<run.bytes.count)
          let start = range.lowerBound & ~1
          spots.regions.append(start + found.lowerBound..<start + found.upperBound)
        }
      }
    }
    guard !spots.tokens.isEmpty else { return spots }
    spots.sort()
    let reach = EncodedSpots.reach
    spots.forEachRun { index in
      let token = spots.tokens[index]
      guard token.heat == nil else { return false }
      let range =
        max(
          0, token.range.lowerBound - reach)..<min(
          text.count, token.range.upperBound + reach)
      return !origin.isCopied(range)
    } _: { run in
      heat(&spots, run, in: text)
    }
    return spots
  }

  private func carry(
    _ base: EncodedSpots, over copy: CopiedRange, to spots: inout EncodedSpots
  ) {
    var index = base.tokens.partitionPoint { $0.range.lowerBound < copy.baseStart }
    while index < base.tokens.count, base.tokens[index].range.lowerBound < copy.baseEnd {
      var token = base.tokens[index]
      index += 1
      guard token.range.upperBound <= copy.baseEnd else { continue }
      let start = token.range.lowerBound + copy.shift
      token.range = start..<start + token.range.count
      spots.tokens.append(token)
    }
    for region in base.regions {
      let kept = region.clamped(to: copy.baseStart..<copy.baseEnd)
      guard !kept.isEmpty else { continue }
      spots.regions.append(kept.lowerBound + copy.shift..<kept.upperBound + copy.shift)
    }
  }

  /// Finds out which tokens of a run are hot.
  private func heat(_ spots: inout EncodedSpots, _ run: Range<Int>, in text: Span<UInt8>) {
    let first = spots.tokens[run.lowerBound].range.lowerBound
    let last = spots.tokens[run.upperBound - 1].range.upperBound
    let start = max(0, first - EncodedSpots.reach)
    let window = text.extracting(start..<min(text.count, last + EncodedSpots.reach))
    decoder.forEachText(in: window) { decoded in
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
        let range = range(of: hit)
        guard decoded.encodings(of: range) != nil else { return }
        let reach = detector.anchorReach[hit.literal]
        mark(range, EncodedSpots.Heat(before: reach.before, after: reach.after))
      }
    }
  }
}
