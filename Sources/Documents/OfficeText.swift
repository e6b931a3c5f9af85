import Basics

/// Reads the text of parts of office documents: paragraphs as lines, whatever runs they are cut into.
///
/// WordprocessingML and PresentationML are ECMA-376, Part 1; OpenDocument is OASIS' ODF 1.3, Part 3.
package enum OfficeText {
  /// What a part of a document is.
  package enum Kind: Sendable, Equatable {
    /// Text of a word processor or of slides: `w:t` and `a:t` in paragraphs.
    case paragraphs
    /// The strings that the sheets of a workbook share.
    case sharedStrings
    /// The cells of a sheet.
    case worksheet
    /// The names of a workbook's sheets.
    case workbook
    /// Which part of a file each id of another part means.
    case relationships
    /// All of an OpenDocument file, be it text, slides or a spreadsheet.
    case openDocument
  }

  /// So many bytes tell it nearly always.
  private static let headSize = 1024
  /// What stands before the outermost element has at most so many bytes.
  package static let longestProlog = 1 << 20

  /// What the start of a part tells.
  package enum Recognition: Equatable {
    case kind(Kind)
    case other
    /// The outermost element does not begin there.
    case undecided
  }

  /// Recognizes a part by its outermost element; nil for anything else, or what begins later.
  package static func kind(_ head: Span<UInt8>) -> Kind? {
    if case .kind(let kind) = recognize(head) { kind } else { nil }
  }

  /// Looks at the start of a part.
  package static func recognize(_ head: Span<UInt8>) -> Recognition {
    // A byte order mark may stand first.
    guard head.count > 5, [UInt8(ascii: "<"), 0xEF, 0xFE, 0xFF, 0].contains(head[0]) else {
      return .other
    }
    let first = recognize(head, atMost: headSize)
    guard first == .undecided, head.count > headSize else { return first }
    return recognize(head, atMost: longestProlog)
  }

  private static func recognize(_ head: Span<UInt8>, atMost limit: Int) -> Recognition {
    var bytes: [UInt8] = []
    bytes.append(0..<min(head.count, limit), of: head)
    guard let text = utf8(bytes) else { return .other }
    var reader = MarkupReader(text)
    while let event = reader.next() {
      switch event {
      case .open(let name, let attributes, _):
        // Else the name may go on.
        guard attributes.lowerBound < text.count else { return .undecided }
        return kinds[name].map { .kind($0) } ?? .other
      case .text(let range), .plain(let range):
        // In a text that is no XML there is something else.
        guard text[range].allSatisfy({ $0 <= 0x20 || $0 >= 0x80 }) else { return .other }
      case .close: return .other
      }
    }
    return .undecided
  }

  /// A part in UTF-8, whatever it is in, with or without a mark; nil for what is no XML.
  package static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
    let isBig = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0, 0x3C])
    guard isBig || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0x3C, 0]) else {
      return bytes.first == 0x3C || bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes : nil
    }
    let (high, low) = isBig ? (0, 1) : (1, 0)
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + low])
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Recognizes a file that is a whole document in XML, by its first bytes.
  static func kind(ofFile head: Span<UInt8>) -> Kind? {
    let first = head.extracting(first: headSize)
    var place = 0
    // Names with a prefix are few.
    while let colon = first.firstIndex(of: UInt8(ascii: ":"), from: place) {
      place = colon + 1
      let found = documents.first { first.starts(with: $0.name, at: colon - $0.colon) }
      guard let found else { continue }
      // In what talks of it, it is not the first element.
      var bytes: [UInt8] = []
      bytes.append(0..<first.count, of: first)
      var reader = MarkupReader(bytes)
      while let event = reader.next() {
        guard case .open(_, let attributes, _) = event else { continue }
        return attributes.lowerBound == colon - found.colon + found.name.count ? found.kind : nil
      }
    }
    return nil
  }

  /// How such a file's outermost element begins, and where the colon stands in that.
  private static let documents: [(name: [UInt8], colon: Int, kind: Kind)] = [
    (Array("<office:document".utf8), 7, .openDocument),
    (Array("<pkg:package".utf8), 4, .paragraphs),
    (Array("<w:wordDocument".utf8), 2, .paragraphs),
  ]

  /// Characters of a document without those that nobody sees: soft hyphens, and what joins or parts words.
  static func visible(_ text: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(text)
    guard bytes.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }) else { return bytes }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let hidden = hidden.first { bytes[place...].starts(with: $0) }
      if hidden == nil { output.append(bytes[place]) }
      place += hidden?.count ?? 1
    }
    return output
  }

  private static let hidden = ["\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}"].map { Array($0.utf8) }

  private static let kinds: [String: Kind] = [
    "document": .paragraphs, "hdr": .paragraphs, "ftr": .paragraphs, "comments": .paragraphs,
    "footnotes": .paragraphs, "endnotes": .paragraphs, "sld": .paragraphs, "notes": .paragraphs,
    "sldMaster": .paragraphs, "sldLayout": .paragraphs, "cmLst": .paragraphs, "sst": .sharedStrings,
    "worksheet": .worksheet, "workbook": .workbook, "Relationships": .relationships,
    "document-content": .openDocument,
    "document-styles": .openDocument,
  ]

  /// The paragraphs of a part of a word processor's document or of slides.
  package static func paragraphs(_ bytes: [UInt8], limit: Int) -> DocumentText {
    var text = DocumentText(limit: limit)
    var reader = MarkupReader(bytes)
    var number = 1
    var depth = 0
    func endLine() {
      text.append(0x0A)
    }
    while let event = reader.next() {
      switch event {
      case .open(let name, _, let isEmpty):
        switch name {
        case "t", "delText", "instrText", "delInstrText": if !isEmpty { depth += 1 }
        case "tab": text.append(0x09)
        case "br", "cr": endLine()
        case "noBreakHyphen": text.append(UInt8(ascii: "-"))
        case "p":
          text.begin(.paragraph(number))
          if isEmpty { number += 1 }
        default: break
        }
      case .close(let name):
        switch name {
        case "t", "delText", "instrText", "delInstrText": depth = max(0, depth - 1)
        case "p":
          endLine()
          number += 1
        default: break
        }
      case .text(let range): if depth > 0 { text.append(visible(reader.decoded(range))) }
      case .plain(let range): if depth > 0 { text.append(visible(reader.plain(range))) }
      }
    }
    return text
  }

  /// The paragraphs of an OpenDocument file, and the cells of one that has tables.
  package static func openDocument(_ bytes: [UInt8], limit: Int) -> DocumentText {
    var text = DocumentText(limit: limit)
    var reader = MarkupReader(bytes)
    var (number, depth) = (1, 0)
    var sheet = ""
    var (row, column) = (0, 0)
    var (rowCount, columnCount) = (1, 1)
    var isInCell = false
    func count(_ name: String, _ range: Range<Int>) -> Int {
      let value = reader.attribute(name, in: range).flatMap {
        Int(String(decoding: $0, as: UTF8.self))
      }
      return min(max(1, value ?? 1), 1 << 20)
    }
    while let event = reader.next() {
      switch event {
      case .open(let name, let attributes, let isEmpty):
        switch name {
        case "p", "h":
          guard !isEmpty else { break }
          depth += 1
          text.begin(
            isInCell ? .cell(sheet: sheet, column: column, row: row) : .paragraph(number))
        case "tab": if depth > 0 { text.append(0x09) }
        case "line-break": if depth > 0 { text.append(0x0A) }
        case "s":
          if depth > 0 {
            text.append(repeatElement(0x20, count: min(count("text:c", attributes), 1000)))
          }
        case "table":
          sheet = String(
            decoding: reader.attribute("table:name", in: attributes) ?? [], as: UTF8.self)
          (row, column) = (0, 0)
        case "table-row":
          rowCount = count("table:number-rows-repeated", attributes)
          column = 0
          if isEmpty { row += rowCount }
        case "table-cell", "covered-table-cell":
          columnCount = count("table:number-columns-repeated", attributes)
          if isEmpty { column += columnCount } else { isInCell = true }
        default: break
        }
      case .close(let name):
        switch name {
        case "p", "h":
          depth = max(0, depth - 1)
          text.append(isInCell ? 0x09 : 0x0A)
          number += 1
        case "table-cell", "covered-table-cell":
          column += columnCount
          isInCell = false
        case "table-row":
          text.append(0x0A)
          row += rowCount
        default: break
        }
      case .text(let range): if depth > 0 { text.append(visible(reader.decoded(range))) }
      case .plain(let range): if depth > 0 { text.append(visible(reader.plain(range))) }
      }
    }
    return text
  }
}
