import Basics
import Findings
import RuleSet

/// Decides between matches of overlapping texts.
enum Overlaps {
  /// Leaves out every match that overlaps one with precedence.
  ///
  /// Each pair is judged by itself: a match that loses still beats those that it has precedence
  /// over. So the outcome at a place does not depend on a chain of matches far away. A match takes
  /// over the higher confidence of a less specific rule that found the very same text, unless its
  /// own rule has a proof.
  static func resolve(_ matches: [SecretMatch]) -> [SecretMatch] {
    guard matches.count > 1 else { return matches }
    let isSorted = matches.indices.dropFirst().allSatisfy {
      !precedes(matches[$0], matches[$0 - 1])
    }
    let sorted = isSorted ? matches : matches.sorted(by: precedes)
    var kept: [SecretMatch] = []
    kept.reserveCapacity(sorted.count)
    var start = 0
    while start < sorted.count {
      // Matches that overlap, directly or through others; mostly there is one.
      var (end, last) = (start + 1, sorted[start].range.upperBound)
      while end < sorted.count, sorted[end].range.lowerBound < last {
        last = max(last, sorted[end].range.upperBound)
        end += 1
      }
      if end == start + 1 {
        kept.append(sorted[start])
      } else {
        resolve(sorted[start..<end], into: &kept)
      }
      start = end
    }
    return kept
  }

  private static func resolve(_ sorted: ArraySlice<SecretMatch>, into kept: inout [SecretMatch]) {
    let longest = sorted.reduce(0) { max($0, $1.range.count) }
    for (index, match) in zip(sorted.indices, sorted) {
      var match = match
      var isBeaten = false
      forEachNeighbour(of: index, in: sorted, within: longest, at: \.range) { other in
        isBeaten = isBeaten || hasPrecedence(other, over: match)
        if other.range == match.range, match.rule.proof == nil {
          match.confidence = max(match.confidence, other.confidence)
        }
      }
      if !isBeaten,
        kept.last.map({ $0.rule.id != match.rule.id || $0.range != match.range }) ?? true
      {
        kept.append(match)
      }
    }
  }

  /// Puts plain and decoded matches together.
  ///
  /// Where a plain match stands, nothing decoded is reported: it is mostly the same secret. Only a
  /// value that is found by the name beside it, one that fails its proof, or one that is nothing but
  /// the beginning of what is decoded may be a piece of it, and gives way. Of decoded texts that overlap, one with a shape counts, then the one with fewer
  /// layers, then the rules' precedence. Secrets of one text overlap when one group of base64 holds
  /// the end of one and the start of the next, or when they come out of the same gzip: they are all
  /// kept.
  ///
  /// - Parameters:
  ///   - plain: Without overlaps, in order.
  ///   - decoded: Those of one text are without overlaps there.
  /// - Returns: What is left, in order.
  static func join(_ plain: [SecretMatch], _ decoded: [DecodedMatch]) -> [SecretMatch] {
    guard !decoded.isEmpty else { return plain }
    let sorted = decoded.sorted { precedes($0.secret, $1.secret) }
    let longest = sorted.map(\.secret.range.count).max() ?? 0
    var joined: [SecretMatch] = []
    var givesWay = [Bool](repeating: false, count: plain.count)
    for (index, match) in sorted.enumerated() {
      let range = match.secret.range
      let first = plain.partitionPoint { $0.range.upperBound <= range.lowerBound }
      let near = plain.indices[first...].prefix { plain[$0].range.overlaps(range) }
      var isBeaten = near.contains { !yields(plain[$0], to: match.secret) }
      forEachNeighbour(of: index, in: sorted[...], within: longest, at: \.secret.range) { other in
        isBeaten = isBeaten || other.text != match.text && isPreferred(other, to: match)
      }
      guard !isBeaten else { continue }
      joined.append(match.secret)
      for place in near { givesWay[place] = true }
    }
    joined += plain.indices.filter { !givesWay[$0] }.map { plain[$0] }
    joined.sort(by: precedes)
    // The same secret twice in the same gzip is at one place.
    return joined.indices.filter { index in
      index == 0 || joined[index] != joined[index - 1]
    }.map { joined[$0] }
  }

