import Basics

/// Reads on in one mail; keeps the parts.
struct MailReader {
  private let bytes: [UInt8]
  /// The same with every line ended by LF, if they all end in CR alone; as long, and nothing moved.
  let lines: [UInt8]
  private let limit: Int
  private(set) var parts: [MailParts.Part] = []
  private(set) var isCut = false
  private var size = 0

  /// So many multiparts inside one another are gone into.
  private static let mostDepth = 20
  /// So many parts are taken out.
  private static let mostParts = 100_000

  init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
    let end = bytes.firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    let endsInReturns =
      end + 1 < bytes.count && bytes[end] == 13 && bytes[end + 1] != 10
    lines = endsInReturns ? Self.withFeeds(bytes) : bytes
  }

  private static func withFeeds(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes
    for index in bytes.indices where bytes[index] == 13 {
      if index + 1 == bytes.count || bytes[index + 1] != 10 { lines[index] = 10 }
    }
    return lines
  }

  /// Reads a mail or a part: fields, an empty line, a body.
  mutating func read(_ range: Range<Int>, _ place: MailParts.Place, depth: Int) {
    guard depth <= Self.mostDepth, parts.count < Self.mostParts else {
      isCut = true
      return
    }
    let head = MailHeader(lines, range)
    var place = place
    for (words, field) in head.words {
      guard let text = EncodedWords.decode(bytes[words])?.text else { continue }
      var inner = place
      inner.field = field
      add(text, inner, MailBody(range: words, encoding: .words))
    }
    place.name = head.fileName
    let body = head.end..<range.upperBound
    if let boundary = head.boundary {
      for (index, part) in split(body, boundary).enumerated() {
        var inner = place
        inner.numbers.append(index + 1)
        read(part, inner, depth: depth + 1)
      }
    } else if head.encoding == "base64" {
      add(MailDecoding.base64(bytes[body]), place, MailBody(range: body, encoding: .base64))
    } else if head.encoding == "quoted-printable" {
      add(
        MailDecoding.quotedPrintable(bytes[body]), place,
        MailBody(range: body, encoding: .quotedPrintable))
    } else if head.isMessage {
      read(body, place, depth: depth + 1)
    } else {
      // What is packed may stand there as it is.
      let start = body.prefix(512)
      if head.encoding == "binary" || bytes.span.holdsZero(in: start.startIndex..<start.endIndex) {
        add(Array(bytes[body]), place, MailBody(range: body, encoding: .none))
      }
      readFiles(body, place)
    }
  }

  /// Reads what uuencode has put into a text.
  private mutating func readFiles(_ body: Range<Int>, _ place: MailParts.Place) {
    var start = body.lowerBound
    while parts.count < Self.mostParts,
      let found = UUEncoding.start(in: lines.span.extracting(..<body.upperBound), from: start)
    {
      guard let file = UUEncoding.decode(lines, in: found..<body.upperBound) else {
        start = found + 1
        continue
      }
      var inner = place
      inner.name = String(decoding: file.name, as: UTF8.self)
      add(
        file.bytes, inner, MailBody(range: file.range, encoding: .uuencode(count: file.bytes.count))
      )
      start = file.range.upperBound
    }
  }

  private mutating func add(_ decoded: [UInt8], _ place: MailParts.Place, _ body: MailBody) {
    guard decoded.count <= limit - size else {
      isCut = true
      return
    }
    size += decoded.count
    guard !decoded.isEmpty else { return }
    parts.append(MailParts.Part(place: place, bytes: decoded, body: body))
  }

  /// The parts between the lines of a boundary; RFC 2046, 5.1.1.
  private mutating func split(_ body: Range<Int>, _ boundary: [UInt8]) -> [Range<Int>] {
    let line = Array("--".utf8) + boundary
    var parts: [Range<Int>] = []
    var start: Int?
    // What the part at hand is split by, if that begins like its own boundary.
    var inner: [UInt8]?
    var place = body.lowerBound
    while place < body.upperBound {
      let end =
        lines.span.firstIndex(of: 0x0A, from: place).map { min($0, body.upperBound) }
        ?? body.upperBound
      let text = lines[place..<end]
      if text.starts(with: line) {
        let rest = text.dropFirst(line.count)
        let isLast = rest.starts(with: "--".utf8)
        if let inside = inner, text.starts(with: inside) {
          // Behind its last line, the outer one goes on.
          if text.dropFirst(inside.count).starts(with: "--".utf8) { inner = nil }
        } else if isLast || rest.allSatisfy({ $0 <= 0x20 }) {
          if let start { parts.append(start..<max(start, lineEnd(before: place))) }
          // What stands behind the last line is read where it has parts nevertheless.
          start = isLast ? nil : min(end + 1, body.upperBound)
          inner = start.flatMap { innerLine($0..<body.upperBound, boundary) }
          if parts.count > Self.mostParts {
            isCut = true
            return parts
          }
        }
      }
      place = end + 1
    }
    // Without its last line, a mail is cut off.
    if let start { parts.append(start..<body.upperBound) }
    return parts
  }

  /// The line between the parts of a part, if it begins like that between those of the outer one.
  private func innerLine(_ part: Range<Int>, _ boundary: [UInt8]) -> [UInt8]? {
    // The fields of a part are short; a long header is read once more than it need be. One without an end
    // ends before the next part, or many of them would be read each time.
    let end = min(part.lowerBound + 8_192, part.upperBound)
    let line = Array("--".utf8) + boundary
    var place = part.lowerBound
    while place < end, !lines[place..<end].starts(with: line) {
      let next = lines.span.firstIndex(of: 0x0A, from: place).map { $0 + 1 } ?? end
      guard next > place + 1 else { break }
      place = next
    }
    let head = MailHeader(lines, part.lowerBound..<max(part.lowerBound, min(end, place + 1)))
    guard let inner = head.boundary, inner.count > boundary.count, inner.starts(with: boundary)
    else { return nil }
    return Array("--".utf8) + inner
  }

  /// Where the line before another one ends: its end belongs to the boundary.
  private func lineEnd(before place: Int) -> Int {
    guard place > 0, lines[place - 1] == 0x0A else { return place }
    return place > 1 && lines[place - 2] == 0x0D ? place - 2 : place - 1
  }
}
