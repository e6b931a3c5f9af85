import Basics

/// The pages of an SQLite database; see "Database File Format" (sqlite.org/fileformat2.html).
struct SQLiteFile {
  /// How text is stored.
  enum TextEncoding {
    case utf8, utf16Little, utf16Big
    /// What is said in a page that is not there: each text tells.
    case unknown
  }

  /// A record's bytes as far as they stand in a page of a tree, and where they go on.
  struct Cell {
    /// The payload that stands in the page.
    var local: Range<Int>
    /// The size of all of it.
    var size: Int
    /// The first page of the rest; 0 for none.
    var overflow: Int
  }

  /// The kinds of pages of trees, as their first byte says.
  enum PageKind: UInt8 {
    case indexInterior = 2
    case tableInterior = 5
    case indexLeaf = 10
    case tableLeaf = 13
  }

  let pageSize: Int
  /// Bytes of a page that the format uses.
  let usable: Int
  let pageCount: Int
  let encoding: TextEncoding

  static let magic = Array("SQLite format 3\0".utf8)

  /// Reads the header of a file of so many bytes; nil if it is not one.
  init?(_ bytes: Span<UInt8>, size fileSize: Int) {
    guard fileSize >= 512, bytes.count >= 60, bytes.starts(with: Self.magic) else { return nil }
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    pageSize = size == 1 ? 65_536 : size
    guard pageSize >= 512, pageSize & (pageSize - 1) == 0 else { return nil }
    usable = pageSize - Int(bytes[20])
    guard usable >= 480 else { return nil }
    pageCount = fileSize / pageSize
    encoding =
      switch bytes.bigEndian32(at: 56) {
      case 1: .utf8
      case 2: .utf16Little
      case 3: .utf16Big
      default: .unknown
      }
  }

  /// The offset of a page, whose number counts from 1.
  func start(of page: Int) -> Int { (page - 1) * pageSize }

  /// Whether there is such a page.
  func hasPage(_ page: Int) -> Bool { page >= 1 && page <= pageCount }

  // What follows reads the bytes of a page; offsets are those in the page.

  /// Where a page's own header stands.
  private func header(of page: Int) -> Int { page == 1 ? 100 : 0 }

  /// What a page of a tree is; nil for other pages.
  func kind(_ bytes: Span<UInt8>, _ page: Int) -> PageKind? {
    let header = header(of: page)
    guard let kind = PageKind(rawValue: bytes[header]) else { return nil }
    // What is no header nearly never looks like one.
    let content = Int(bytes[header + 5]) << 8 | Int(bytes[header + 6])
    let cells = Int(bytes[header + 3]) << 8 | Int(bytes[header + 4])
    guard bytes[header + 7] <= 60, content <= usable, 8 + 2 * cells <= usable else { return nil }
    return kind
  }

  /// The offsets of a page's cells.
  private func cellOffsets(_ bytes: Span<UInt8>, _ page: Int, _ kind: PageKind) -> [Int] {
    let header = header(of: page)
    let isLeaf = kind == .tableLeaf || kind == .indexLeaf
    let first = header + (isLeaf ? 8 : 12)
    let count = Int(bytes[header + 3]) << 8 | Int(bytes[header + 4])
    return (0..<count).compactMap { index in
      let place = first + 2 * index
      guard place + 2 <= usable else { return nil }
      let offset = Int(bytes[place]) << 8 | Int(bytes[place + 1])
      return offset < usable ? offset : nil
    }
  }

  /// The pages below a page of a tree.
  func children(_ bytes: Span<UInt8>, _ page: Int) -> [Int] {
    guard let kind = kind(bytes, page), kind == .tableInterior || kind == .indexInterior else {
      return []
    }
    let right = header(of: page) + 8
    return (cellOffsets(bytes, page, kind) + [right]).compactMap { offset in
      offset + 4 <= usable ? Int(bytes.bigEndian32(at: offset)) : nil
    }.filter(hasPage)
  }

  /// The cells of a page that hold records.
  func cells(_ bytes: Span<UInt8>, _ page: Int, _ kind: PageKind) -> [Cell] {
    guard kind != .tableInterior else { return [] }
    let end = usable
    return cellOffsets(bytes, page, kind).compactMap { offset in
      var place = offset + (kind == .indexInterior ? 4 : 0)
      guard let size = Self.number(bytes, at: &place, end: end), size >= 0, size <= 1 << 31
      else { return nil }
      // The number of a row.
      if kind == .tableLeaf, Self.number(bytes, at: &place, end: end) == nil { return nil }
      let local = localSize(Int(size), isTable: kind == .tableLeaf)
      let isWhole = local == Int(size)
      guard place + local + (isWhole ? 0 : 4) <= end else { return nil }
      return Cell(
        local: place..<place + local, size: Int(size),
        overflow: isWhole ? 0 : Int(bytes.bigEndian32(at: place + local)))
    }
  }

  /// The largest part of a record that stands in a page of a table.
  var mostLocal: Int { usable - 35 }

  /// How much of a record stands in the page; "Database File Format", 1.6.
  private func localSize(_ size: Int, isTable: Bool) -> Int {
    let most = isTable ? mostLocal : (usable - 12) * 64 / 255 - 23
    guard size > most else { return size }
    let least = (usable - 12) * 32 / 255 - 23
    let rest = least + (size - least) % (usable - 4)
    return rest <= most ? rest : least
  }

  /// Reads a number of 1 to 9 bytes.
  static func number(_ bytes: Span<UInt8>, at place: inout Int, end: Int) -> Int64? {
    var value: UInt64 = 0
    for index in 0..<9 {
      guard place < end else { return nil }
      let byte = bytes[place]
      place += 1
      if index == 8 { return Int64(bitPattern: value << 8 | UInt64(byte)) }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte < 0x80 { return Int64(bitPattern: value) }
    }
    return nil
  }
}
