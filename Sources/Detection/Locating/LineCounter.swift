import Basics

/// Counts lines, and UTF-16 code units in a line, while moving forward through a text.
package struct LineCounter {
  /// How the text is written.
  package enum Encoding {
    /// One byte per unit, or UTF-8.
    case bytes
    case utf16LittleEndian
    case utf16BigEndian

    /// Guesses from the first bytes: a byte order mark, or zeros in the first two characters.
    package init(beginOf text: Span<UInt8>) {
      func isASCII(_ offset: Int) -> Bool { (1...0x7F).contains(text[offset]) }
      self = .bytes
      guard text.count >= 2 else { return }
      switch (text[0], text[1]) {
      case (0xFF, 0xFE): self = .utf16LittleEndian
      case (0xFE, 0xFF): self = .utf16BigEndian
      default:
        guard text.count >= 4 else { return }
        if isASCII(0), text[1] == 0, isASCII(2), text[3] == 0 { self = .utf16LittleEndian }
        if text[0] == 0, isASCII(1), text[2] == 0, isASCII(3) { self = .utf16BigEndian }
      }
    }
  }

  private let encoding: Encoding
  /// Where the counter stands, in bytes from the start of the text.
  private(set) package var offset = 0
  /// Line at `offset`, from 1.
  private(set) package var line = 1
  /// UTF-16 code units of the line before `offset`; a byte order mark is none.
  private var units = 0
  /// Where the line at `offset` begins, in bytes from the start of the text.
  private var lineStart = 0

  /// Begins at the start of a text.
  package init(_ encoding: Encoding) { self.encoding = encoding }

  /// Begins within a text, as if a line began there.
  ///
  /// - Parameters:
  ///   - encoding: How the text is written.
  ///   - offset: Where to begin, in bytes; even in UTF-16.
  package init(_ encoding: Encoding, at offset: Int) {
    self.encoding = encoding
    self.offset = offset
    lineStart = offset
  }

  /// Column at `offset`, from 1, in UTF-16 code units.
  package var column: Int { units + 1 }

  /// Column at `offset`, from 1, in bytes; a byte order mark counts.
  package var byteColumn: Int { offset - lineStart + 1 }

  /// Moves forward.
  ///
  /// - Parameters:
  ///   - target: Where to, an offset in the whole text.
  ///   - bytes: A part of the text that holds everything between here and there.
  ///   - base: Offset of that part in the whole text.
  package mutating func advance(to target: Int, in bytes: Span<UInt8>, base: Int) {
    guard target > offset else { return }
    if offset == 0, base == 0 { skipByteOrderMark(bytes, before: target) }
    let range = offset - base..<target - base
    if case .bytes = encoding {
      advanceBytes(over: range, of: bytes, base: base)
    } else {
      advanceWide(over: range, of: bytes, base: base)
    }
    offset = target
  }

  private mutating func advanceBytes(over range: Range<Int>, of bytes: Span<UInt8>, base: Int) {
    let newlines = bytes.count(of: UInt8(ascii: "\n"), in: range)
    var start = range.lowerBound
    if newlines > 0, let last = bytes.lastIndex(of: UInt8(ascii: "\n"), in: range) {
      line += newlines
      units = 0
      start = last + 1
      lineStart = base + start
    }
    units += bytes.utf16Length(of: start..<range.upperBound)
  }

  private mutating func advanceWide(over range: Range<Int>, of bytes: Span<UInt8>, base: Int) {
    // A unit that the last stop went through is counted now.
    var position = range.lowerBound & ~1
    let low = encoding == .utf16LittleEndian ? 0 : 1
    while position + 1 < range.upperBound {
      if bytes[position + low] == UInt8(ascii: "\n"), bytes[position + 1 - low] == 0 {
        line += 1
        units = 0
        lineStart = base + position + 2
      } else {
        units += 1
      }
      position += 2
    }
  }

  private mutating func skipByteOrderMark(_ bytes: Span<UInt8>, before target: Int) {
    let length: Int
    switch encoding {
    case .bytes:
      length = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    default: length = bytes.count >= 2 && min(bytes[0], bytes[1]) >= 0xFE ? 2 : 0
    }
    offset = min(length, target)
  }
}
