/// How a stream of LZMA uses its contexts: how many bits of the last byte and of the position count.
struct LZMAProperties: Sendable, Equatable {
  /// High bits of the last byte that choose how a literal is coded.
  let literalContext: Int
  /// Low bits of the position that do so.
  let literalPosition: Int
  /// Low bits of the position that choose how all else is coded.
  let position: Int

  /// Takes the byte apart that holds all three; nil if it cannot be one.
  init?(_ byte: UInt8) {
    guard byte < 9 * 5 * 5 else { return nil }
    let number = Int(byte)
    literalContext = number % 9
    literalPosition = number / 9 % 5
    position = number / 45
  }
}

/// Where the probabilities stand in their array.
enum LZMALayout {
  /// 12 states with 16 positions each.
  static let isMatch = 0
  static let isRep = isMatch + 192
  static let isRepG0 = isRep + 12
  static let isRepG1 = isRepG0 + 12
  static let isRepG2 = isRepG1 + 12
  static let isRep0Long = isRepG2 + 12
  /// Four trees of 64 slots.
  static let slots = isRep0Long + 192
  /// The low bits of medium distances.
  static let distances = slots + 256
  static let align = distances + 128
  static let matchLength = align + 16
  static let repLength = matchLength + lengthSize
  static let literals = repLength + lengthSize

  /// Within the coder of a length: two choices, then trees for 16 positions, twice, and one more.
  static let lengthLow = 2
  static let lengthMiddle = lengthLow + 128
  static let lengthHigh = lengthMiddle + 128
  static let lengthSize = lengthHigh + 256

  /// Room for the probabilities of some properties.
  static func size(_ properties: LZMAProperties) -> Int {
    literals + 0x300 << (properties.literalContext + properties.literalPosition)
  }
}
