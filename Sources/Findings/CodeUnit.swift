/// How the code units of a text are laid out in bytes.
public struct CodeUnit: Sendable, Hashable {
  /// Number of bytes: 1 (ASCII and UTF-8), 2 (UTF-16) or 4 (UTF-32).
  public let width: Int
  /// Whether the most significant byte of a unit comes first.
  public let isBigEndian: Bool

  /// Units of one byte: ASCII, UTF-8 and their like.
  public static let byte = CodeUnit(width: 1, isBigEndian: false)

  /// Most bytes at the start of a text that ``init(atStartOf:)`` looks at.
  public static let signatureLength = 8
}

extension CodeUnit {
  /// Guesses the unit of a text from its first bytes: a byte order mark, or the zeros of two ASCII
  /// characters.
  public init(atStartOf text: Span<UInt8>) {
    var widest = Self.byte
    for encoding in Encoding.allCases {
      let unit = encoding.codeUnit
      if unit.width > widest.width, unit.isPlausible(atStartOf: text) { widest = unit }
    }
    self = widest
  }

  private func isPlausible(atStartOf text: Span<UInt8>) -> Bool {
    guard let first = value(at: 0, in: text) else { return false }
    if first == Self.byteOrderMark { return true }
    guard let second = value(at: width, in: text) else { return false }
    // Small numbers of four bytes are common at the start of binary files.
    let characters: ClosedRange<UInt32> = width > 2 ? 0x20...0x7E : 1...0x7F
    return characters.contains(first) && characters.contains(second)
  }

  /// Length of the byte order mark that a text in this unit begins with, in bytes; 0 for none.
  public func byteOrderMarkLength(in text: Span<UInt8>) -> Int {
    if width > 1 { return value(at: 0, in: text) == Self.byteOrderMark ? width : 0 }
    return text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF ? 3 : 0
  }

  /// The number that a unit stands for; nil where the text ends before the unit does.
  @inlinable
  public func value(at offset: Int, in text: Span<UInt8>) -> UInt32? {
    guard offset + width <= text.count else { return nil }
    var value: UInt32 = 0
    for index in 0..<width {
      value = value &<< 8 | UInt32(text[offset + (isBigEndian ? index : width - 1 - index)])
    }
    return value
  }

  private static let byteOrderMark: UInt32 = 0xFEFF
}
