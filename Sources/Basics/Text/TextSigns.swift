/// What a look through a text has shown in passing, which says how it may be packed or encoded.
package struct TextSigns: Sendable, Equatable {
  /// Whether a zero may stand in it; without one, no archive does.
  package var mayHoldZero: Bool
  /// Whether a line may stand in it that begins a file in uuencode.
  package var mayHoldFiles: Bool
  /// Whether a terminal's control sequence may begin in it, such as a colour.
  package var mayHoldEscapes: Bool

  /// Says what was seen.
  package init(
    mayHoldZero: Bool = false, mayHoldFiles: Bool = false, mayHoldEscapes: Bool = false
  ) {
    (self.mayHoldZero, self.mayHoldFiles) = (mayHoldZero, mayHoldFiles)
    self.mayHoldEscapes = mayHoldEscapes
  }
}
