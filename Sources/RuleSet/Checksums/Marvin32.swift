/// The hash function Marvin32 as .NET has it, by which Azure marks its keys.
package enum Marvin32 {
  /// The hash of some bytes: both halves of the state folded together.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - seed: What every service of Azure has of its own.
  /// - Returns: The hash.
  package static func hash(_ bytes: some Collection<UInt8>, seed: UInt64) -> UInt32 {
    var low = UInt32(truncatingIfNeeded: seed)
    var high = UInt32(truncatingIfNeeded: seed >> 32)
    var pending: UInt32 = 0
    var count: UInt32 = 0
    for byte in bytes {
      pending |= UInt32(byte) << (8 * count)
      count += 1
      guard count == 4 else { continue }
      low &+= pending
      mix(&low, &high)
      (pending, count) = (0, 0)
    }
    low &+= pending | 0x80 << (8 * count)
    mix(&low, &high)
    mix(&low, &high)
    return low ^ high
  }

  private static func mix(_ low: inout UInt32, _ high: inout UInt32) {
    high ^= low
    low = rotated(low, by: 20) &+ high
    high = rotated(high, by: 9) ^ low
    low = rotated(low, by: 27) &+ high
    high = rotated(high, by: 19)
  }

  private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
