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
    // A byte order mark may stand first, or the length of the mail.
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : startBehindLength(head) ?? 0
    return begins(head.extracting(start...))
  }

  private static func begins(_ head: Span<UInt8>) -> Bool {
    guard head.count > 5, isLetter(head[0]) else { return false }
    if head.starts(with: Array("From ".utf8)) {
      let line = head.firstIndex(of: 0x0A) ?? head.count
      // A line of a mailbox ends in a date with a year.
      guard line >= 20, line + 1 < head.count else { return false }
      return fieldEnd(head, from: line + 1) != nil
    }
    guard let colon = fieldEnd(head, from: 0) else { return false }
    let name = Self.name(in: head, 0..<colon)
    return fields.contains(name) || families.contains { name.hasPrefix($0) }
      || hasFields(head, behind: colon)
  }

  /// Where a mail begins behind a line that holds its length alone, as in files of Apple Mail (.emlx); nil
  /// where no such line is.
  private static func startBehindLength(_ head: Span<UInt8>) -> Int? {
    guard head.count > 0, (0x31...0x39).contains(head[0]) else { return nil }
    var place = 0
    while place < min(head.count, longestLength), (0x30...0x39).contains(head[place]) { place += 1 }
    guard place > 0 else { return nil }
    while place < min(head.count, longestLengthLine), [0x20, 0x0D].contains(head[place]) {
      place += 1
    }
    return place < head.count && head[place] == 0x0A ? place + 1 : nil
  }

  /// A mail of another length: the number that stands before it, if one does, is put right.
  ///
  /// - Parameters:
  ///   - mail: The mail, with the number that it had.
  ///   - difference: How many bytes it has more.
  /// - Returns: The mail.
  package static func withLength(_ mail: [UInt8], longerBy difference: Int) -> [UInt8] {
    guard difference != 0, let start = startBehindLength(mail.span) else { return mail }
    let digits = mail.prefix { (0x30...0x39).contains($0) }
    let length = max(0, (Int(String(decoding: digits, as: UTF8.self)) ?? 0) + difference)
    let blanks = mail[digits.endIndex..<start].prefix { $0 == 0x20 }
    // Blanks make it as wide as it was.
    var number = Array(String(length).utf8)
    let width = blanks.isEmpty ? 0 : digits.count + blanks.count
    while number.count < width { number.append(0x20) }
    return number + mail[blanks.endIndex...]
  }

  private static let longestLength = 10
  private static let longestLengthLine = 32

  /// The part of some bytes that is a mail: all of them, but in files of Apple Mail.
  private static func range(in bytes: [UInt8]) -> Range<Int> {
    guard let start = startBehindLength(bytes.span) else { return 0..<bytes.count }
    let digits = bytes.prefix { (0x30...0x39).contains($0) }
    let length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    // Behind the mail, flags follow.
    return start..<min(bytes.count, start + length)
  }

  /// Whether fields follow that are those of a mail, behind a first one that nobody knows.
  private static func hasFields(_ head: Span<UInt8>, behind start: Int) -> Bool {
    var found: Set<String> = []
    var place = start
    while let end = head.firstIndex(of: 0x0A, from: place), end + 1 < min(head.count, longestHead) {
      place = end + 1
      // A line that begins with a blank goes on with the one before.
      if head[place] == 0x20 || head[place] == 0x09 { continue }
      guard let colon = fieldEnd(head, from: place) else { return false }
      let name = Self.name(in: head, place..<colon)
      if signs.contains(name), found.insert(name).inserted, found.count == 2 { return true }
      place = colon
    }
    return false
  }

  /// So many bytes of fields are looked through.
  private static let longestHead = 16_384

  /// Fields of which two in a text are a sign that it is a mail.
  private static let signs: Set<String> = [
    "return-path", "received", "delivered-to", "mime-version", "from", "to", "subject", "date",
    "message-id", "content-type", "content-transfer-encoding", "reply-to",
  ]

  /// A field's name in lower case.
  private static func name(in bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { bytes[$0] }, as: UTF8.self).lowercased()
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
  /// decoded, whatever its body is; of a mailbox nobody knows, and one whose length stands before it is
  /// whole.
  package static func isPlain(_ bytes: [UInt8], fieldsUpTo end: Int) -> Bool {
    !bytes.starts(with: Array("From ".utf8)) && startBehindLength(bytes.span) == nil
      && !MailHeader(bytes, 0..<end).mayHoldParts
  }

  private static let fields: Set<String> = [
    "return-path", "received", "delivered-to", "mime-version", "from", "to", "subject", "date",
    "message-id", "dkim-signature", "authentication-results", "content-type", "reply-to", "sender",
    "received-spf", "content-transfer-encoding", "envelope-to", "cc", "in-reply-to", "references",
    "importance", "thread-topic", "thread-index", "bcc", "user-agent", "content-disposition",
    "content-language", "content-id", "content-description", "content-class",
    "disposition-notification-to", "errors-to", "mail-followup-to", "mail-reply-to", "newsgroups",
    "accept-language", "delivery-date", "domainkey-signature", "auto-submitted", "precedence",
    "feedback-id", "original-message-id", "message-context", "apparently-to",
    "envelope-from", "deferred-delivery", "expires", "dkim-filter",
  ]
  private static let families = ["x-", "arc-", "list-", "resent-"]

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

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
      reader.read(range(in: bytes), Place(message: nil, numbers: [], name: nil), depth: 0)
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
