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
    var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
    for index in 0..<format.digitCount {
      guard let digit = hex[index].hexadecimalValue else { return nil }
      words[index / 16] = words[index / 16] << 4 | UInt64(digit)
    }
    (first, second) = (words[0], words[1])
    third = format == .sha1 ? words[2] << 32 : words[2]
    fourth = words[3]
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
  package var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
