import Basics

/// Files in a text as uuencode(1) writes them, also with base64; POSIX.1-2017, uuencode.
///
/// Before each line may stand the same, as where one is quoted, indented, added in a diff or wrapped in a
/// shell's script.
package enum UUEncoding {
  private static let begin = Array("begin".utf8)
  private static let base64 = Array("begin-base64".utf8)
  private static let longestHead = 512
  /// So much may stand before each line, in bytes.
  package static let longestPrefix = 64

  /// A file in a text.
  package struct File: Equatable {
    /// From the first word of its first line to behind its last line.
    package var range: Range<Int>
    package var name: [UInt8]
    package var bytes: [UInt8]
    /// Whether the line is there that ends it; else it may be cut off.
    package var isWhole: Bool
  }

  /// Where the first word of the next one may stand, from an offset on.
  package static func start(in text: Span<UInt8>, from offset: Int = 0) -> Int? {
    var place = offset
    while let found = text.firstIndex(of: UInt8(ascii: "b"), from: place) {
      place = found + 1
      guard text.starts(with: begin, at: found) else { continue }
      let mode = found + (text.starts(with: base64, at: found) ? base64.count : begin.count) + 1
      // What is cut off there may be one.
      if mode >= text.count || (0x30...0x37).contains(text[mode]),
        lineStart(before: found, in: text) != nil
      {
        return found
      }
    }
    return nil
  }

  /// Where a line begins in which something stands; nil if that is too far away.
  private static func lineStart(before offset: Int, in text: Span<UInt8>) -> Int? {
    let least = max(0, offset - longestPrefix)
    var start = offset
    while start > least, text[start - 1] != 10 { start -= 1 }
    return start == 0 || text[start - 1] == 10 ? start : nil
  }

  /// The files in a text, in order.
  package static func files(in text: [UInt8]) -> [File] {
    var files: [File] = []
    var place = 0
    while let start = start(in: text.span, from: place) {
      let file = decode(text, in: start..<text.count)
      place = file?.range.upperBound ?? start + 1
      if let file { files.append(file) }
    }
    return files
  }

  /// Whether a text has a file.
  package static func holdsFile(_ text: [UInt8]) -> Bool { !files(in: text).isEmpty }

  /// Reads a file whose first word begins a range; nil for anything else.
  package static func decode(_ text: [UInt8], in range: Range<Int>) -> File? {
    guard let lineStart = lineStart(before: range.lowerBound, in: text.span) else { return nil }
    let prefix = text[lineStart..<range.lowerBound]
    let barePrefix = trimmed(prefix)
    var place = lineStart
    /// The next line without what stands before it; nil for one that begins otherwise.
    func line() -> ArraySlice<UInt8>? {
      let end =
        text.span.firstIndex(of: 10, from: place).map { min($0, range.upperBound) }
        ?? range.upperBound
      var line = text[place..<end]
      place = min(end + 1, range.upperBound)
      if line.last == 13 { line = line.dropLast() }
      guard line.starts(with: prefix) else {
        return trimmed(line).elementsEqual(barePrefix) ? [] : nil
      }
      return line.dropFirst(prefix.count)
    }
    guard let head = line().map(trimmed) else { return nil }
    guard head.count <= longestHead, head.starts(with: begin) else { return nil }
    let words = head.split(separator: 0x20, maxSplits: 2)
    guard words.count == 3, (3...4).contains(words[1].count),
      words[1].allSatisfy({ (0x30...0x37).contains($0) })
    else { return nil }
    let isBase64 = words[0].elementsEqual(base64)
    guard isBase64 || words[0].count == begin.count else { return nil }
    var bytes: [UInt8] = []
    var isWhole = false
    while place < range.upperBound {
      let start = place
      let line = line()
      if let line, trimmed(line).elementsEqual((isBase64 ? "====" : "end").utf8) {
        isWhole = true
        break
      }
      guard let line, let decoded = isBase64 ? decodedBase64(trimmed(line)) : decoded(line) else {
        place = start
        break
      }
      bytes += decoded
    }
    guard !bytes.isEmpty else { return nil }
    return File(
      range: range.lowerBound..<place, name: Array(words[2]), bytes: bytes, isWhole: isWhole)
  }

  /// A line without the blanks at its end.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line
    while let last = line.last, last == 0x20 || last == 9 { line = line.dropLast() }
    return line
  }

  private static func decodedBase64(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    guard line.allSatisfy({ Base64.isCharacter($0) || $0 == UInt8(ascii: "=") }) else { return nil }
    return MailDecoding.base64(line)
  }

  /// Decodes a line: how many bytes it says, and four characters for three of them.
  private static func decoded(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = line.first, (0x20...0x60).contains(first) else {
      // The last line says no bytes, and may have lost its blank.
      return line.isEmpty ? [] : nil
    }
    let count = Int(first - 0x20) & 63
    let wanted = (count + 2) / 3 * 4
    // Blanks may be lost at the end or be more, and some programs add a sum.
    let digits = Array(line.dropFirst().prefix(wanted))
    guard digits.allSatisfy({ (0x20...0x60).contains($0) }), trimmed(line).count <= wanted + 3,
      digits.count + 3 >= wanted
    else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 3)
    for group in stride(from: 0, to: wanted, by: 4) {
      let bits = (0..<4).reduce(UInt32(0)) { bits, index in
        let place = group + index
        return bits << 6 | (place < digits.count ? UInt32(digits[place] - 0x20) & 63 : 0)
      }
      bytes += [UInt8(bits >> 16), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
    }
    return Array(bytes.prefix(count))
  }
}
