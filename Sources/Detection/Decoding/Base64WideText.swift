import Basics

/// ASCII text in little-endian UTF-16 inside base64, as PowerShell takes it for `-EncodedCommand`.
///
/// Eight characters of base64 stand for three code units, the high byte of each being zero. As with
/// bytes, a run is read in every alignment, and units in a row decide.
enum Base64WideText {
  /// Characters of base64 for each group, and code units in it.
  static let groupLength = 8
  static let unitsPerGroup = 3
  /// Fewest groups in a row that are worth a look.
  private static let shortest = 5

  /// Calls `body` for groups in a row that give text, by their number, in each alignment.
  static func forEachStretch(
    of values: [UInt8], _ body: (_ groups: Range<Int>, _ alignment: Int) -> Void
  ) {
    for alignment in 0..<groupLength {
      let count = (values.count - alignment) / groupLength
      TextStretches.forEach(of: count, shortest: shortest) {
        isText(values, alignment + groupLength * $0)
      } _: {
        body($0, alignment)
      }
    }
  }

  /// The three characters of the group that begins at an index.
  static func characters(_ values: [UInt8], _ index: Int) -> [UInt8] {
    [
      values[index] << 2 | values[index + 1] >> 4, values[index + 2] << 6 | values[index + 3],
      values[index + 5] << 4 | values[index + 6] >> 2,
    ]
  }

  /// The characters of code units that do not fill a group at the end of a run.
  static func rest(_ values: ArraySlice<UInt8>) -> [UInt8] {
    let values = Array(values)
    guard values.count >= 2, values[1] & 15 == 0 else { return [] }
    let first = values[0] << 2 | values[1] >> 4
    guard isVisible(first) else { return [] }
    guard values.count >= 4, values[2] < 2 else { return [first] }
    let second = values[2] << 6 | values[3]
    return isVisible(second) ? [first, second] : [first]
  }

  private static func isVisible(_ byte: UInt8) -> Bool {
    (0x20..<0x7F).contains(byte) || (9...13).contains(byte)
  }

  private static func isText(_ values: [UInt8], _ index: Int) -> Bool {
    // Random characters hardly ever get beyond the first of these.
    values[index + 4] == 0 && values[index + 7] == 0 && values[index + 1] & 15 == 0
      && values[index + 2] < 2 && values[index + 6] & 3 == 0 && values[index + 5] < 8
      && characters(values, index).allSatisfy(isVisible)
  }
}
