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
    /// The field that it is the text of; nil for a body.
    package var field: String?
  }

  /// Whether the first bytes are those of a mail or a mailbox: a field that mails begin with.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    guard head.count > 5 else { return false }
    // A byte order mark may stand first.
    if head[0] == 0xEF {
      return head.count > 8 && head.starts(with: [0xEF, 0xBB, 0xBF])
        && matches(head.extracting(3...))
    }
    guard isFirstLetter(head[0]) else { return false }
    if head.starts(with: Array("From ".utf8)) {
      let line = head.firstIndex(of: 0x0A) ?? head.count
      // A line of a mailbox ends in a date with a year.
      guard line >= 20, line + 1 < head.count else { return false }
      return fieldEnd(head, from: line + 1) != nil
    }
    guard let colon = fieldEnd(head, from: 0) else { return false }
    let name = String(decoding: (0..<colon).map { head[$0] }, as: UTF8.self).lowercased()
    return fields.contains(name) || families.contains { name.hasPrefix($0) }
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

  /// Whether it may have a patch of a binary file as git writes it: compressed, and in base85.
  package static func mayHaveBinaryPatch(_ bytes: [UInt8]) -> Bool {
    PDFText.find(Array("\nGIT binary patch".utf8), in: bytes.span, from: 0) != nil
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
    "importance", "thread-topic", "thread-index", "bcc", "user-agent", "content-disposition",
    "content-language", "content-id", "content-description", "content-class",
    "disposition-notification-to", "errors-to", "mail-followup-to", "mail-reply-to", "newsgroups",
    "accept-language", "delivery-date", "domainkey-signature", "auto-submitted", "precedence",
    "feedback-id", "original-message-id", "references", "message-context", "apparently-to",
    "envelope-from", "deferred-delivery", "expires", "dkim-filter",
  ]
  private static let families = ["x-", "arc-", "list-", "resent-"]
  /// What these begin with: texts are many, and hardly one is a mail.
  private static func isFirstLetter(_ byte: UInt8) -> Bool {
    switch byte | 0x20 {
    case UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "j"), UInt8(ascii: "k"),
      UInt8(ascii: "q"), UInt8(ascii: "v"), UInt8(ascii: "w"), UInt8(ascii: "y"),
      UInt8(ascii: "z"):
      false
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
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
    let lines = reader.lines
    let marks = mailStarts(lines)
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
      // A sentence in a body may begin so as well.
      if bytes[place...].starts(with: word),
        starts.isEmpty
          || isMark(bytes[place..<end]) && end + 1 < bytes.count
            && fieldEnd(bytes.span, from: end + 1) != nil
      {
        starts.append((place, min(end + 1, bytes.count)))
      }
      place = end + 1
    }
    return starts
  }

  /// Whether a line has a time and a year, as one that announces a mail.
  private static func isMark(_ line: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    let words = line.prefix(1_000).split(whereSeparator: { $0 <= 0x20 })
    return words.contains { word in
      word.count >= 4 && word.contains(UInt8(ascii: ":")) && word.first.map(isDigit) == true
        && word.last.map(isDigit) == true
    } && words.contains { $0.count == 4 && $0.allSatisfy(isDigit) }
  }
}

extension MailParts.Place: CustomStringConvertible {
  package var description: String {
    var words: [String] = []
    if let message { words.append("message \(message)") }
    if !numbers.isEmpty { words.append("part " + numbers.map(String.init).joined(separator: ".")) }
    if let field { words.append("field \(field)") }
    if words.isEmpty { words.append("body") }
    return words.joined(separator: ", ") + (name.map { " (\($0))" } ?? "")
  }
}
