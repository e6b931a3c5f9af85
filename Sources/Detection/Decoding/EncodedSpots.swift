/// Where a text is encoded, as far as texts derived from it need to know.
struct EncodedSpots: Sendable {
  /// Escape sequences and joints of string literals, by begin, each once.
  var tokens: [Token] = []
  /// Base64 that holds text or gzip, and UTF-16; in no order.
  var regions: [Range<Int>] = []

  /// An encoded character, or a joint of two literals.
  struct Token: Sendable {
    var range: Range<Int>
    /// Whether something that rules look for is spelled with it.
    var isHot: Bool
  }

  /// How far around a token the bytes lie that decide whether it is hot.
  static let reach = 2 * DecodingLimits.spelling + 32
  /// How far around a byte others decide whether a token or a region begins or ends there.
  static let recognition = DecodingLimits.token + 32

  /// Puts the tokens in order and leaves out duplicates.
  mutating func sort() {
    tokens.sort {
      ($0.range.lowerBound, $0.range.upperBound, $0.isHot ? 0 : 1)
        < ($1.range.lowerBound, $1.range.upperBound, $1.isHot ? 0 : 1)
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

/// Places from which a decoded secret may be found.
struct DecodingCandidates {
  private var places: [Range<Int>] = []

  mutating func append(_ place: Range<Int>) { places.append(place) }

  /// Whether a decoded secret may be there about which a byte of a range decides.
  ///
  /// Its rule looks at what announces it; so it begins less than a window before or after that.
  func reach(_ range: Range<Int>) -> Bool {
    let reach = DecodingLimits.reach
    let near =
      range.lowerBound - reach.after - DecodingLimits.before - 1..<range.upperBound + reach.before
      + DecodingLimits.after + 1
    return places.contains { $0.overlaps(near) || near.contains($0.lowerBound) }
  }

  var isEmpty: Bool { places.isEmpty }
}
