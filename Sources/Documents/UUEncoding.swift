import Basics

/// Files in a text as uuencode(1) writes them, also with base64; POSIX.1-2017, uuencode.
package enum UUEncoding {
  private static let begin = Array("begin".utf8)
  private static let base64 = Array("begin-base64".utf8)
  private static let longestHead = 512

  /// A file in a text.
  package struct File: Equatable {
    /// From its first line to behind its last.
    package var range: Range<Int>
    package var name: [UInt8]
    package var bytes: [UInt8]
    /// Whether the line is there that ends it.
    package var isWhole: Bool
  }

  /// Where the next one may begin: at the start of a line, from an offset on.
  package static func start(in text: Span<UInt8>, from offset: Int = 0) -> Int? {
    var place = offset
    while let found = text.firstIndex(of: UInt8(ascii: "b"), from: place) {
      place = found + 1
      guard found == 0 || text[found - 1] == 10, text.starts(with: begin, at: found) else {
        continue
      }
      let mode = found + (text.starts(with: base64, at: found) ? base64.count : begin.count) + 1
      // What is cut off there may be one.
      if mode >= text.count || (0x30...0x37).contains(text[mode]) { return found }
    }
    return nil
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

  /// Whether a text has a file that ends.
  package static func holdsFile(_ text: [UInt8]) -> Bool {
    files(in: text).contains(where: \.isWhole)
  }

  /// Reads a file whose first line begins a range; nil for anything else.
  package static func decode(_ text: [UInt8], in range: Range<Int>) -> File? {
    var place = range.lowerBound
    func line() -> ArraySlice<UInt8> {
      let end =
        text.span.firstIndex(of: 10, from: place).map { min($0, range.upperBound) }
        ?? range.upperBound
      let line = text[place..<end]
      place = min(end + 1, range.upperBound)
      return line.last == 13 ? line.dropLast() : line
    }
    let head = line()
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
      if line.elementsEqual((isBase64 ? "====" : "end").utf8) {
        isWhole = true
        break
      }
      guard let decoded = isBase64 ? decodedBase64(line) : decoded(line) else {
        place = start
        break
      }
      bytes += decoded
    }
    guard !bytes.isEmpty else { return nil }
    return File(
      range: range.lowerBound..<place, name: Array(words[2]), bytes: bytes, isWhole: isWhole)
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
    // Blanks may be lost at the end, and some programs add a sum.
    let digits = Array(line.dropFirst().prefix(wanted))
    guard digits.allSatisfy({ (0x20...0x60).contains($0) }), line.count <= wanted + 3,
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
