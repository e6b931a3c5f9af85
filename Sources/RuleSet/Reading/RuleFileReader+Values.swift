import PatternEngine

/// One method for each kind of value: nil when the key is absent or its value is noted as wrong.
extension RuleFileReader {
  /// A text of one line that is not empty.
  mutating func text(_ key: String, in table: TOMLTable) -> String? {
    guard let value = table[key] else { return nil }
    return text(value, named: key)
  }

  /// A list of texts of one line, none of them empty.
  mutating func texts(_ key: String, in table: TOMLTable) -> [String]? {
    guard let items = items(key, in: table) else { return nil }
    var texts: [String] = []
    for item in items {
      guard let text = text(item, named: key) else { continue }
      if texts.contains(text) { note(at: item, "`\(text)` stands twice in `\(key)`") }
      texts.append(text)
    }
    return texts
  }

  /// Words to look for near a match, in lower case since matching folds the case.
  mutating func words(_ key: String, in table: TOMLTable) -> [String]? {
    texts(key, in: table)?.map { word in
      String(decoding: word.utf8.map(\.asciiLowercased), as: UTF8.self)
    }
  }

  /// An address of a page; `none` is one without an address.
  mutating func page(_ key: String, in table: TOMLTable) -> String?? {
    guard let url = text(key, in: table) else { return nil }
    if url == "none" { return .some(nil) }
    guard url.hasPrefix("https://"), !url.utf8.contains(.space) else {
      note(at: table[key], "`\(key)` must be an https:// address, or \"none\"")
      return nil
    }
    return url
  }

  /// Addresses of pages, or texts short enough to be names of what everybody finds.
  mutating func references(_ key: String, in table: TOMLTable) -> [String]? {
    guard let value = table[key], let texts = texts(key, in: table) else { return nil }
    for text in texts {
      let isAddress = text.hasPrefix("https://") && !text.utf8.contains(.space)
      if !isAddress, text.utf8.count > 40 || text.contains("://") {
        note(at: value, "`\(key)` takes https:// addresses and names of at most 40 bytes")
      }
    }
    return texts
  }

  /// Examples: texts of any number of lines with key templates.
  mutating func examples(_ key: String, in table: TOMLTable) -> [String]? {
    guard let items = items(key, in: table) else { return nil }
    if items.isEmpty { note(at: table[key], "`\(key)` is empty: one at least is needed") }
    return strings(key, in: table)
  }

  mutating func integer(
    _ key: String, in table: TOMLTable, from range: ClosedRange<Int64>
  ) -> Int? {
    guard let value = table[key] else { return nil }
    guard case .integer(let number) = value.content, range.contains(number) else {
      note(
        at: value, "`\(key)` must be an integer from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return Int(number)
  }

  mutating func number(
    _ key: String, in table: TOMLTable, from range: ClosedRange<Double>
  ) -> Double? {
    guard let value = table[key] else { return nil }
    switch value.content {
    case .float(let number) where range.contains(number): return number
    case .integer(let number) where range.contains(Double(number)): return Double(number)
    default:
      note(
        at: value, "`\(key)` must be a number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
  }

  mutating func boolean(_ key: String, in table: TOMLTable) -> Bool? {
    guard let value = table[key] else { return nil }
    guard case .boolean(let boolean) = value.content else {
      note(at: value, "`\(key)` must be true or false, not \(value.kind)")
      return nil
    }
    return boolean
  }

  /// A word of a fixed set.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String, in table: TOMLTable, of type: Word.Type
  ) -> Word? where Word.RawValue == String {
    guard let value = table[key] else { return nil }
    guard let text = text(value, named: key) else { return nil }
    return word(text, at: value, named: key, of: type)
  }

  /// A list of words of a fixed set.
  mutating func words<Word: RawRepresentable & CaseIterable>(
    _ key: String, in table: TOMLTable, of type: Word.Type
  ) -> [Word]? where Word.RawValue == String {
    texts(key, in: table)?.compactMap { word($0, at: table[key], named: key, of: type) }
  }

  /// The tables of an array of tables.
  mutating func tables(
    _ value: TOMLValue, named name: String
  ) -> [(table: TOMLTable, position: TOMLPosition)] {
    guard case .array(let items) = value.content else {
      note(at: value, "`\(name)` must be an array of tables: write [[\(name)]]")
      return []
    }
    var tables: [(table: TOMLTable, position: TOMLPosition)] = []
    for item in items {
      guard case .table(let table) = item.content else {
        note(at: item, "`\(name)` takes tables, not \(item.kind)")
        continue
      }
      tables.append((table, item.position))
    }
    return tables
  }

  /// Notes when a key is not there; a value that is wrong has been noted already.
  mutating func required<Value>(
    _ value: Value?, _ key: String, in table: TOMLTable, at position: TOMLPosition
  ) -> Value? {
    if table[key] == nil { note(at: position, "`\(key)` is missing") }
    return value
  }

  // MARK: Items

  /// The items of what must be an array of strings, before they are looked at.
  mutating func items(_ key: String, in table: TOMLTable) -> [TOMLValue]? {
    guard let value = table[key] else { return nil }
    if case .array(let items) = value.content { return items }
    note(at: value, "`\(key)` must be an array of strings, not \(value.kind)")
    return nil
  }

  private mutating func text(_ value: TOMLValue, named key: String) -> String? {
    guard case .string(let text) = value.content else {
      note(at: value, "`\(key)` takes strings, not \(value.kind)")
      return nil
    }
    guard !text.utf8.allSatisfy({ $0 == .space }) else {
      note(at: value, "`\(key)` must not be empty")
      return nil
    }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      note(at: value, "`\(key)` must not hold line ends or control characters")
      return nil
    }
    return text
  }

  private mutating func word<Word: RawRepresentable & CaseIterable>(
    _ text: String, at value: TOMLValue?, named key: String, of type: Word.Type
  ) -> Word? where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let known = Word.allCases.map(\.rawValue)
    let hint = Spelling.hint(for: text, among: known)
    note(at: value, "`\(key)` knows \(known.joined(separator: ", ")), not `\(text)`\(hint)")
    return nil
  }
}
