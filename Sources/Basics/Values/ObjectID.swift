/// The name of a git object: the SHA-1 or SHA-256 of its content.
package struct ObjectID: Hashable, Sendable {
  // Bytes from the first on, most significant first; of a SHA-1 the last twelve are zero.
  package let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64
  /// Which hash it is.
  package let format: ObjectFormat

  /// Reads an id from as many bytes as the format has; nil for any other number of bytes.
  package init?(_ bytes: Span<UInt8>, format: ObjectFormat) {
    guard bytes.count == format.byteCount else { return nil }
    self.init(bytes, at: 0, format: format)
  }

  /// Reads an id at an offset; its bytes must lie within the span.
  package init(_ bytes: Span<UInt8>, at offset: Int, format: ObjectFormat) {
    first = bytes.bigEndian64(at: offset)
    second = bytes.bigEndian64(at: offset + 8)
    switch format {
    case .sha1:
      third = UInt64(bytes.bigEndian32(at: offset + 16)) << 32
      fourth = 0
    case .sha256:
      third = bytes.bigEndian64(at: offset + 16)
      fourth = bytes.bigEndian64(at: offset + 24)
    }
    self.format = format
  }

  /// Reads 40 or 64 hexadecimal digits; nil for anything else.
  package init?(hex: Span<UInt8>) {
    guard let format = ObjectFormat(digitCount: hex.count) else { return nil }
    var halves: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    guard hex.readEightDigits(at: 0, into: &halves.0), hex.readEightDigits(at: 8, into: &halves.1),
      hex.readEightDigits(at: 16, into: &halves.2), hex.readEightDigits(at: 24, into: &halves.3),
      hex.readEightDigits(at: 32, into: &halves.4)
    else { return nil }
    first = halves.0 << 32 | halves.1
    second = halves.2 << 32 | halves.3
    if format == .sha1 {
      third = halves.4 << 32
      fourth = 0
    } else {
      guard hex.readEightDigits(at: 40, into: &halves.0),
        hex.readEightDigits(at: 48, into: &halves.1), hex.readEightDigits(at: 56, into: &halves.2)
      else { return nil }
      third = halves.4 << 32 | halves.0
      fourth = halves.1 << 32 | halves.2
    }
    self.format = format
  }

  /// Reads 40 or 64 hexadecimal digits; nil for anything else.
  package init?(hex: String) {
    let digits = Array(hex.utf8)
    self.init(hex: digits.span)
  }

  /// The id in lower-case hexadecimal digits.
  package var hex: String { String(decoding: hexDigits, as: UTF8.self) }

  /// The id as ASCII bytes of its hexadecimal digits.
  package var hexDigits: [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(format.digitCount + 1)
    for word in [first, second, third, fourth] {
      for shift in stride(from: 60, through: 0, by: -4) where digits.count < format.digitCount {
        let value = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
        digits.append(value < 10 ? value + UInt8(ascii: "0") : value - 10 + UInt8(ascii: "a"))
      }
    }
    return digits
  }

  /// Appends the bytes of the id.
  package func append(to bytes: inout [UInt8]) {
    let start = bytes.count
    for word in [first, second, third, fourth] { bytes.appendBigEndian(word) }
    bytes.removeLast(bytes.count - start - format.byteCount)
  }

  /// Whether all digits are zero, which git writes for "no object".
  package var isZero: Bool { first | second | third | fourth == 0 }

  /// An id spreads its bits by itself; the first 64 are enough for a table.
  package func hash(into hasher: inout Hasher) { hasher.combine(first) }
}

extension ObjectID: Comparable {
  package static func < (left: ObjectID, right: ObjectID) -> Bool {
    (left.first, left.second, left.third, left.fourth)
      < (right.first, right.second, right.third, right.fourth)
  }
}

extension ObjectID: CustomStringConvertible {
  package var description: String { hex }
}

/// The hash that names a repository's objects.
package enum ObjectFormat: String, Sendable, CaseIterable {
  case sha1
  case sha256

  fileprivate init?(digitCount: Int) {
    switch digitCount {
    case 40: self = .sha1
    case 64: self = .sha256
    default: return nil
    }
  }

  /// Length of an id in bytes.
  package var byteCount: Int { self == .sha1 ? 20 : 32 }
  /// Length of an id in hexadecimal digits.
  package var digitCount: Int { 2 * byteCount }

  /// The tree without entries, which git knows in every repository.
  package var emptyTree: String {
    switch self {
    case .sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    case .sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
    }
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit of either case; nil for other bytes.
  @inlinable
  public var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Span<UInt8> {
  /// Reads eight hexadecimal digits of either case at an offset, all at once.
  ///
  /// - Returns: Whether there are eight; their value is in the lower half then.
  @inline(__always)
  fileprivate func readEightDigits(at offset: Int, into value: inout UInt64) -> Bool {
    let bytes = bigEndian64(at: offset)
    let tops: UInt64 = 0x8080_8080_8080_8080
    // Where all are ASCII, sums do not run over into the next byte. From `0` to `9` nothing beyond
    // 9 is left without the upper digit; from `a` to `f` one bound is reached, and the other not.
    guard bytes & tops == 0 else { return false }
    let isNoDigit = (bytes ^ 0x3030_3030_3030_3030) &+ 0x7676_7676_7676_7676
    let lowered = bytes | 0x2020_2020_2020_2020
    let isLetter =
      (lowered &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(lowered &+ 0x1919_1919_1919_1919)
    guard isNoDigit & ~isLetter & tops == 0 else { return false }
    var digits =
      (bytes & 0x0F0F_0F0F_0F0F_0F0F) &+ ((bytes >> 6) & 0x0101_0101_0101_0101) &* 9
    digits = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits >> 8) & 0x0000_FFFF_0000_FFFF
    value = (digits | digits >> 16) & 0xFFFF_FFFF
    return true
  }
}
