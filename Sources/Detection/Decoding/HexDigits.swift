/// ASCII text in hexadecimal digits without anything between them, as in `bytes.fromhex("736b…")`,
/// `X'736b…'` and `xxd -p`.
///
/// The digits are characters of base64 as well, so they are found as runs of these. Of two digits
/// each, in both alignments, many in a row have to be visible characters: hashes hardly ever are.
enum HexDigits {
  /// Characters for each byte.
  static let groupLength = 2
  /// Fewest bytes of text in a row that are worth a look.
  private static let shortest = 16

  /// Whether some characters may be such a text, by the first ones: at least one of two is the
  /// first digit of a visible character.
  static func mayHoldText(in text: Span<UInt8>, _ run: Range<Int>) -> Bool {
    run.count >= 2 * shortest
      && (0..<2).contains { alignment in
        stride(from: run.lowerBound + alignment, to: run.upperBound, by: 2).prefix(shortest)
          .allSatisfy { text[$0] >= UInt8(ascii: "2") && text[$0] <= UInt8(ascii: "7") }
      }
  }

  /// Calls `body` for groups in a row that give text, by their number, in each alignment.
  static func forEachStretch(
    of values: [UInt8], _ body: (_ groups: Range<Int>, _ alignment: Int) -> Void
  ) {
    for alignment in 0..<groupLength {
      let count = (values.count - alignment) / groupLength
      TextStretches.forEach(of: count, shortest: shortest) {
        character(values, alignment + groupLength * $0) != nil
      } _: {
        body($0, alignment)
      }
    }
  }

  /// The character that two digits stand for, given as their values in base64; nil for what is not
  /// visible, and for what are no digits.
  static func character(_ values: [UInt8], _ index: Int) -> UInt8? {
    guard let high = digit(values[index]), high < 8, let low = digit(values[index + 1]) else {
      return nil
    }
    let byte = high << 4 | low
    return (0x20..<0x7F).contains(byte) || (9...13).contains(byte) ? byte : nil
  }

  /// `0` to `9`, `a` to `f` and `A` to `F` in the order of base64.
  private static func digit(_ value: UInt8) -> UInt8? {
    switch value {
    case 52...61: value - 52
    case 26...31: value - 16
    case 0...5: value + 10
    default: nil
    }
  }
}
