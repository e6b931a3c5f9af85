/// The tables of a document while it is read; knows which of them may still grow, and how.
struct TOMLDocument {
  /// Every table so far; 0 is the root.
  private var tables = [Table(position: TOMLPosition(line: 1, column: 1), origin: .header)]
  /// The table that the last header opened.
  private var current = 0
  /// Number of headers so far: what a dotted key makes can grow only up to the next one.
  private var section = 0

  private struct Table {
    var position: TOMLPosition
    var origin: Origin
    /// The keys; a value of a key in `children` is a stand-in.
    var entries = TOMLTable()
    /// The entries that are tables or arrays of tables, by their offset.
    var children: [Int: Child] = [:]
  }

  private enum Child {
    case table(Int)
    case tables([Int])
  }

  /// What brought a table about.
  private enum Origin {
    /// Its own header.
    case header
    /// The header of a table inside it; its own may follow.
    case innerHeader
    /// A dotted key under the header with this number.
    case dottedKey(section: Int)
  }

  // MARK: Statements

  /// Puts a value under a key of the current table.
  mutating func insert(_ value: TOMLValue, under keys: [TOMLParser.Key]) throws(TOMLError) {
    guard let last = keys.last else { return }
    var table = current
    for key in keys.dropLast() { table = try enterByDottedKey(key, from: table) }
    guard tables[table].entries.offset(of: last.text) == nil else { throw redefinition(of: last) }
    tables[table].entries.append(
      TOMLTable.Entry(key: last.text, position: last.position, value: value))
  }

  /// Opens the table of a header `[a.b]`.
  mutating func openTable(
    _ keys: [TOMLParser.Key], at position: TOMLPosition
  ) throws(TOMLError) {
    section += 1
    guard let last = keys.last else { return }
    let parent = try enterByHeader(keys.dropLast())
    guard let offset = tables[parent].entries.offset(of: last.text) else {
      current = addTable(last, to: parent, at: position, origin: .header)
      return
    }
    guard case .table(let existing) = tables[parent].children[offset],
      case .innerHeader = tables[existing].origin
    else { throw redefinition(of: last) }
    tables[existing].origin = .header
    tables[existing].position = position
    current = existing
  }

  /// Opens a new element of the array of a header `[[a.b]]`.
  mutating func openArrayElement(
    _ keys: [TOMLParser.Key], at position: TOMLPosition
  ) throws(TOMLError) {
    section += 1
    guard let last = keys.last else { return }
    let parent = try enterByHeader(keys.dropLast())
    let element = tables.count
    if let offset = tables[parent].entries.offset(of: last.text) {
      guard case .tables(var elements) = tables[parent].children[offset] else {
        throw redefinition(of: last)
      }
      // Without this, the array is shared and copied for every element.
      tables[parent].children[offset] = nil
      elements.append(element)
      tables[parent].children[offset] = .tables(elements)
    } else {
      addEntry(last, to: parent, at: position, child: .tables([element]))
    }
    tables.append(Table(position: position, origin: .header))
    current = element
  }

  /// The root table with everything in it.
  func finish() -> TOMLTable { finish(0) }

  // MARK: Ways into tables

  private mutating func enterByHeader(
    _ keys: ArraySlice<TOMLParser.Key>
  ) throws(TOMLError) -> Int {
    var table = 0
    for key in keys {
      guard let offset = tables[table].entries.offset(of: key.text) else {
        table = addTable(key, to: table, at: key.position, origin: .innerHeader)
        continue
      }
      switch tables[table].children[offset] {
      case .table(let inner): table = inner
      case .tables(let elements): table = elements[elements.count - 1]
      case nil: throw TOMLError(at: key.position, "`\(key.text)` is a value, not a table")
      }
    }
    return table
  }

  private mutating func enterByDottedKey(
    _ key: TOMLParser.Key, from table: Int
  ) throws(TOMLError) -> Int {
    let origin = Origin.dottedKey(section: section)
    guard let offset = tables[table].entries.offset(of: key.text) else {
      return addTable(key, to: table, at: key.position, origin: origin)
    }
    guard case .table(let inner) = tables[table].children[offset] else {
      throw TOMLError(at: key.position, "`\(key.text)` is not a table that a key can add to")
    }
    switch tables[inner].origin {
    case .innerHeader:
      tables[inner].origin = origin
    case .dottedKey(let origin) where origin == section:
      break
    case .header, .dottedKey:
      throw TOMLError(at: key.position, "the table `\(key.text)` is complete already")
    }
    return inner
  }

  // MARK: The tree

  private mutating func addTable(
    _ key: TOMLParser.Key, to parent: Int, at position: TOMLPosition, origin: Origin
  ) -> Int {
    let table = tables.count
    addEntry(key, to: parent, at: position, child: .table(table))
    tables.append(Table(position: position, origin: origin))
    return table
  }

  private mutating func addEntry(
    _ key: TOMLParser.Key, to parent: Int, at position: TOMLPosition, child: Child
  ) {
    tables[parent].children[tables[parent].entries.entries.count] = child
    tables[parent].entries.append(
      TOMLTable.Entry(
        key: key.text, position: key.position, value: TOMLValue(.array([]), at: position)))
  }

  // Not deeper than TOMLParser.deepestNesting, the longest key.
  private func finish(_ number: Int) -> TOMLTable {
    let table = tables[number]
    guard !table.children.isEmpty else { return table.entries }
    var entries = table.entries
    for (offset, child) in table.children {
      switch child {
      case .table(let inner):
        entries.entries[offset].value =
          TOMLValue(.table(finish(inner)), at: tables[inner].position)
      case .tables(let elements):
        let values = elements.map {
          TOMLValue(.table(finish($0)), at: tables[$0].position)
        }
        entries.entries[offset].value.content = .array(values)
      }
    }
    return entries
  }

  private func redefinition(of key: TOMLParser.Key) -> TOMLError {
    TOMLError(at: key.position, "`\(key.text)` is defined a second time")
  }
}
