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

  /// So many bytes tell.
  package static let headSize = 1024

  /// Recognizes a part by its outermost element; nil for anything else.
  package static func kind(_ head: Span<UInt8>) -> Kind? {
    // A byte order mark may stand first.
    guard head.count > 5, head[0] == UInt8(ascii: "<") || head[0] == 0xEF else { return nil }
    var bytes: [UInt8] = []
    bytes.append(0..<min(head.count, headSize), of: head)
    var reader = MarkupReader(bytes)
    while let event = reader.next() {
      guard case .open(let name, _, _) = event else { continue }
      return kinds[name]
    }
    return nil
  }

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
      case .text(let range): if depth > 0 { text.append(reader.decoded(range)) }
      case .plain(let range): if depth > 0 { text.append(reader.plain(range)) }
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
      case .text(let range): if depth > 0 { text.append(reader.decoded(range)) }
      case .plain(let range): if depth > 0 { text.append(reader.plain(range)) }
      }
    }
    return text
  }
}
