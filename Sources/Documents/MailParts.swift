import Basics

/// Takes mails apart: the parts that are encoded for their transfer; RFC 5322, RFC 2045 and RFC 2046.
///
/// What is not encoded can be read in the mail itself, and is no part here.
package enum MailParts {
  /// A decoded part.
  package struct Part: Sendable, Equatable {
    /// Where it stands: the number of the mail in a mailbox, those of the parts, and its file's name.
    package var place: Place
    /// The decoded bytes, which may be anything.
    package var bytes: [UInt8]
    /// Where they stand in the mail, encoded.
    package var body: MailBody
  }

  /// Where a part stands.
  package struct Place: Sendable, Hashable {
    /// The mail's number in a mailbox, from 1; nil for a mail alone.
    package var message: Int?
    /// For each multipart that it stands in, its number there, from 1.
    package var numbers: [Int]
    /// The name that the part gives its file.
    package var name: String?
  }

  /// So many multiparts inside one another are gone into.
  private static let mostDepth = 20
  /// So many parts are taken out.
  private static let mostParts = 100_000

  /// Whether the first bytes are those of a mail or a mailbox: a field that mails begin with.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    guard let first = head.count > 5 ? head[0] : nil, isFirstLetter(first) else {
      return false
    }
    if head.starts(with: Array("From ".utf8)) {
      let line = head.firstIndex(of: 0x0A) ?? head.count
      // A line of a mailbox ends in a date with a year.
      guard line >= 20, line + 1 < head.count else { return false }
      return fieldEnd(head, from: line + 1) != nil
    }
    guard let colon = fieldEnd(head, from: 0) else { return false }
    let name = String(decoding: (0..<colon).map { head[$0] }, as: UTF8.self).lowercased()
    return fields.contains(name) || name.hasPrefix("x-") || name.hasPrefix("arc-")
  }

  /// Whether a text names an encoding for its transfer: without one it is as it stands.
  package static func isEncoded(_ bytes: Span<UInt8>) -> Bool {
    let name = Array("ontent-transfer-encoding".utf8)
    var place = 0
    while let found = bytes.firstIndex(of: UInt8(ascii: ":"), from: place) {
      place = found + 1
      let start = found - name.count
      guard start > 0 else { continue }
      if name.indices.allSatisfy({ bytes[start + $0] | 0x20 == name[$0] | 0x20 }) { return true }
    }
    return false
  }

  /// Whether it has a patch of a binary file as git writes it: compressed, and in base85.
  package static func hasBinaryPatch(_ bytes: [UInt8]) -> Bool {
    PDFText.find(Array("\nGIT binary patch\n".utf8), in: bytes.span, from: 0) != nil
  }

  /// Whether the fields of a mail, which end before an offset, say that no part of it has to be
  /// decoded, whatever its body is; of a mailbox nobody knows.
  package static func isPlain(_ bytes: [UInt8], fieldsUpTo end: Int) -> Bool {
    !bytes.starts(with: Array("From ".utf8)) && !MailHeader(bytes, 0..<end).mayHoldParts
  }

  private static let fields: Set<String> = [
    "return-path", "received", "delivered-to", "mime-version", "from", "to", "subject", "date",
    "message-id", "dkim-signature", "authentication-results", "content-type", "reply-to", "sender",
    "received-spf", "content-transfer-encoding", "envelope-to", "cc", "in-reply-to", "references",
    "importance", "thread-topic",
  ]
  /// What these begin with, and `X-` and `ARC-`: texts are many, and hardly one is a mail.
  private static func isFirstLetter(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "a"), UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "e"),
      UInt8(ascii: "f"), UInt8(ascii: "i"), UInt8(ascii: "m"), UInt8(ascii: "r"),
      UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "x"):
      true
    default: false
    }
  }

  /// Where the name of a field ends that begins a line.
  private static func fieldEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < bytes.count, place - start < 60 {
      switch bytes[place] {
      case UInt8(ascii: ":"): return place > start ? place : nil
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"): place += 1
      default: return nil
      }
    }
    return nil
  }

  /// Reads a mail or a mailbox.
  ///
  /// - Parameters:
  ///   - bytes: All of it.
  ///   - limit: The most bytes that the parts have together; what comes then is left out.
  /// - Returns: The parts in their order, and whether something was left out.
  package static func read(_ bytes: [UInt8], limit: Int) -> (parts: [Part], isCut: Bool) {
    var reader = MailReader(bytes, limit: limit)
    let marks = mailStarts(bytes)
    guard !marks.isEmpty else {
      reader.read(0..<bytes.count, Place(message: nil, numbers: [], name: nil), depth: 0)
      return (reader.parts, reader.isCut)
    }
    for (index, mark) in marks.enumerated() {
      let end = index + 1 < marks.count ? marks[index + 1].line : bytes.count
      reader.read(
        mark.start..<max(mark.start, end), Place(message: index + 1, numbers: [], name: nil),
        depth: 0)
    }
    return (reader.parts, reader.isCut)
  }

  /// Where the mails of a mailbox begin, behind the lines that announce them; none if this is a
  /// single one.
  private static func mailStarts(_ bytes: [UInt8]) -> [(line: Int, start: Int)] {
    let word = Array("From ".utf8)
    guard bytes.starts(with: word) else { return [] }
    var starts: [(line: Int, start: Int)] = []
    var place = 0
    while place < bytes.count {
      let end = bytes.span.firstIndex(of: 0x0A, from: place) ?? bytes.count
      if bytes[place...].starts(with: word) { starts.append((place, min(end + 1, bytes.count))) }
      place = end + 1
    }
    return starts
  }

  /// Reads on in one mail; keeps the parts.
  private struct MailReader {
    let bytes: [UInt8]
    let limit: Int
    var parts: [Part] = []
    var isCut = false
    private var size = 0

    init(_ bytes: [UInt8], limit: Int) {
      self.bytes = bytes
      self.limit = limit
    }

    /// Reads a mail or a part: fields, an empty line, a body.
    mutating func read(_ range: Range<Int>, _ place: Place, depth: Int) {
      guard depth <= mostDepth, parts.count < mostParts else {
        isCut = true
        return
      }
      let head = MailHeader(bytes, range)
      var place = place
      place.name = head.fileName
      let body = head.end..<range.upperBound
      if let boundary = head.boundary {
        for (index, part) in split(body, boundary).enumerated() {
          var inner = place
          inner.numbers.append(index + 1)
          read(part, inner, depth: depth + 1)
        }
      } else if head.isEncoded {
        let isBase64 = head.encoding == "base64"
        let decoded =
          isBase64
          ? MailDecoding.base64(bytes[body]) : MailDecoding.quotedPrintable(bytes[body])
        guard decoded.count <= limit - size else {
          isCut = true
          return
        }
        size += decoded.count
        guard !decoded.isEmpty else { return }
        parts.append(
          Part(
            place: place, bytes: decoded, body: MailBody(range: body, isBase64: isBase64)))
      } else if head.type == "message/rfc822" {
        read(body, place, depth: depth + 1)
      }
    }

    /// The parts between the lines of a boundary; RFC 2046, 5.1.1.
    private mutating func split(_ body: Range<Int>, _ boundary: [UInt8]) -> [Range<Int>] {
      let line = Array("--".utf8) + boundary
      var parts: [Range<Int>] = []
      var start: Int?
      var place = body.lowerBound
      while place < body.upperBound {
        let end =
          bytes.span.firstIndex(of: 0x0A, from: place).map { min($0, body.upperBound) }
          ?? body.upperBound
        if bytes[place..<end].starts(with: line) {
          if let start { parts.append(start..<max(start, lineEnd(before: place))) }
          let rest = bytes[place..<end].dropFirst(line.count)
          start = min(end + 1, body.upperBound)
          if rest.starts(with: "--".utf8) { return parts }
          if parts.count > mostParts {
            isCut = true
            return parts
          }
        }
        place = end + 1
      }
      // Without its last line, a mail is cut off.
      if let start { parts.append(start..<body.upperBound) }
      return parts
    }

    /// Where the line before another one ends: its end belongs to the boundary.
    private func lineEnd(before place: Int) -> Int {
      guard place > 0, bytes[place - 1] == 0x0A else { return place }
      return place > 1 && bytes[place - 2] == 0x0D ? place - 2 : place - 1
    }
  }
}

extension MailParts.Place: CustomStringConvertible {
  package var description: String {
    var words: [String] = []
    if let message { words.append("message \(message)") }
    if !numbers.isEmpty { words.append("part " + numbers.map(String.init).joined(separator: ".")) }
    if words.isEmpty { words.append("body") }
    return words.joined(separator: ", ") + (name.map { " (\($0))" } ?? "")
  }
}
