import Basics

/// Takes bits from the end of a bitstream towards its start; RFC 8878, 4.1.
///
/// The bytes must have `before` bytes in front of any stream and `behind` bytes after it: reading over
/// the start is noticed afterwards.
struct BackwardBits {
  /// Bytes that must stand before a stream.
  static let before = 32
  /// Bytes that must stand behind a stream.
  static let behind = 8

  /// The bit behind the next one.
  private var place: Int
  private let start: Int

  /// Begins at the end of a stream; nil if the bit that marks the end is missing.
  init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    guard let last = range.last, bytes[last] != 0 else { return nil }
    start = 8 * range.lowerBound
    place = 8 * last + 7 - bytes[last].leadingZeroBitCount
  }

  /// How many bits are left; negative once more were taken than there are.
  @inline(__always)
  var left: Int { place &- start }

  /// The next bits, at most 56.
  @inline(__always)
  func peek(_ count: Int, _ bytes: Span<UInt8>) -> Int {
    let first = place &- count
    let word = bytes.littleEndian64(at: first &>> 3) &>> UInt64(truncatingIfNeeded: first & 7)
    return Int(truncatingIfNeeded: word & (1 &<< UInt64(truncatingIfNeeded: count) &- 1))
  }

  /// Drops bits.
  @inline(__always)
  mutating func drop(_ count: Int) { place &-= count }

  /// Takes the next bits, at most 56.
  @inline(__always)
  mutating func take(_ count: Int, _ bytes: Span<UInt8>) -> Int {
    let value = peek(count, bytes)
    place &-= count
    return value
  }
}
