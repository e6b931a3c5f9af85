/// The name of a git object: 20 bytes of SHA-1 or 32 of SHA-256.
package struct ObjectID: Hashable, Sendable, Comparable, CustomStringConvertible {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  /// Number of bytes, 20 or 32.
  package let byteCount: Int

  /// Reads 40 or 64 hexadecimal digits; nil for anything else.
  package init?(hex: some Collection<UInt8>) {
    guard hex.count == 40 || hex.count == 64 else { return nil }
    byteCount = hex.count / 2
    for (index, digit) in hex.enumerated() {
      guard let value = Self.value(of: digit) else { return nil }
      set(digit: value, at: index)
    }
  }

  /// Reads text.
  package init?(_ text: String) { self.init(hex: Array(text.utf8)) }

  /// Whether all bytes are zero: git's way to say that there is no object.
  package var isZero: Bool { words == (0, 0, 0, 0) }

  package var description: String {
    let digits = Array("0123456789abcdef".utf8)
    let hex = (0..<2 * byteCount).map { index in
      digits[Int(word(index / 16) >> UInt64(60 - 4 * (index % 16)) & 15)]
    }
    return String(decoding: hex, as: UTF8.self)
  }

  package static func == (left: ObjectID, right: ObjectID) -> Bool {
    left.words == right.words && left.byteCount == right.byteCount
  }

  package static func < (left: ObjectID, right: ObjectID) -> Bool { left.words < right.words }

  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  private func word(_ index: Int) -> UInt64 {
    switch index {
    case 0: words.0
    case 1: words.1
    case 2: words.2
    default: words.3
    }
  }

  private mutating func set(digit: UInt8, at index: Int) {
    let bits = UInt64(digit) << UInt64(60 - 4 * (index % 16))
    switch index / 16 {
    case 0: words.0 |= bits
    case 1: words.1 |= bits
    case 2: words.2 |= bits
    default: words.3 |= bits
    }
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// The four kinds of git objects.
package enum ObjectKind: String, Sendable {
  case commit
  case tree
  case blob
  case tag
}
