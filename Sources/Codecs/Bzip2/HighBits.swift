import Basics

/// Takes bits from bytes that come in pieces, the highest of each byte first.
struct HighBits: Sendable {
  /// The bits; the lowest `count` are still to be taken.
  private var word: UInt64 = 0
  private var count = 0

  var isEmpty: Bool { count == 0 }

  /// Makes sure of so many bits, at most 56, without taking a byte more than needed.
  ///
  /// - Parameters:
  ///   - number: How many bits.
  ///   - input: Where they come from.
  ///   - position: The first byte that has not been taken; is moved on.
  /// - Returns: Whether so many are there.
  @inline(__always)
  mutating func need(_ number: Int, from input: Span<UInt8>, at position: inout Int) -> Bool {
    while count < number {
      guard position < input.count else { return false }
      word = word << 8 | UInt64(input[position])
      position &+= 1
      count &+= 8
    }
    return true
  }

  /// Like `need(20)`, but may take up to four bytes more.
  @inline(__always)
  mutating func needCode(from input: Span<UInt8>, at position: inout Int) -> Bool {
    if count >= 20 { return true }
    guard input.count &- position >= 4 else { return need(20, from: input, at: &position) }
    word = word << 32 | UInt64(input.bigEndian32(at: position))
    position &+= 4
    count &+= 32
    return true
  }

  /// The next bits, which must be there.
  @inline(__always)
  func peek(_ number: Int) -> UInt64 {
    word &>> UInt64(truncatingIfNeeded: count &- number)
      & (1 &<< UInt64(truncatingIfNeeded: number) &- 1)
  }

  /// Drops bits that are there.
  @inline(__always)
  mutating func drop(_ number: Int) { count &-= number }

  /// Takes bits that are there.
  @inline(__always)
  mutating func take(_ number: Int) -> UInt64 {
    let value = peek(number)
    drop(number)
    return value
  }

  /// Forgets what is left of the last byte.
  mutating func clear() { (word, count) = (0, 0) }
}
