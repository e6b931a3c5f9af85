import Basics

/// Encoded words of a field of a mail: `=?utf-8?B?…?=`; RFC 2047.
enum EncodedWords {
  /// Where the first begins in a field and the last ends; nil if there is none.
  static func range(in bytes: [UInt8], _ field: Range<Int>) -> Range<Int>? {
    var start: Int?
    var end = field.lowerBound
    var place = field.lowerBound
    let span = bytes.span.extracting(..<field.upperBound)
    while let found = span.firstIndex(of: UInt8(ascii: "="), from: place) {
      guard let word = word(bytes[found..<field.upperBound]) else {
        place = found + 1
        continue
      }
      if start == nil { start = found }
      (place, end) = (word.end, word.end)
    }
    return start.map { $0..<end }
  }

  /// Decodes words, and what stands between them, but for blanks between two words.
  ///
  /// - Returns: The text, and the set of characters of the first word; nil if none begins there.
  static func decode(_ bytes: ArraySlice<UInt8>) -> (text: [UInt8], set: [UInt8])? {
    var text: [UInt8] = []
    var set: [UInt8]?
    var place = bytes.startIndex
    var between = place
    while place < bytes.endIndex {
      guard bytes[place] == UInt8(ascii: "="), let word = word(bytes[place...]) else {
        place += 1
        continue
      }
      let gap = bytes[between..<place]
      if set == nil || !gap.allSatisfy({ $0 <= 0x20 }) { text += gap }
      text += word.text
      if set == nil { set = Array(word.set) }
      (place, between) = (word.end, word.end)
    }
    text += bytes[between...]
    return set.map { (text, $0) }
  }

  private static func word(
    _ bytes: ArraySlice<UInt8>
  ) -> (text: [UInt8], set: ArraySlice<UInt8>, end: Int)? {
    guard bytes.starts(with: "=?".utf8) else { return nil }
    let mark = UInt8(ascii: "?")
    let parts = bytes.dropFirst(2).prefix { $0 > 0x20 }
    guard let first = parts.firstIndex(of: mark), first + 2 < parts.endIndex,
      parts[first + 2] == mark
    else { return nil }
    let start = first + 3
    guard let end = parts[start...].firstIndex(of: mark), end + 1 < parts.endIndex,
      parts[end + 1] == UInt8(ascii: "=")
    else { return nil }
    let text: [UInt8]
    switch parts[first + 1] | 0x20 {
    case UInt8(ascii: "b"): text = MailDecoding.base64(parts[start..<end])
    case UInt8(ascii: "q"):
      text = MailDecoding.quotedPrintable(parts[start..<end]).map {
        $0 == UInt8(ascii: "_") ? 0x20 : $0
      }
    default: return nil
    }
    return (text, parts[..<first], end + 2)
  }

  /// Writes a text as words, each on a line of its own.
  static func encode(_ text: [UInt8], in set: [UInt8]) -> [UInt8] {
    // A word has at most 75 characters.
    let lines = stride(from: 0, to: text.count, by: 36).map { start in
      Array("=?".utf8) + set + Array("?B?".utf8)
        + Base64.encode(Array(text[start..<min(start + 36, text.count)]), padding: true)
        + Array("?=".utf8)
    }
    return Array(lines.joined(separator: "\n ".utf8))
  }
}
