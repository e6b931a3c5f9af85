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
    let sorted = matches.sorted { left, right in
      if left.range.lowerBound != right.range.lowerBound {
        return left.range.lowerBound < right.range.lowerBound
      }
      if left.range.upperBound != right.range.upperBound {
        return left.range.upperBound < right.range.upperBound
      }
      return left.rule.id < right.rule.id
    }
    var kept: [SecretMatch] = []
    let longest = sorted.map(\.range.count).max() ?? 0
    for (index, match) in sorted.enumerated() {
      var match = match
      var isBeaten = false
      forEachNeighbour(of: index, in: sorted, within: longest) { other in
        isBeaten = isBeaten || beats(other, match)
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
    return kept
  }

  private static func forEachNeighbour(
    of index: Int, in sorted: [SecretMatch], within longest: Int, _ body: (SecretMatch) -> Void
  ) {
    let range = sorted[index].range
    for other in sorted[..<index].reversed() {
      if other.range.lowerBound + longest <= range.lowerBound { break }
      if other.range.overlaps(range) { body(other) }
    }
    for other in sorted[(index + 1)...] {
      if other.range.lowerBound >= range.upperBound { break }
      if other.range.overlaps(range) { body(other) }
    }
  }

  private static func beats(_ left: SecretMatch, _ right: SecretMatch) -> Bool {
    // Vendors that hand out keys of one shape: the name that stands nearest says whose it is.
    if left.range == right.range,
      let leftDistance = left.contextDistance, let rightDistance = right.contextDistance,
      leftDistance != rightDistance
    {
      return leftDistance < rightDistance
    }
    if left.rule.precedence != right.rule.precedence {
      return left.rule.precedence < right.rule.precedence
    }
    if left.range.count != right.range.count { return left.range.count > right.range.count }
    if left.rule.id != right.rule.id { return left.rule.id < right.rule.id }
    return left.range.lowerBound < right.range.lowerBound
  }
}
