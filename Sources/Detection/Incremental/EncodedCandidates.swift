import Basics

/// What may be encoded in a text, as far as texts that share bytes with it need to know.
struct EncodedCandidates: Sendable {
  /// Escape sequences and concatenations of string literals, by start offset, each once.
  var tokens: [Token] = []
  /// Regions such as base64 that holds text, and UTF-16: in order, without overlaps.
  private(set) var regions: [Range<Int>] = []
  /// What was found, until it is sorted in.
  private var newTokens: [Range<Int>] = []
  private var newRegions: [Range<Int>] = []

  /// An encoded character, or a concatenation of two literals.
  struct Token: Sendable {
    var range: Range<Int>
    /// How far the rules look that are announced by a literal which is spelled with it; nil when none
    /// is.
    var announced: RuleReach?
  }

  /// How far rules look before and after a literal, in decoded bytes.
  struct RuleReach: Sendable {
    var before: Int
    var after: Int

    mutating func formUnion(_ other: RuleReach) {
      before = max(before, other.before)
      after = max(after, other.after)
    }
  }

  /// How far around a token the bytes lie that decide whether a literal is spelled with it.
  static let reach = 2 * DecodingLimits.spelling + 32

  /// Nothing may be encoded.
  init() {}

  /// Whether nothing is encoded anywhere.
  var isEmpty: Bool { tokens.isEmpty && regions.isEmpty }

  /// Takes what a decoder found; ``settle()`` puts it in its place.
  mutating func add(_ range: Range<Int>, isCharacter: Bool) {
    if isCharacter { newTokens.append(range) } else { newRegions.append(range) }
  }

  /// Sorts in what was found.
  mutating func settle() {
    if !newTokens.isEmpty {
      tokens += newTokens.map { Token(range: $0) }
      newTokens = []
      tokens.sort {
        ($0.range.lowerBound, $0.range.upperBound, $0.announced == nil ? 1 : 0)
          < ($1.range.lowerBound, $1.range.upperBound, $1.announced == nil ? 1 : 0)
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

  /// Finds tokens that stand close together and announce nothing as far as is known.
  ///
  /// - Parameter range: The part of the text that they overlap.
  /// - Returns: Runs of their indices, in order; other tokens may be between the first and the last
  ///   of a run.
  func silentRuns(in range: Range<Int>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = tokens.partitionPoint {
      $0.range.lowerBound + DecodingLimits.token < range.lowerBound
    }
    while index < tokens.count, tokens[index].range.lowerBound < range.upperBound {
      let token = tokens[index]
      defer { index += 1 }
      guard token.announced == nil, token.range.upperBound > range.lowerBound else { continue }
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

extension EncodedCandidates {
  /// Takes over what is encoded in a text because it is in the base.
  ///
  /// - Parameters:
  ///   - base: What is encoded in the base.
  ///   - origin: What the text has from it.
  init(carriedFrom base: EncodedCandidates, where origin: TextOrigin) {
    if !base.tokens.isEmpty { carryTokens(of: base, where: origin) }
    if !base.regions.isEmpty { carryRegions(of: base, where: origin) }
  }

  private mutating func carryTokens(of base: EncodedCandidates, where origin: TextOrigin) {
    tokens.reserveCapacity(base.tokens.count + 4)
    let old = base.tokens
    var cursor = BaseCursor()
    for copy in origin.copies {
      let (end, shift) = (copy.baseEnd, copy.shift)
      for index in cursor.elements(in: copy, of: old, at: { $0.range.lowerBound }) {
        var token = old[index]
        guard token.range.upperBound <= end else { continue }
        token.range = token.range.lowerBound &+ shift..<token.range.upperBound &+ shift
        tokens.append(token)
      }
    }
  }

  private mutating func carryRegions(of base: EncodedCandidates, where origin: TextOrigin) {
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
