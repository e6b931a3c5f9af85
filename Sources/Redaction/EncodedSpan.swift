import Basics
import Detection
import Findings

/// The whole of an encoded text that holds a secret.
///
/// Of a text in base64 or in hexadecimal digits no part can be replaced without spoiling the rest;
/// what is written with escapes is replaced where it stands.
enum EncodedSpan {
  /// Fewest characters of a line that may go on in the next; as the decoder has it.
  private static let shortestLine = 60
  private static let longestIndent = 32
  /// Share of printable characters below which something is no part of the encoded text.
  private static let leastText = 0.8

  /// Finds the spans of many matches: what stands in the last one found is not looked for again, as an
  /// encoded text may be long and hold many.
  struct Finder {
    private var last: (range: Range<Int>, encodings: [Encoding])?

    /// Says what a match and the encoded text around it take.
    mutating func range(of match: SecretMatch, in text: Span<UInt8>) -> Range<Int> {
      if let last, last.encodings == match.decodedFrom,
        last.range.lowerBound <= match.range.lowerBound,
        match.range.upperBound <= last.range.upperBound
      {
        return last.range
      }
      let range = EncodedSpan.range(of: match.range, decodedFrom: match.decodedFrom, in: text)
      if range != match.range { last = (range, match.decodedFrom) }
      return range
    }
  }

  /// Says what a match and the encoded text around it take.
  ///
  /// - Parameters:
  ///   - range: The match.
  ///   - encodings: Those that were undone to see it, outermost first.
  ///   - text: The text that it stands in.
  /// - Returns: The match alone where it can be replaced by itself.
  static func range(
    of range: Range<Int>, decodedFrom encodings: [Encoding], in text: Span<UInt8>
  ) -> Range<Int> {
    guard encodings.contains(where: { [.base64, .gzip, .zip, .hexDigits].contains($0) }),
      encodings.first.map({ $0.codeUnit.width == 1 }) == true
    else { return range }
    let steps = Steps(encodings)
    var start = range.lowerBound
    while let before = steps.start(before: start, in: text) { start = before }
    var end = range.upperBound
    while let after = steps.end(after: end, in: text) { end = after }
    while end < text.count, let padding = steps.padding(at: end, in: text) { end = padding }
    guard !belongs(start..<range.lowerBound, in: text) else { return start..<end }
    // The run begins with something else, such as the folders of a path: then only as far back as
    // groups give text.
    start = range.lowerBound
    while start - 4 >= 0, isText(start - 4..<start, in: text) { start -= 4 }
    return start..<end
  }

  /// Whether what stands before a match in its run is encoded as well.
  private static func belongs(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    guard !range.isEmpty else { return true }
    let characters = range.filter { Base64.isCharacter(text[$0]) }
    return characters.count % 4 == 0 && isMostlyText(characters.map { text[$0] })
  }

  /// Whether what some characters of base64 stand for reads like text.
  private static func isMostlyText(_ characters: [UInt8]) -> Bool {
    let bytes = Base64.decodePrefix(characters)
    guard !bytes.isEmpty else { return false }
    // In UTF-16 every other byte is zero.
    let printable = bytes.count { $0 >= 0x20 && $0 < 0x7F || [0, 9, 10, 13].contains($0) }
    return Double(printable) >= leastText * Double(bytes.count)
  }

  private static func isText(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    let bytes = Base64.decodePrefix(range.map { text[$0] })
    return bytes.count == 3
      && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 9 || $0 == 10 || $0 == 13 }
  }

  /// Steps from one character of an encoded text to the next, as it is written.
  private struct Steps {
    private let hasPercentSigns: Bool
    private let hasBackslashes: Bool
    /// Whether the text is compressed, so that nothing in it looks like one.
    private let isPacked: Bool

    init(_ encodings: [Encoding]) {
      hasPercentSigns = encodings.contains(.percentEncoding)
      hasBackslashes = encodings.contains(.backslashEscape)
      isPacked = encodings.contains(.gzip) || encodings.contains(.zip)
    }

    func start(before offset: Int, in text: Span<UInt8>) -> Int? {
      guard offset > 0 else { return nil }
      if hasPercentSigns, offset >= 3, isEscape(at: offset - 3, in: text) { return offset - 3 }
      if hasBackslashes, offset >= 2, isLineEnd(at: offset - 2, in: text) { return offset - 2 }
      if Base64.isCharacter(text[offset - 1]) { return offset - 1 }
      // A line end, where the line before is long enough to go on.
      var end = offset
      while end > 0, offset - end < longestIndent, isIndent(text[end - 1]) { end -= 1 }
      guard end > 0, text[end - 1] == 10 else { return nil }
      end -= 1
      if end > 0, text[end - 1] == 13 { end -= 1 }
      guard end < offset, end >= shortestLine,
        (end - shortestLine..<end).allSatisfy({ Base64.isCharacter(text[$0]) })
      else { return nil }
      var lineStart = end
      while lineStart > 0, Base64.isCharacter(text[lineStart - 1]) { lineStart -= 1 }
      return goesOn(lineStart..<end, in: text) ? end : nil
    }

    func end(after offset: Int, in text: Span<UInt8>) -> Int? {
      guard offset < text.count else { return nil }
      if hasPercentSigns, isEscape(at: offset, in: text) { return offset + 3 }
      if hasBackslashes, isLineEnd(at: offset, in: text),
        offset + 2 < text.count, Base64.isCharacter(text[offset + 2]) || text[offset + 2] == 0x5C
      {
        return offset + 2
      }
      if Base64.isCharacter(text[offset]) { return offset + 1 }
      guard offset >= shortestLine,
        (offset - shortestLine..<offset).allSatisfy({ Base64.isCharacter(text[$0]) })
      else { return nil }
      var next = offset
      if text[next] == 13 { next += 1 }
      guard next < text.count, text[next] == 10 else { return nil }
      next += 1
      let first = next
      while next < text.count, next - first < longestIndent, isIndent(text[next]) { next += 1 }
      var lineEnd = next
      while lineEnd < text.count, Base64.isCharacter(text[lineEnd]) { lineEnd += 1 }
      return goesOn(next..<lineEnd, in: text) ? next : nil
    }

    /// Whether the characters of a line are more of the encoded text before it, or behind it, and
    /// not just a word.
    private func goesOn(_ line: Range<Int>, in text: Span<UInt8>) -> Bool {
      guard !line.isEmpty else { return false }
      return isPacked || isMostlyText(line.map { text[$0] })
    }

    func padding(at offset: Int, in text: Span<UInt8>) -> Int? {
      if text[offset] == UInt8(ascii: "=") { return offset + 1 }
      return hasPercentSigns && text.starts(with: Array("%3D".utf8), at: offset) ? offset + 3 : nil
    }

    /// Whether `%2B`, `%2F`, `%0A` or `%0D` stand at an offset.
    private func isEscape(at offset: Int, in text: Span<UInt8>) -> Bool {
      ["%2B", "%2F", "%0A", "%0D", "%2b", "%2f", "%0a", "%0d"].contains {
        text.starts(with: Array($0.utf8), at: offset)
      }
    }

    private func isLineEnd(at offset: Int, in text: Span<UInt8>) -> Bool {
      text.starts(with: [0x5C, UInt8(ascii: "n")], at: offset)
        || text.starts(with: [0x5C, UInt8(ascii: "r")], at: offset)
    }

    private func isIndent(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 }
  }
}
