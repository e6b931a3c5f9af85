/// What a look through a text has shown in passing, which says how it may be packed.
package struct TextSigns: Sendable, Equatable {
  /// Whether a zero may stand in it; without one, no archive does.
  package var mayHoldZero: Bool
  /// Whether a line may stand in it that begins a file in uuencode.
  package var mayHoldFiles: Bool

  /// Says what was seen.
  package init(mayHoldZero: Bool = false, mayHoldFiles: Bool = false) {
    (self.mayHoldZero, self.mayHoldFiles) = (mayHoldZero, mayHoldFiles)
  }
}
