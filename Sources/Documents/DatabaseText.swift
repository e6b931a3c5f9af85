import Basics

/// Reads the texts of an SQLite database: of all records, and of what was deleted and is still there.
///
/// The pages are gone through one by one, so that a damaged tree hides nothing. Cells and chains of
/// pages may be damaged, circular or shared by many records: together they are read a few times over,
/// and what then is left out is told.
package struct DatabaseText {
  /// Gives the bytes of a part of the file, which is a page; nil if they are not there.
  package typealias Read = (_ part: Range<Int>) -> [UInt8]?

  private let read: Read
  private let file: SQLiteFile
  /// The pages that are there, in order.
  private let pages: [Int]
  private let limit: Int
  private var text: DocumentText
  /// Takes the text when there is much of it; nil where all of it is wanted at once.
  private let take: ((DocumentText) -> Void)?
  /// For each page, from 1, which tree it belongs to: an index of `names`; 0 for none.
  private var owners: [Int]
  private var names: [String?] = [nil]
  /// Whether each of these trees is an index of what stands in a table as well.
  private var areIndexes = [false]
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
    read(size: bytes.count, limit: limit, isPacked: isPacked) { Array(bytes[$0]) }
  }

  /// Reads a database of so many bytes, page by page; of a log only some are there.
  static func read(
    size: Int, pages: [Int]? = nil, limit: Int, isPacked: (Span<UInt8>) -> Bool,
    bytes read: @escaping Read
  ) -> DocumentText? {
    var reader = DatabaseText(size: size, pages: pages, limit: limit, read, take: nil)
    reader?.readAll(isPacked)
    return reader?.text
  }

  /// Reads a database of any size where it lies.
  ///
  /// - Parameters:
  ///   - size: Its size in bytes.
  ///   - limit: The largest text that is made at once, and the largest record that is put together.
  ///   - isPacked: Whether a value is no text, but something to be opened.
  ///   - read: Gives the bytes of a page.
  ///   - take: Is given the text, part by part.
  /// - Returns: Whether this is a database.
  package static func read(
    size: Int, limit: Int, isPacked: (Span<UInt8>) -> Bool, bytes read: @escaping Read,
    take: @escaping (DocumentText) -> Void
  ) -> Bool {
    guard var reader = DatabaseText(size: size, limit: limit, read, take: take) else {
      return false
    }
    reader.readAll(isPacked)
    take(reader.text)
    return true
  }

  private init?(
    size: Int, pages: [Int]? = nil, limit: Int, _ read: @escaping Read,
    take: ((DocumentText) -> Void)?
  ) {
    guard size >= 512, let head = read(0..<512), let file = SQLiteFile(head.span, size: size) else {
      return nil
    }
    (self.read, self.file, self.limit, self.take) = (read, file, limit, take)
    self.pages = pages ?? Array(0..<file.pageCount).map { $0 + 1 }
    text = DocumentText(limit: limit)
    owners = [Int](repeating: 0, count: file.pageCount + 1)
    isReached = [Bool](repeating: false, count: file.pageCount + 1)
    budget = 4 * size
  }

  private mutating func readAll(_ isPacked: (Span<UInt8>) -> Bool) {
    nameTrees()
    for page in pages {
      readRecords(of: page, isPacked)
      handOver()
    }
    readUnused()
  }

  /// Hands over the text, if there is much of it.
  private mutating func handOver() {
    guard let take,
      text.bytes.count + text.attachments.reduce(0, { $0 + $1.bytes.count }) > limit / 4
    else { return }
    take(text)
    text = DocumentText(limit: limit)
  }

  /// The bytes of a page; nil if it is not there.
  private func bytes(of page: Int) -> [UInt8]? {
    guard file.hasPage(page) else { return nil }
    let start = file.start(of: page)
    guard let bytes = read(start..<start + file.pageSize), bytes.count == file.pageSize else {
      return nil
    }
    return bytes
  }

  // MARK: Trees

  /// Reads the schema, whose tree begins in page 1, and marks the pages of all trees.
  private mutating func nameTrees() {
    guard file.pageCount > 0 else { return }
    mark(1, as: "sqlite_schema")
    let schema = pages.filter { owners[$0] == 1 }
    for page in schema {
      guard let bytes = bytes(of: page), let kind = file.kind(bytes.span, page) else { continue }
      for cell in file.cells(bytes.span, page, kind) where !text.isCut {
        // Type, name, table, the first page, and what it was made with.
        let values = SQLiteRecord.values(payload(of: cell, in: bytes), file.encoding)
        guard values.count >= 4, case .text(let type) = values[0],
          case .text(let table) = values[2],
          case .integer(let root) = values[3],
          root >= 1, root <= Int64(file.pageCount)
        else { continue }
        mark(
          Int(root), as: String(decoding: table, as: UTF8.self),
          isIndex: type == Array("index".utf8))
      }
    }
  }

  /// Gives the pages of a tree, those that have no name yet, a name.
  private mutating func mark(_ root: Int, as name: String, isIndex: Bool = false) {
    names.append(name)
    areIndexes.append(isIndex)
    var waiting = [root]
    while let page = waiting.popLast() {
      guard owners[page] == 0 else { continue }
      owners[page] = names.count - 1
      if let bytes = bytes(of: page) { waiting += file.children(bytes.span, page) }
    }
  }

  // MARK: Records

  private mutating func readRecords(of page: Int, _ isPacked: (Span<UInt8>) -> Bool) {
    guard !text.isCut, let bytes = bytes(of: page), let kind = file.kind(bytes.span, page) else {
      return
    }
    for cell in file.cells(bytes.span, page, kind) where !text.isCut {
      // What stands in an index stands in its table as well, but for values that are worked out; and in
      // one piece it can be read in the page, unless that is UTF-16.
      guard
        kind == .tableLeaf || cell.overflow != 0 || file.encoding != .utf8
          || !areIndexes[owners[page]]
      else { continue }
      let payload = payload(of: cell, in: bytes)
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
  private mutating func payload(of cell: SQLiteFile.Cell, in bytes: [UInt8]) -> [UInt8] {
    budget -= cell.local.count
    guard budget >= 0 else {
      text.cut()
      return []
    }
    var payload = Array(bytes[cell.local])
    var page = cell.overflow
    var seen: Set<Int> = []
    while payload.count < cell.size, file.hasPage(page), seen.insert(page).inserted,
      let bytes = self.bytes(of: page)
    {
      budget -= file.usable
      guard budget >= 0, payload.count <= limit else {
        text.cut()
        break
      }
      isReached[page] = true
      let count = min(file.usable - 4, cell.size - payload.count)
      payload += bytes[4..<4 + count]
      page = Int(bytes.span.bigEndian32(at: 0))
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
    for page in pages where page > 1 && owners[page] == 0 && !isReached[page] {
      guard let bytes = bytes(of: page), file.kind(bytes.span, page) == nil else { continue }
      next[page] = Int(bytes.span.bigEndian32(at: 0))
      isUnused[page] = true
    }
    var follows = [Bool](repeating: false, count: file.pageCount + 1)
    for page in pages where isUnused[page] && file.hasPage(next[page]) {
      follows[next[page]] = true
    }
    let heads = heads(among: isUnused)
    var isRead = [Bool](repeating: false, count: file.pageCount + 1)
    let unused = pages.filter { isUnused[$0] }
    // Those that nothing leads to come first; what is left then are circles.
    let ordered = unused.filter { heads[$0] != nil || !follows[$0] } + unused
    for first in ordered where !isRead[first] {
      text.begin(.unused(page: first))
      for head in heads[first] ?? [] { text.append(head) }
      var page = first
      while file.hasPage(page), isUnused[page], !isRead[page] {
        isRead[page] = true
        text.append(bytes(of: page)?[4..<file.usable] ?? [])
        page = next[page]
      }
      text.append(0x0A)
      handOver()
    }
  }

  /// For unused pages, the bytes in pages of tables that stand before their number: what may be the
  /// start of a deleted record.
  private func heads(among isUnused: [Bool]) -> [Int: [[UInt8]]] {
    guard isUnused.contains(true) else { return [:] }
    var heads: [Int: [[UInt8]]] = [:]
    var left = limit
    for page in pages {
      guard let bytes = bytes(of: page), file.kind(bytes.span, page) == .tableLeaf else { continue }
      for place in stride(from: 8, through: file.usable - 4, by: 1) {
        let number = Int(bytes.span.bigEndian32(at: place))
        guard file.hasPage(number), isUnused[number], heads[number, default: []].count < 4 else {
          continue
        }
        let head = bytes[max(8, place - file.mostLocal)..<place]
        left -= head.count
        guard left >= 0 else { return heads }
        heads[number, default: []].append(Array(head))
      }
    }
    return heads
  }
}
