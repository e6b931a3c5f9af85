import Basics

/// Where a text is encoded, as far as texts derived from it need to know.
struct EncodedSpots: Sendable {
  /// Escape sequences and joints of string literals, by begin, each once.
  var tokens: [Token] = []
  /// Base64 that holds text or gzip, and UTF-16: in order, without overlaps.
  private(set) var regions: [Range<Int>] = []
  /// What was found, until it is settled.
  var newTokens: [Range<Int>] = []
  var newRegions: [Range<Int>] = []

  /// An encoded character, or a joint of two literals.
  struct Token: Sendable {
    var range: Range<Int>
    /// How far rules look that are announced by what is spelled with it: before and after it, in
    /// decoded bytes; nil when nothing is.
    var heat: Heat?
  }

  /// Whether nothing is encoded anywhere.
  var isEmpty: Bool { tokens.isEmpty && regions.isEmpty }

  /// How far rules look.
  struct Heat: Sendable {
    var before: Int
    var after: Int

    mutating func formUnion(_ other: Heat) {
      before = max(before, other.before)
      after = max(after, other.after)
    }
  }

  /// How far around a token the bytes lie that decide whether it is hot.
  static let reach = 2 * DecodingLimits.spelling + 32
  /// How far around a byte others decide whether a token or a region begins or ends there.
  static let recognition = DecodingLimits.token + 32

  /// Puts what was found in its place.
  mutating func settle() {
    if !newTokens.isEmpty {
      tokens += newTokens.map { Token(range: $0) }
      newTokens = []
      tokens.sort {
        ($0.range.lowerBound, $0.range.upperBound, $0.heat == nil ? 1 : 0)
          < ($1.range.lowerBound, $1.range.upperBound, $1.heat == nil ? 1 : 0)
      }
      var kept: [Token] = []
      kept.reserveCapacity(tokens.count)
      for token in tokens where kept.last?.range != token.range { kept.append(token) }
      tokens = kept
    }
    if !newRegions.isEmpty {
      regions += newRegions
      newRegions = []
      regions.sort { $0.lowerBound < $1.lowerBound }
      var joined: [Range<Int>] = []
      for region in regions {
        if let last = joined.last, region.lowerBound <= last.upperBound {
          let end = max(last.upperBound, region.upperBound)
          joined[joined.count - 1] = last.lowerBound..<end
        } else {
          joined.append(region)
        }
      }
      regions = joined
    }
  }

  /// Cold tokens that stand close together, by their indices.
  ///
  /// - Parameter range: Those that overlap this part of the text are told.
  /// - Returns: Runs, in order; others may be between the first and the last of a run.
  func coldRuns(in range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = tokens.partitionPoint {
      $0.range.lowerBound + DecodingLimits.token < range.lowerBound
    }
    while index < tokens.count, tokens[index].range.lowerBound < range.upperBound {
      let token = tokens[index]
      defer { index += 1 }
      guard token.heat == nil, token.range.upperBound > range.lowerBound else { continue }
      if let last = runs.last,
        token.range.lowerBound - tokens[last.upperBound - 1].range.upperBound < Self.reach,
        token.range.upperBound - tokens[last.lowerBound].range.lowerBound < 8 * Self.reach
      {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }
}

extension EncodedSpots {
  /// Where secrets may be which something announces, if anything is encoded near it.
  ///
  /// - Parameters:
  ///   - place: Where that stands.
  ///   - heat: How far rules look.
  ///   - next: The first token that begins there or later; nil when it is to be looked for.
  /// - Returns: Nil when no token is that near.
  func extent(
    around place: Range<Int>, _ heat: Heat, before next: Int? = nil
  ) -> DecodingExtent? {
    let next = next ?? tokens.partitionPoint { $0.range.lowerBound < place.lowerBound }
    var (start, before) = (place.lowerBound, heat.before)
    var hasToken = false
    var index = next
    while index > 0 {
      index -= 1
      let range = tokens[index].range
      let gap = start - range.upperBound
      guard gap <= before, place.lowerBound - start <= DecodingLimits.after else { break }
      hasToken = true
      before -= max(0, gap)
      start = min(start, range.lowerBound)
    }
    var (end, after) = (place.lowerBound, heat.after)
    index = next
    while index < tokens.count {
      let range = tokens[index].range
      let gap = range.lowerBound - end
      guard gap <= after, end - place.lowerBound <= DecodingLimits.after else { break }
      hasToken = true
      after -= max(0, gap)
      end = max(end, range.upperBound)
      index += 1
    }
    guard hasToken else { return nil }
    // Tokens nearby decide how much of the plain text around is looked at together.
    let margin = 2 * DecodingLimits.layer
    let core = start - before..<max(end + after, place.upperBound)
    return DecodingExtent(
      core: core, whole: core.lowerBound - margin..<core.upperBound + margin)
  }
}

extension EncodedSpots {
  /// What is encoded in a text because it is in the base.
  ///
  /// - Parameters:
  ///   - base: What is encoded in the base.
  ///   - origin: What the text has from it.
  init(carrying base: EncodedSpots, where origin: TextOrigin) {
    if !base.tokens.isEmpty { carryTokens(of: base, where: origin) }
    if !base.regions.isEmpty { carryRegions(of: base, where: origin) }
  }

  private mutating func carryTokens(of base: EncodedSpots, where origin: TextOrigin) {
    tokens.reserveCapacity(base.tokens.count + 4)
    let old = base.tokens.span
    var index = 0
    for copy in origin.copies {
      // Most copies follow each other in the base, too.
      if index > 0, old[index - 1].range.lowerBound >= copy.baseStart {
        index = base.tokens.partitionPoint { $0.range.lowerBound < copy.baseStart }
      }
      while index < old.count, old[index].range.lowerBound < copy.baseStart { index += 1 }
      let (shift, end) = (copy.shift, copy.baseEnd)
      while index < old.count, old[index].range.lowerBound < end {
        var token = old[index]
        index += 1
        guard token.range.upperBound <= end else { continue }
        token.range = token.range.lowerBound + shift..<token.range.upperBound + shift
        tokens.append(token)
      }
    }
  }

  private mutating func carryRegions(of base: EncodedSpots, where origin: TextOrigin) {
    for copy in origin.copies {
      var index = base.regions.partitionPoint { $0.upperBound <= copy.baseStart }
      while index < base.regions.count, base.regions[index].lowerBound < copy.baseEnd {
        let kept = base.regions[index].clamped(to: copy.baseStart..<copy.baseEnd)
        regions.append(kept.lowerBound + copy.shift..<kept.upperBound + copy.shift)
        index += 1
      }
    }
  }
}
