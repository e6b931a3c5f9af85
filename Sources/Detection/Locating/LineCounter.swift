import Basics
package import Findings

/// Counts lines, and UTF-16 code units in a line, while moving forward through a text.
package struct LineCounter {
  private let unit: CodeUnit
  /// Where the counter stands, in bytes from the start of the text.
  private(set) package var offset = 0
  /// Line at `offset`, from 1.
  private(set) package var line = 1
  /// UTF-16 code units of the line before `offset`; a byte order mark is none.
  private var units = 0
  /// Where the line at `offset` begins, in bytes from the start of the text.
  private var lineStart = 0

  /// Begins at the start of a text.
  package init(_ unit: CodeUnit) { self.unit = unit }

  /// Begins within a text, as if a line began there.
  ///
  /// - Parameters:
  ///   - unit: The text's code unit.
  ///   - offset: Where to begin, in bytes; a multiple of the unit's width.
  package init(_ unit: CodeUnit, at offset: Int) {
    self.unit = unit
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
    if unit.width == 1 {
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
    var position = range.lowerBound - range.lowerBound % unit.width
    while position + unit.width <= range.upperBound,
      let value = unit.value(at: position, in: bytes)
    {
      position += unit.width
      if value == UInt32(UInt8(ascii: "\n")) {
        line += 1
        units = 0
        lineStart = base + position
      } else {
        units += value > 0xFFFF ? 2 : 1
      }
    }
  }

  private mutating func skipByteOrderMark(_ bytes: Span<UInt8>, before target: Int) {
    offset = min(unit.byteOrderMarkLength(in: bytes), target)
  }
}
