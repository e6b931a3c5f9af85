import Basics

/// The body of an encoded part: where each decoded byte stands in the mail, and how it is changed.
package struct MailBody: Sendable, Equatable {
  /// Where it stands in the mail.
  package var range: Range<Int>
  /// How it is encoded.
  var encoding: Encoding

  /// Ways to encode a part of a mail.
  enum Encoding: Sendable, Equatable {
    case base64, quotedPrintable
    /// Words of a field in a set of characters.
    case words
    /// Lines of uuencode, or base64 as that has it, for so many bytes.
    case uuencode(count: Int)
    /// Bytes as they are.
    case none
  }

  /// Whether it can be changed; if not, the bytes of it that can are read in the mail itself, or none.
  package var canChange: Bool {
    switch encoding {
    case .base64, .quotedPrintable, .words: true
    case .uuencode, .none: false
    }
  }
  /// Whether its bytes stand in the mail as they are.
  package var isAsItIs: Bool { encoding == .none }
  private var isBase64: Bool { encoding == .base64 }

  /// Decodes it.
  ///
  /// - Returns: For each decoded byte, the offset in the mail of the first character that says it; at
  ///   the end, where the last one ends.
  package func offsets(in mail: [UInt8]) -> [Int] {
    var offsets: [Int] = []
    switch encoding {
    case .base64: _ = MailDecoding.base64(mail[range]) { offsets.append($0) }
    case .quotedPrintable: _ = MailDecoding.quotedPrintable(mail[range]) { offsets.append($0) }
    // What is changed, is written anew as a whole.
    case .words:
      offsets = Array(
        repeating: range.lowerBound, count: EncodedWords.decode(mail[range])?.text.count ?? 0)
    case .uuencode(let count): offsets = Array(repeating: range.lowerBound, count: count)
    case .none: offsets = Array(range)
    }
    return offsets + [range.upperBound]
  }

  /// A part of the mail, and what comes in its place.
  package typealias Change = (range: Range<Int>, bytes: [UInt8])

  /// Puts other bytes in the place of some that it stands for.
  ///
  /// Quoted-printable is changed where they stand; base64 is written anew from there to its end, as a
  /// group of digits says three bytes, in lines as they were.
  ///
  /// - Parameters:
  ///   - edits: Parts of what it decodes to, in order, without overlaps.
  ///   - decoded: All that it decodes to.
  ///   - offsets: Where its bytes stand, as ``offsets(in:)`` says.
  ///   - mail: The mail.
  /// - Returns: What to change in the mail, in order.
  package func changes(
    _ edits: [Change], to decoded: [UInt8], at offsets: [Int], in mail: [UInt8]
  ) -> [Change] {
    guard let first = edits.first, decoded.count + 1 == offsets.count, canChange else { return [] }
    if encoding == .words {
      var content = decoded
      for edit in edits.reversed() { content.replaceSubrange(edit.range, with: edit.bytes) }
      let set = EncodedWords.decode(mail[range])?.set ?? []
      return [(range, EncodedWords.encode(content, in: set))]
    }
    guard isBase64 else {
      return edits.map { edit in
        let start = offsets[edit.range.lowerBound]
        let before = mail[max(range.lowerBound, start - 2)..<start]
        let bytes = MailDecoding.quoted(
          edit.bytes, isBehindSign: before.contains(UInt8(ascii: "=")))
        return (start..<max(start, endOfCharacters(of: edit.range, offsets, mail)), bytes)
      }
    }
    let start = groupStart(before: first.range.lowerBound, offsets, mail)
    var content = Array(decoded[start..<first.range.lowerBound])
    var position = first.range.lowerBound
    for edit in edits {
      content += decoded[position..<edit.range.lowerBound] + edit.bytes
      position = edit.range.upperBound
    }
    content += decoded[position...]
    let place = start < decoded.count ? offsets[start] : range.upperBound
    var end = range.upperBound
    while end > place, !isDigit(mail[end - 1]), mail[end - 1] != UInt8(ascii: "=") { end -= 1 }
    return [(place..<end, wrapped(Base64.encode(content, padding: true), from: place, in: mail))]
  }

  /// Where the last of some quoted characters ends.
  private func endOfCharacters(of edit: Range<Int>, _ offsets: [Int], _ mail: [UInt8]) -> Int {
    guard let last = edit.last else { return offsets[edit.lowerBound] }
    let start = offsets[last]
    // Up to the next character a soft break may stand, which stays.
    let isEscape =
      mail[start] == UInt8(ascii: "=") && offsets[last + 1] >= start + 3
      && MailDecoding.hexDigit(mail, start + 1) != nil
      && MailDecoding.hexDigit(mail, start + 2) != nil
    return start + (isEscape ? 3 : 1)
  }

  /// The last byte at or before another that a digit begins, and a group with it.
  private func groupStart(before byte: Int, _ offsets: [Int], _ mail: [UInt8]) -> Int {
    // Behind each padding another text begins.
    var start = 0
    var place = range.lowerBound
    for (index, offset) in offsets[...byte].enumerated() {
      if mail[place..<min(offset, mail.count)].contains(UInt8(ascii: "=")) { start = index }
      place = offset
    }
    return byte - (byte - start) % 3
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    Base64.isCharacter(byte)
  }

  /// Breaks digits into lines that are as long as the first one of the body.
  private func wrapped(_ digits: [UInt8], from place: Int, in mail: [UInt8]) -> [UInt8] {
    var first = range.lowerBound
    while first < range.upperBound, !isDigit(mail[first]) { first += 1 }
    let line = mail[first..<range.upperBound].prefix { $0 != 10 && $0 != 13 }
    guard line.count >= 4, line.endIndex < range.upperBound,
      mail[line.endIndex..<range.upperBound].contains(where: isDigit)
    else { return digits }
    let end: [UInt8] = mail[line.endIndex] == 13 ? [13, 10] : [10]
    var column = 0
    while place - column > range.lowerBound, mail[place - column - 1] != 10 { column += 1 }
    var output: [UInt8] = []
    output.reserveCapacity(digits.count + digits.count / line.count * 2)
    for digit in digits {
      if column >= line.count {
        output += end
        column = 0
      }
      output.append(digit)
      column += 1
    }
    return output
  }
}