  /// Returns whether a plain match is less than what is decoded at its place: a value without a
  /// shape, which is a piece of a longer one or spells one that has a shape; or a piece that proves
  /// to be none.
  private static func yields(_ plain: SecretMatch, to decoded: SecretMatch) -> Bool {
    if plain.rule.proof != nil, plain.confidence == .low, decoded.confidence > .low,
      decoded.range.lowerBound <= plain.range.lowerBound,
      plain.range.upperBound <= decoded.range.upperBound
    {
      return true
    }
    guard plain.rule.valueKind != nil else { return isBeginning(plain, of: decoded) }
    return decoded.rule.valueKind == nil || decoded.range.count > plain.range.count
  }

  /// Returns whether a plain match that has a shape is what stands of a longer key before the first
  /// encoded character, such as the first of two literals.
  ///
  /// What has the structure of genuine keys is the beginning only of what has it as well; and a rule with
  /// precedence keeps what it has found.
  private static func isBeginning(_ plain: SecretMatch, of decoded: SecretMatch) -> Bool {
    guard plain.range.lowerBound == decoded.range.lowerBound,
      plain.range.upperBound < decoded.range.upperBound, decoded.rule.valueKind == nil,
      plain.secret.count < decoded.secret.count, decoded.secret.starts(with: plain.secret)
    else { return false }
    if decoded.isGenuine != plain.isGenuine { return decoded.isGenuine }
    return decoded.sharedRule.rule.precedence <= plain.sharedRule.rule.precedence
  }

  private static func isPreferred(_ left: DecodedMatch, to right: DecodedMatch) -> Bool {
    // A value that is found by the name beside it may be an encoded secret that has a shape.
    let haveShape = (left.secret.rule.valueKind == nil, right.secret.rule.valueKind == nil)
    if haveShape.0 != haveShape.1 { return haveShape.0 }
    let depths = (left.secret.decodedFrom.count, right.secret.decodedFrom.count)
    if depths.0 != depths.1 { return depths.0 < depths.1 }
    if left.secret.range == right.secret.range, left.secret.rule.id == right.secret.rule.id {
      let (names, others) = (left.secret.decodedFrom, right.secret.decodedFrom)
      if names != others {
        return names.lexicographicallyPrecedes(others) { $0.rawValue < $1.rawValue }
      }
      if left.secret.secret != right.secret.secret {
        return left.secret.secret.lexicographicallyPrecedes(right.secret.secret)
      }
      return left.text < right.text
    }
    return hasPrecedence(left.secret, over: right.secret)
  }

  private static func precedes(_ left: SecretMatch, _ right: SecretMatch) -> Bool {
    if left.range.lowerBound != right.range.lowerBound {
      return left.range.lowerBound < right.range.lowerBound
    }
    if left.range.upperBound != right.range.upperBound {
      return left.range.upperBound < right.range.upperBound
    }
    if left.sharedRule.rule.id != right.sharedRule.rule.id {
      return left.sharedRule.rule.id < right.sharedRule.rule.id
    }
    return left.secret.lexicographicallyPrecedes(right.secret)
  }

  private static func forEachNeighbour<Match>(
    of index: Int, in sorted: ArraySlice<Match>, within longest: Int,
    at range: KeyPath<Match, Range<Int>>, _ body: (Match) -> Void
  ) {
    let here = sorted[index][keyPath: range]
    for other in sorted[sorted.startIndex..<index].reversed() {
      if other[keyPath: range].lowerBound + longest <= here.lowerBound { break }
      if other[keyPath: range].overlaps(here) { body(other) }
    }
    for other in sorted[(index + 1)...] {
      if other[keyPath: range].lowerBound >= here.upperBound { break }
      if other[keyPath: range].overlaps(here) { body(other) }
    }
  }

  private static func hasPrecedence(_ left: SecretMatch, over right: SecretMatch) -> Bool {
    // Vendors that hand out keys of one shape: the name that stands nearest says whose it is.
    if left.range == right.range,
      let leftDistance = left.contextDistance, let rightDistance = right.contextDistance,
      leftDistance != rightDistance
    {
      return leftDistance < rightDistance
    }
    if left.sharedRule.rule.precedence != right.sharedRule.rule.precedence {
      return left.sharedRule.rule.precedence < right.sharedRule.rule.precedence
    }
    if left.range.count != right.range.count { return left.range.count > right.range.count }
    if left.sharedRule.rule.id != right.sharedRule.rule.id {
      return left.sharedRule.rule.id < right.sharedRule.rule.id
    }
    return left.range.lowerBound < right.range.lowerBound
  }
}
