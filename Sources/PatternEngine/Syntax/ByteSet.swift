/// A set of byte values.
///
/// What is asked of every byte is public, since only that is inlined in other modules.
public struct ByteSet: Sendable, Hashable {
  @usableFromInline var low: (UInt64, UInt64) = (0, 0)
  @usableFromInline var high: (UInt64, UInt64) = (0, 0)

  /// The empty set.
  @inlinable
  public init() {}

  /// The bytes of some ranges.
  package init(_ ranges: ClosedRange<UInt8>...) {
    for range in ranges { insert(range) }
  }

  /// The bytes of which a bit is set; the lowest bit of the first word stands for 0.
  @inlinable
  public init(words first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    low = (first, second)
    high = (third, fourth)
  }

  /// Four words of which each bit stands for a byte; the lowest bit of the first stands for 0.
  package var words: [UInt64] { [low.0, low.1, high.0, high.1] }

  /// Whether a byte is in the set.
  @inlinable
  @inline(__always)
  public func contains(_ byte: UInt8) -> Bool {
    let word: UInt64 =
      switch byte &>> 6 {
      case 0: low.0
      case 1: low.1
      case 2: high.0
      default: high.1
      }
    return word &>> UInt64(byte & 63) & 1 == 1
  }

  /// Adds a byte.
  @inlinable
  public mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  package mutating func insert(_ range: ClosedRange<UInt8>) {
    func mask(_ word: Int) -> UInt64 {
      let first = max(Int(range.lowerBound) - 64 * word, 0)
      let last = min(Int(range.upperBound) - 64 * word, 63)
      guard first <= last else { return 0 }
      return UInt64.max >> UInt64(63 - last) & UInt64.max << UInt64(first)
    }
    low = (low.0 | mask(0), low.1 | mask(1))
    high = (high.0 | mask(2), high.1 | mask(3))
  }

  package func union(_ other: ByteSet) -> ByteSet {
    var result = self
    result.low = (low.0 | other.low.0, low.1 | other.low.1)
    result.high = (high.0 | other.high.0, high.1 | other.high.1)
    return result
  }

  package func intersection(_ other: ByteSet) -> ByteSet {
    var result = self
    result.low = (low.0 & other.low.0, low.1 & other.low.1)
    result.high = (high.0 & other.high.0, high.1 & other.high.1)
    return result
  }

  /// The bytes of this set that another one does not have.
  package func subtracting(_ other: ByteSet) -> ByteSet { intersection(other.inverted) }

  /// Every byte that is not in this set.
  package var inverted: ByteSet {
    var result = self
    result.low = (~low.0, ~low.1)
    result.high = (~high.0, ~high.1)
    return result
  }

  /// Number of bytes in the set.
  @inlinable
  public var count: Int {
    low.0.nonzeroBitCount + low.1.nonzeroBitCount + high.0.nonzeroBitCount
      + high.1.nonzeroBitCount
  }

  package var isEmpty: Bool { count == 0 }

  /// The bytes of the set, ascending.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        bytes.append(UInt8(64 * index + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return bytes
  }

  /// The bits that all bytes of the set have in common, and what they are.
  package var commonBits: (mask: UInt8, value: UInt8) {
    let union = low.0 | low.1 | high.0 | high.1
    var (ones, zeros): (UInt8, UInt8) = (0, 0)
    // Of a word, the places of bytes in which one bit is not set: of the highest, the next, and so on.
    var places: UInt64 = 0xFFFF_FFFF
    for place in 0..<6 {
      let bit: UInt8 = 32 >> UInt8(place)
      if union & ~places != 0 { ones |= bit }
      if union & places != 0 { zeros |= bit }
      places ^= places << UInt64(bit / 2)
    }
    if low.1 | high.1 != 0 { ones |= 1 << 6 }
    if low.0 | high.0 != 0 { zeros |= 1 << 6 }
    if high.0 | high.1 != 0 { ones |= 1 << 7 }
    if low.0 | low.1 != 0 { zeros |= 1 << 7 }
    return (~(ones & zeros), ones & ~zeros)
  }

  /// The set with both cases of every ASCII letter that it holds.
  package var caseFolded: ByteSet {
    var result = self
    for letter in UInt8(ascii: "a")...UInt8(ascii: "z") {
      let upper = letter - 32
      if contains(letter) { result.insert(upper) }
      if contains(upper) { result.insert(letter) }
    }
    return result
  }

  /// Whether two sets hold the same bytes.
  public static func == (left: ByteSet, right: ByteSet) -> Bool {
    left.low == right.low && left.high == right.high
  }

  /// Adds the set to a hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(low.0)
    hasher.combine(low.1)
    hasher.combine(high.0)
    hasher.combine(high.1)
  }
}

// Made of words and inlined, so that a test for one of them is a comparison with constants.
extension ByteSet {
  /// `0` to `9`.
  @inlinable public static var digits: ByteSet { ByteSet(words: 0x03FF << 48, 0, 0, 0) }
  /// `a` to `z`.
  @inlinable public static var lowercase: ByteSet { ByteSet(words: 0, 0x03FF_FFFF << 33, 0, 0) }
  /// `A` to `Z`.
  @inlinable public static var uppercase: ByteSet { ByteSet(words: 0, 0x03FF_FFFF << 1, 0, 0) }
  /// Hexadecimal digits, letters of either case.
  @inlinable public static var hexDigits: ByteSet {
    ByteSet(words: 0x03FF << 48, 0x3F << 33 | 0x3F << 1, 0, 0)
  }
  /// ASCII letters of either case.
  @inlinable public static var letters: ByteSet {
    ByteSet(words: 0, 0x03FF_FFFF << 33 | 0x03FF_FFFF << 1, 0, 0)
  }
  /// ASCII letters and digits.
  @inlinable public static var alphanumerics: ByteSet {
    ByteSet(words: 0x03FF << 48, 0x03FF_FFFF << 33 | 0x03FF_FFFF << 1, 0, 0)
  }
  /// ASCII letters, digits and the underscore: `\w`.
  @inlinable public static var word: ByteSet {
    ByteSet(words: 0x03FF << 48, 0x03FF_FFFF << 33 | 1 << 31 | 0x03FF_FFFF << 1, 0, 0)
  }
  /// What joins words to longer names: dashes and underscores.
  @inlinable public static var joints: ByteSet { ByteSet(words: 1 << 45, 1 << 31, 0, 0) }
  /// `\s` of RE2: tab, line feed, form feed, carriage return, space.
  @inlinable public static var whitespace: ByteSet { ByteSet(words: 0x1_0000_3600, 0, 0, 0) }
  /// Every byte.
  @inlinable public static var all: ByteSet { ByteSet(words: .max, .max, .max, .max) }
}
