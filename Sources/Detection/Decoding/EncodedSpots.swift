import Bytes

/// Where a text is encoded, as far as texts derived from it need to know.
struct EncodedSpots: Sendable {
  /// Escape sequences and joints of string literals, by begin, each once.
  var tokens: [Token] = []
  /// Base64 that holds text or gzip, and UTF-16; in no order.
  var regions: [Range<Int>] = []

  /// An encoded character, or a joint of two literals.
  struct Token: Sendable {
    var range: Range<Int>
    /// How far rules look that are announced by what is spelled with it: before and after it, in
    /// decoded bytes; nil when nothing is.
    var heat: Heat?
  }

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

  /// Puts the tokens in order and leaves out duplicates.
  mutating func sort() {
    tokens.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.heat == nil ? 1 : 0)
        < ($1.range.lowerBound, $1.range.upperBound, $1.heat == nil ? 1 : 0)
    }
    var kept: [Token] = []
    kept.reserveCapacity(tokens.count)
    for token in tokens where kept.last?.range != token.range { kept.append(token) }
    tokens = kept
  }

  /// Calls `body` for runs of cold tokens that stand close together.
  ///
  /// - Parameters:
  ///   - isDirty: Whether a token, given by its index, is to be looked at.
  ///   - body: Is given the indices of each run.
  func forEachRun(where isDirty: (Int) -> Bool, _ body: (Range<Int>) -> Void) {
    var run: Range<Int>?
    for index in tokens.indices where isDirty(index) {
      if let last = run,
        tokens[index].range.lowerBound - tokens[last.upperBound - 1].range.upperBound < Self.reach,
        tokens[index].range.upperBound - tokens[last.lowerBound].range.lowerBound < 8 * Self.reach
      {
        run = last.lowerBound..<index + 1
      } else {
        if let last = run { body(last) }
        run = index..<index + 1
      }
    }
    if let last = run { body(last) }
  }
}

extension EncodedSpots {
  /// Where secrets may be which something announces, if anything is encoded near it.
  ///
  /// - Parameters:
  ///   - place: Where that stands.
  ///   - heat: How far rules look.
  /// - Returns: Nil when no token is that near.
  func extent(around place: Range<Int>, _ heat: Heat) -> DecodingExtent? {
    let next = tokens.partitionPoint { $0.range.lowerBound < place.lowerBound }
    var (start, before) = (place.lowerBound, heat.before)
    var hasToken = false
    for token in tokens[..<next].reversed() {
      let gap = start - token.range.upperBound
      guard gap <= before, place.lowerBound - start <= DecodingLimits.after else { break }
      hasToken = true
      before -= max(0, gap)
      start = min(start, token.range.lowerBound)
    }
    var (end, after) = (place.lowerBound, heat.after)
    for token in tokens[next...] {
      let gap = token.range.lowerBound - end
      guard gap <= after, end - place.lowerBound <= DecodingLimits.after else { break }
      hasToken = true
      after -= max(0, gap)
      end = max(end, token.range.upperBound)
    }
    guard hasToken else { return nil }
    // Tokens nearby decide how much of the plain text around is looked at together.
    let margin = 2 * DecodingLimits.layer
    let core = start - before..<max(end + after, place.upperBound)
    return DecodingExtent(
      core: core, whole: core.lowerBound - margin..<core.upperBound + margin)
  }
}
