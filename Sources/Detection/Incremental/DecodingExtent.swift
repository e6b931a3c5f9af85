import Basics

/// A part of a text in which encoded secrets may be.
struct DecodingExtent: Sendable, Equatable {
  /// Where they may be; no rule looks beyond it.
  var core: Range<Int>
  /// The bytes that decide how the core is read.
  var whole: Range<Int>

  /// Joins extents with cores that meet: their secrets may overlap.
  static func groups(of extents: [DecodingExtent]) -> [DecodingExtent] {
    var groups: [DecodingExtent] = []
    for extent in extents.sorted(by: { $0.core.lowerBound < $1.core.lowerBound }) {
      guard let last = groups.last, extent.core.lowerBound <= last.core.upperBound else {
        groups.append(extent)
        continue
      }
      let (core, whole) = (last.core, last.whole)
      groups[groups.count - 1] = DecodingExtent(
        core: core.lowerBound..<max(core.upperBound, extent.core.upperBound),
        whole: min(
          whole.lowerBound, extent.whole.lowerBound)..<max(
            whole.upperBound, extent.whole.upperBound))
    }
    return groups
  }
}

extension EncodedCandidates {
  /// Works out where secrets may be which a literal announces, if anything is encoded near it.
  ///
  /// - Parameters:
  ///   - place: Where the literal stands.
  ///   - reach: How far its rules look.
  ///   - next: The first token that begins there or later; nil when it is to be looked for.
  /// - Returns: Nil when no token is that near.
  func extent(
    around place: Range<Int>, _ reach: RuleReach, before next: Int? = nil
  ) -> DecodingExtent? {
    let next = next ?? tokens.partitionPoint { $0.range.lowerBound < place.lowerBound }
    var (start, before) = (place.lowerBound, reach.before)
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
    var (end, after) = (place.lowerBound, reach.after)
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
