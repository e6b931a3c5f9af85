/// A range of a text that is, byte for byte, a range of another text, its base.
package struct CopiedRange: Sendable, Equatable {
  /// Where it stands in the text.
  package var range: Range<Int>
  /// Where it begins in the base.
  package var baseStart: Int

  package init(_ range: Range<Int>, from baseStart: Int) {
    self.range = range
    self.baseStart = baseStart
  }

  /// Whether a range of the base is part of it.
  func holds(_ range: Range<Int>) -> Bool {
    baseStart <= range.lowerBound && range.upperBound <= baseEnd
  }
  /// Where the range ends in the base.
  var baseEnd: Int { baseStart + range.count }
  /// How far bytes have moved from the base to the text.
  var shift: Int { range.lowerBound - baseStart }
}
