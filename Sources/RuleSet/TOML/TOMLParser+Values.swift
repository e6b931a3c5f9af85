extension TOMLParser {
  /// Reads a value of any kind.
  mutating func parseValue() throws(TOMLError) -> TOMLValue {
    let start = position
    switch peek() {
    case let delimiter? where delimiter == .quote || delimiter == .apostrophe:
      let string =
        isAhead(delimiter, count: 3)
        ? try parseMultilineString(delimiter) : try parseLineString(delimiter)
      return TOMLValue(.string(string.text), at: start, textPosition: string.verbatimFrom)
    case .openBracket:
      return TOMLValue(.array(try parseArray()), at: start)
    case .openBrace:
      return TOMLValue(.table(try parseInlineTable()), at: start)
    default:
      return TOMLValue(try parseScalarValue(), at: start)
    }
  }

  private mutating func enter() throws(TOMLError) {
    guard depth < Self.deepestNesting else { throw error("values are nested too deeply") }
    depth += 1
  }

  private mutating func parseArray() throws(TOMLError) -> [TOMLValue] {
    try enter()
    index += 1
    var items: [TOMLValue] = []
    try skipBlank()
    while peek() != .closeBracket {
      items.append(try parseValue())
      try skipBlank()
      guard peek() == .comma else { break }
      index += 1
      try skipBlank()
    }
    try expect(.closeBracket, "expected `,` or `]` in an array")
    depth -= 1
    return items
  }

  /// Reads `{ a = 1, b.c = 2 }`, which TOML 1.0 keeps on one line and without a last comma.
  private mutating func parseInlineTable() throws(TOMLError) -> TOMLTable {
    try enter()
    index += 1
    var document = TOMLDocument()
    skipSpaces()
    if peek() != .closeBrace {
      while true {
        let keys = try parseKeys()
        try expect(.equals, "expected `=` after a key")
        skipSpaces()
        try document.insert(try parseValue(), under: keys)
        skipSpaces()
        guard peek() == .comma else { break }
        index += 1
        skipSpaces()
      }
    }
    try expect(.closeBrace, "expected `,` or `}` in an inline table")
    depth -= 1
    return document.finish()
  }

  /// Reads a boolean, a number, a date or a time.
  private mutating func parseScalarValue() throws(TOMLError) -> TOMLValue.Content {
    let first = index
    while index < bytes.count, bytes[index].isScalarValue { index += 1 }
    // A space may part a date and its time.
    if index - first == 10, index + 1 < bytes.count, bytes[index] == .space,
      bytes[first + 4] == UInt8(ascii: "-"), bytes[index + 1].isDigit
    {
      index += 1
      while index < bytes.count, bytes[index].isScalarValue { index += 1 }
    }
    guard index > first else { throw error("expected a value\(butFound())") }
    let token = bytes[first..<index]
    if token.elementsEqual("true".utf8) { return .boolean(true) }
    if token.elementsEqual("false".utf8) { return .boolean(false) }
    if let number = try TOMLNumber.parse(token, at: position(of: first)) { return number }
    if TOMLDateTime.isValid(token) { return .dateTime(text(first..<index)) }
    // A key that somebody forgot to quote is not repeated: of a part of it nobody sees what it is.
    throw TOMLError(at: position(of: first), "this is no value: strings need quotes")
  }
}

extension UInt8 {
  var isDigit: Bool { 0x30...0x39 ~= self }

  /// Whether the byte may stand in a boolean, a number, a date or a time.
  fileprivate var isScalarValue: Bool {
    isBareKey || self == .dot || self == UInt8(ascii: "+") || self == UInt8(ascii: ":")
  }
}
