import Basics

/// Strings of a PDF; ISO 32000-1, 7.3.4 and 7.9.2.
enum PDFString {
  /// Reads a string in parentheses.
  ///
  /// - Parameters:
  ///   - bytes: The file, or what a stream holds.
  ///   - position: Where the parenthesis stands; moved behind the string.
  ///   - end: Where the part ends that is read.
  /// - Returns: What it says, whether it is said with escapes, and whether it ends before `end`.
  static func literal(
    _ bytes: [UInt8], at position: inout Int, end: Int
  ) -> (bytes: [UInt8], isEscaped: Bool, isClosed: Bool) {
    var string: [UInt8] = []
    var isEscaped = false
    var depth = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "("):
        depth += 1
        if depth > 1 { string.append(byte) }
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return (string, isEscaped, true) }
        string.append(byte)
      case UInt8(ascii: "\\"):
        isEscaped = true
        escape(&string, bytes, &position, end)
      default: string.append(byte)
      }
    }
    return (string, isEscaped, false)
  }

  private static func escape(
    _ string: inout [UInt8], _ bytes: [UInt8], _ position: inout Int, _ end: Int
  ) {
    guard position < end else { return }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): string.append(0x0A)
    case UInt8(ascii: "r"): string.append(0x0D)
    case UInt8(ascii: "t"): string.append(0x09)
    case UInt8(ascii: "b"): string.append(0x08)
    case UInt8(ascii: "f"): string.append(0x0C)
    case 0x0D: if position < end, bytes[position] == 0x0A { position += 1 }
    case 0x0A: break
    case 0x30...0x37:
      var value = UInt32(byte) - 0x30
      for _ in 0..<2 {
        guard position < end, (0x30...0x37).contains(bytes[position]) else { break }
        value = value << 3 | (UInt32(bytes[position]) - 0x30)
        position += 1
      }
      string.append(UInt8(truncatingIfNeeded: value))
    default: string.append(byte)
    }
  }

  /// Reads a string of hexadecimal digits, whose bracket stands at the position; moves behind it.
  static func hexadecimal(_ bytes: [UInt8], at position: inout Int, end: Int) -> [UInt8] {
    let start = min(position + 1, end)
    let close =
      bytes.span.extracting(..<end).firstIndex(of: UInt8(ascii: ">"), from: start) ?? end
    position = min(close + 1, end)
    return PDFFilter.hexadecimal(bytes[start..<close])
  }

  /// The text of a string that may be in UTF-16 or UTF-8, and whether it says that it is.
  static func text(_ string: [UInt8]) -> (text: [UInt8], isMarked: Bool) {
    if string.starts(with: [0xEF, 0xBB, 0xBF]) { return (Array(string.dropFirst(3)), true) }
    let isBig = string.starts(with: [0xFE, 0xFF])
    guard isBig || string.starts(with: [0xFF, 0xFE]) else { return (string, false) }
    let units = stride(from: 2, to: string.count - 1, by: 2).map { place in
      UInt16(string[place + (isBig ? 0 : 1)]) << 8 | UInt16(string[place + (isBig ? 1 : 0)])
    }
    return (Array(String(decoding: units, as: UTF16.self).utf8), true)
  }

  /// Finds the strings of a part of a file that are not read as they stand there: in UTF-16, of
  /// hexadecimal digits, or with escapes.
  ///
  /// - Parameters:
  ///   - bytes: The file, or what a stream holds.
  ///   - range: The part, without streams.
  ///   - take: Is given the number of the object, if it is known, and the text.
  static func find(
    _ bytes: [UInt8], in range: Range<Int>, _ take: (_ number: Int?, _ text: [UInt8]) -> Void
  ) {
    var number: Int?
    var position = range.lowerBound
    let end = range.upperBound
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "%"):
        while position < end, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
      case UInt8(ascii: "("):
        let (string, isEscaped, isClosed) = literal(bytes, at: &position, end: end)
        // Without an end it is none.
        guard isClosed else { return }
        let (text, isMarked) = text(string)
        if isEscaped || isMarked, !text.isEmpty { take(number, text) }
      case UInt8(ascii: "<"):
        if position + 1 < end, bytes[position + 1] == UInt8(ascii: "<") {
          position += 2
          continue
        }
        let (text, isMarked) = text(hexadecimal(bytes, at: &position, end: end))
        if !text.isEmpty, isMarked || text.allSatisfy(isPrintable) { take(number, text) }
      case UInt8(ascii: "o"):
        if bytes.span.starts(with: PDFObjects.keyword, at: position), position > range.lowerBound,
          bytes[position - 1] <= 0x20
        {
          number = PDFObjects.number(before: position, bytes)
        }
        position += 1
      default: position += 1
      }
    }
  }

  /// Whether a byte may stand in a text: what is none, such as a signature, has others.
  private static func isPrintable(_ byte: UInt8) -> Bool {
    (0x20...0x7E).contains(byte) || byte >= 0xA0 || (9...13).contains(byte)
  }
}
