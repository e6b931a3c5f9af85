/// Where a rule may begin, by the first bytes of its matches.
extension RuleConfirmation {
  /// Whether a match may start at an offset.
  @inline(__always)
  func mayStart(at offset: Int, in text: Span<UInt8>) -> Bool {
    pattern.opening.mayStand(at: offset, in: text)
  }

  /// The first offset of a range at which a match may start.
  func firstPlace(in range: Range<Int>, of text: Span<UInt8>) -> Int? {
    pattern.opening.firstPlace(in: range, of: text)
  }
}
