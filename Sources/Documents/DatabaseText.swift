import Basics

/// Reads the texts of an SQLite database: of all records, and of what was deleted and is still there.
///
/// The pages are gone through one by one, so that a damaged tree hides nothing. Cells and chains of
/// pages may be damaged, circular or shared by many records: together they are read a few times over,
/// and what then is left out is told.
package struct DatabaseText {
  private let bytes: [UInt8]
  private let file: SQLiteFile
  private var text: DocumentText
  /// For each page, from 1, which tree it belongs to: an index of `names`; 0 for none.
  private var owners: [Int]
  private var names: [String?] = [nil]
  /// Pages that records go on in.
  private var isReached: [Bool]
  /// So many bytes of records may still be put together.
  ///
  /// In a database that is in order each belongs to one record, which is read at most twice.
  private var budget: Int

  /// Whether the first bytes are those of a database.
  package static func matches(_ head: Span<UInt8>) -> Bool { head.starts(with: SQLiteFile.magic) }

  /// Reads a database.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes.
  ///   - isPacked: Whether a value is no text, but something to be opened.
  /// - Returns: A record a line, its values with tabs between them; nil if this is no database.
  package static func read(
    _ bytes: [UInt8], limit: Int, isPacked: (Span<UInt8>) -> Bool = { _ in false }
  ) -> DocumentText? {
    guard let file = SQLiteFile(bytes.span) else { return nil }
    var reader = DatabaseText(bytes, file, limit: limit)
    reader.nameTrees()
    for page in stride(from: 1, through: file.pageCount, by: 1) {
      reader.readRecords(of: page, isPacked)
    }
    reader.readUnused()
    return reader.text
  }

  private init(_ bytes: [UInt8], _ file: SQLiteFile, limit: Int) {
    self.bytes = bytes
    self.file = file
    text = DocumentText(limit: limit)
    owners = [Int](repeating: 0, count: file.pageCount + 1)
    isReached = [Bool](repeating: false, count: file.pageCount + 1)
    budget = 4 * bytes.count
  }

  // MARK: Trees

  /// Reads the schema, whose tree begins in page 1, and marks the pages of all trees.
  private mutating func nameTrees() {
    guard file.pageCount > 0 else { return }
    mark(1, as: "sqlite_schema")
    let schema = stride(from: 1, through: file.pageCount, by: 1).filter { owners[$0] == 1 }
    for page in schema {
      guard let kind = file.kind(bytes.span, page) else { continue }
      for cell in file.cells(bytes.span, page, kind) where !text.isCut {
        // Type, name, table, the first page, and what it was made with.
        let values = SQLiteRecord.values(payload(of: cell), file.encoding)
        guard values.count >= 4, case .text(let table) = values[2],
          case .integer(let root) = values[3],
          root >= 1, root <= Int64(file.pageCount)
        else { continue }
        mark(Int(root), as: String(decoding: table, as: UTF8.self))
      }
    }
  }

  /// Gives the pages of a tree, those that have no name yet, a name.
  private mutating func mark(_ root: Int, as name: String) {
    names.append(name)
    var waiting = [root]
    while let page = waiting.popLast() {
      guard owners[page] == 0 else { continue }
      owners[page] = names.count - 1
      waiting += file.children(bytes.span, page)
    }
  }

  // MARK: Records

  private mutating func readRecords(of page: Int, _ isPacked: (Span<UInt8>) -> Bool) {
    guard !text.isCut, let kind = file.kind(bytes.span, page) else { return }
    for cell in file.cells(bytes.span, page, kind) where !text.isCut {
      // What stands in an index stands in its table as well, unless this is a table without numbers;
      // and in one piece it can be read in the page.
      guard kind == .tableLeaf || cell.overflow != 0 else { continue }
      let payload = payload(of: cell)
      let values = SQLiteRecord.values(payload, file.encoding)
      guard !values.isEmpty else { continue }
      let place = DocumentText.Place.record(table: names[owners[page]], page: page)
      text.begin(place)
      for value in values {
        switch value {
        // Of a part alone it cannot be said that it is damaged.
        case .blob(let part) where payload.count == cell.size && isPacked(part.span):
          text.attach(part, at: place)
        case .text(let part), .blob(let part): text.append(part)
        case .integer(let number): text.append("\(number)".utf8)
        case .other: break
        }
        text.append(0x09)
      }
      text.append(0x0A)
    }
  }

  /// All of a record, along its chain of pages as far as that goes.
  private mutating func payload(of cell: SQLiteFile.Cell) -> [UInt8] {
    budget -= cell.local.count
    guard budget >= 0 else {
      text.cut()
      return []
    }
    var payload = Array(bytes[cell.local])
    var page = cell.overflow
    var seen: Set<Int> = []
    while payload.count < cell.size, file.hasPage(page), seen.insert(page).inserted {
      budget -= file.usable
      guard budget >= 0 else {
        text.cut()
        break
      }
      isReached[page] = true
      let start = file.start(of: page)
      let count = min(file.usable - 4, cell.size - payload.count)
      payload += bytes[start + 4..<start + 4 + count]
      page = Int(bytes.span.bigEndian32(at: start))
    }
    return payload
  }

  // MARK: What was deleted

  /// Reads chains of pages that no record leads to any more, each with the part of the record before
  /// it, if a page of a table still has that.
  private mutating func readUnused() {
    guard !text.isCut else { return }
    // A page's first four bytes name the next one of a chain, or none.
    var next = [Int](repeating: 0, count: file.pageCount + 1)
    var isUnused = [Bool](repeating: false, count: file.pageCount + 1)
    for page in stride(from: 2, through: file.pageCount, by: 1)
    where owners[page] == 0 && !isReached[page] && file.kind(bytes.span, page) == nil {
      next[page] = Int(bytes.span.bigEndian32(at: file.start(of: page)))
      isUnused[page] = true
    }
    var follows = [Bool](repeating: false, count: file.pageCount + 1)
    for page in next.indices.dropFirst() where isUnused[page] && file.hasPage(next[page]) {
      follows[next[page]] = true
    }
    let heads = heads(among: isUnused)
    var isRead = [Bool](repeating: false, count: file.pageCount + 1)
    let pages = next.indices.dropFirst().filter { isUnused[$0] }
    // Those that nothing leads to come first; what is left then are circles.
    let ordered = pages.filter { heads[$0] != nil || !follows[$0] } + pages
    for first in ordered where !isRead[first] {
      text.begin(.unused(page: first))
      for start in heads[first] ?? [] { text.append(bytes[start]) }
      var page = first
      while file.hasPage(page), isUnused[page], !isRead[page] {
        isRead[page] = true
        let start = file.start(of: page)
        text.append(bytes[start + 4..<start + file.usable])
        page = next[page]
      }
      text.append(0x0A)
    }
  }

  /// For unused pages, the bytes in pages of tables that stand before their number: what may be the
  /// start of a deleted record.
  private func heads(among isUnused: [Bool]) -> [Int: [Range<Int>]] {
    guard isUnused.contains(true) else { return [:] }
    var heads: [Int: [Range<Int>]] = [:]
    for page in stride(from: 1, through: file.pageCount, by: 1)
    where file.kind(bytes.span, page) == .tableLeaf {
      let start = file.start(of: page)
      let end = start + file.usable
      for place in stride(from: start + 8, through: end - 4, by: 1) {
        let number = Int(bytes.span.bigEndian32(at: place))
        guard file.hasPage(number), isUnused[number], heads[number, default: []].count < 4 else {
          continue
        }
        heads[number, default: []].append(max(start + 8, place - file.mostLocal)..<place)
      }
    }
    return heads
  }
}
