/// A part of a text in which encoded secrets may be.
struct DecodingExtent: Sendable, Equatable {
  /// Where they may be; no rule looks beyond it.
  var core: Range<Int>
  /// The bytes that decide about how the core is read.
  var whole: Range<Int>

  /// Extents with cores that meet, taken together: their secrets may overlap.
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
