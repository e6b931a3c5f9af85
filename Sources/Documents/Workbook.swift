/// Puts the cells of a workbook together, whose strings stand in another part of the file.
///
/// SpreadsheetML, ECMA-376, Part 1, 18. The parts may come in any order.
package struct Workbook: Sendable {
  /// A cell whose string is one of those shared, or stands in the cell.
  private enum Value: Sendable {
    case shared(Int)
    case text([UInt8])
  }

  private struct Cell: Sendable {
    var column: Int
    var row: Int
    var value: Value
  }

  /// A sheet's part, by the name of the member of the archive.
  private struct Sheet: Sendable {
    var part: String
    var cells: [Cell] = []
  }

  private var strings: [[UInt8]] = []
  private var sheets: [Sheet] = []
  /// The sheets' names in their order, with the ids of their parts.
  private var names: [(title: String, id: String)] = []
  /// For each id, the name of the part without its folder.
  private var parts: [String: String] = [:]
  private let limit: Int
  private var size = 0

  /// Whether something had to be left out for its size.
  package private(set) var isCut = false

  /// Holds at most so many bytes of text.
  package init(limit: Int) { self.limit = limit }

  /// Whether there is something to be read.
  package var hasText: Bool { !sheets.isEmpty || !strings.isEmpty }

  /// Whether so much more can be held.
  private mutating func takes(_ count: Int) -> Bool {
    // A cell takes memory whatever it holds.
    size += count + 32
    if size > limit { isCut = true }
    return size <= limit
  }

  /// Adds a part.
  ///
  /// - Parameters:
  ///   - bytes: Its content.
  ///   - kind: What it is; those that are no part of a workbook are left alone.
  ///   - name: Its name in the archive.
  package mutating func add(_ bytes: [UInt8], _ kind: OfficeText.Kind, name: String) {
    switch kind {
    case .sharedStrings: addStrings(bytes)
    case .worksheet: addSheet(bytes, name)
    case .workbook: addNames(bytes)
    case .relationships where name.hasSuffix("workbook.xml.rels"): addParts(bytes)
    case .paragraphs, .openDocument, .relationships: break
    }
  }

  private mutating func addNames(_ bytes: [UInt8]) {
    var reader = MarkupReader(bytes)
    while let event = reader.next() {
      guard case .open(let name, let attributes, _) = event, name == "sheet",
        let title = reader.attribute("name", in: attributes), takes(title.count)
      else { continue }
      let id = reader.attribute("r:id", in: attributes) ?? []
      names.append((String(decoding: title, as: UTF8.self), String(decoding: id, as: UTF8.self)))
    }
  }

  private mutating func addParts(_ bytes: [UInt8]) {
    var reader = MarkupReader(bytes)
    while let event = reader.next() {
      guard case .open("Relationship", let attributes, _) = event,
        let id = reader.attribute("Id", in: attributes),
        let target = reader.attribute("Target", in: attributes), takes(id.count + target.count)
      else { continue }
      let part = String(decoding: target, as: UTF8.self)
      parts[String(decoding: id, as: UTF8.self)] = Self.file(part)
    }
  }

  /// The last part of a path.
  private static func file(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private mutating func addStrings(_ bytes: [UInt8]) {
    var reader = MarkupReader(bytes)
    var string: [UInt8]?
    var isInText = false
    while let event = reader.next() {
      switch event {
      case .open(let name, _, let isEmpty):
        if name == "si" { string = [] }
        if name == "t", !isEmpty { isInText = true }
        if isEmpty, name == "si", takes(0) { strings.append([]) }
      case .close(let name):
        if name == "t" { isInText = false }
        if name == "si", let found = string {
          if takes(found.count) { strings.append(Self.text(found)) }
          string = nil
        }
      case .text(let range): if isInText { string?.append(contentsOf: reader.decoded(range)) }
      case .plain(let range): if isInText { string?.append(contentsOf: reader.plain(range)) }
      }
    }
  }

  private mutating func addSheet(_ bytes: [UInt8], _ part: String) {
    var sheet = Sheet(part: part)
    var reader = MarkupReader(bytes)
    var (row, column) = (-1, -1)
    var isShared = false
    var value: [UInt8] = []
    var isInValue = false
    while let event = reader.next() {
      switch event {
      case .open(let name, let attributes, let isEmpty):
        switch name {
        case "row":
          row = reader.attribute("r", in: attributes).flatMap(Self.number).map { $0 - 1 } ?? row + 1
          column = -1
        case "c":
          column += 1
          if let place = reader.attribute("r", in: attributes).flatMap(Self.place) {
            (column, row) = place
          }
          isShared = reader.attribute("t", in: attributes) == [UInt8(ascii: "s")]
          value = []
        case "v", "t", "f": isInValue = !isEmpty
        default: break
        }
      case .close(let name):
        switch name {
        case "v", "t": isInValue = false
        case "f":
          isInValue = false
          // A formula's text, and then what it came to.
          if !value.isEmpty { value.append(0x20) }
        case "c":
          guard !value.isEmpty, takes(value.count) else { break }
          value = Self.text(value)
          if isShared {
            guard let index = Self.number(value) else { break }
            sheet.cells.append(Cell(column: column, row: row, value: .shared(index)))
          } else {
            sheet.cells.append(Cell(column: column, row: row, value: .text(value)))
          }
        default: break
        }
      case .text(let range): if isInValue { value += reader.decoded(range) }
      case .plain(let range): if isInValue { value += reader.plain(range) }
      }
    }
    sheets.append(sheet)
  }

  /// The text of all sheets: rows as lines, cells with tabs between them.
  package func text(limit: Int) -> DocumentText {
    var text = DocumentText(limit: limit)
    var isShown = [Bool](repeating: false, count: strings.count)
    let titles = titles
    for sheet in sheets {
      let title = name(of: sheet, titles)
      var row: Int?
      for cell in sheet.cells {
        if let row, row != cell.row { text.append(0x0A) }
        row = cell.row
        text.begin(.cell(sheet: title, column: cell.column, row: cell.row))
        switch cell.value {
        case .text(let bytes): text.append(bytes)
        case .shared(let index):
          guard strings.indices.contains(index) else { break }
          text.append(strings[index])
          isShown[index] = true
        }
        text.append(0x09)
      }
      text.append(0x0A)
    }
    // What no cell shows was in one, and is still there.
    for (index, string) in strings.enumerated() where !isShown[index] {
      text.begin(.string(index + 1))
      text.append(string)
      text.append(0x0A)
    }
    return text
  }

  /// A string without what nobody sees, its escapes undone: `_x0037_` is a digit; ECMA-376, Part 1, 22.9.2.19.
  private static func text(_ string: [UInt8]) -> [UInt8] {
    let visible = OfficeText.visible(string)
    guard visible.contains(UInt8(ascii: "_")) else { return visible }
    var output: [UInt8] = []
    var place = 0
    while place < visible.count {
      let rest = visible[place...]
      if rest.starts(with: "_x".utf8), rest.count >= 7, rest[place + 6] == UInt8(ascii: "_"),
        let unit = UInt32(
          String(decoding: rest[(place + 2)..<(place + 6)], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(unit)
      {
        output += Array(String(Character(scalar)).utf8)
        place += 7
      } else {
        output.append(visible[place])
        place += 1
      }
    }
    return output
  }

  /// The titles of those sheets of which it is told which part they name, by that.
  private var titles: [String: String] {
    let named = names.compactMap { name in parts[name.id].map { ($0, name.title) } }
    return Dictionary(named) { first, _ in first }
  }

  /// A sheet's title.
  ///
  /// Where it is not told which part it names, parts are numbered as the workbook lists the sheets.
  private func name(of sheet: Sheet, _ titles: [String: String]) -> String {
    let file = Self.file(sheet.part)
    if let title = titles[file] { return title }
    let digits = file.drop { !$0.isNumber }.prefix { $0.isNumber }
    guard parts.isEmpty, let number = Int(digits), names.indices.contains(number - 1) else {
      return file.hasSuffix(".xml") ? String(file.dropLast(4)) : file
    }
    return names[number - 1].title
  }

  /// A row or the index of a string; nil for what no workbook has.
  private static func number(_ digits: [UInt8]) -> Int? {
    Int(String(decoding: digits, as: UTF8.self)).flatMap { (0...1 << 30).contains($0) ? $0 : nil }
  }

  /// Takes a place such as `B7` apart, into numbers from 0.
  private static func place(_ name: [UInt8]) -> (column: Int, row: Int)? {
    let letters = name.prefix { (0x41...0x5A).contains($0) }
    guard (1...3).contains(letters.count), let row = number(Array(name[letters.count...])), row > 0
    else { return nil }
    return (letters.reduce(0) { $0 * 26 + Int($1) - 64 } - 1, row - 1)
  }
}
