/// Reads TOML 1.0.0 (https://toml.io/en/v1.0.0), the whole language.
///
/// One pass over the bytes with an index. Nesting is bounded, so no input exhausts the stack.
package struct TOMLParser {
  let bytes: [UInt8]
  /// Offset of the next byte to read.
  var index = 0
  private var line = 1
  private var lineStart = 0
  /// How many arrays and inline tables are open.
  var depth = 0

  /// The deepest nesting of tables and arrays that is read.
  static let deepestNesting = 128

  /// Reads a document.
  ///
  /// - Parameter bytes: The document; a UTF-8 byte order mark at its start is skipped.
  /// - Returns: The root table.
  /// - Throws: The first error; a document with errors has no meaning.
  package static func parse(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
    var parser = TOMLParser(bytes: bytes)
    try parser.checkUTF8()
    return try parser.parseDocument()
  }

  /// Refuses a document that is not UTF-8, at the first byte that is not.
  private func checkUTF8() throws(TOMLError) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var count = 0
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { count += scalar.count }
    let read = bytes[..<count]
    let lineStart = read.lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
    throw TOMLError(
      at: TOMLPosition(
        line: read.count { $0 == .lineFeed } + 1, column: count - lineStart + 1),
      "the text is not UTF-8")
  }

  private mutating func parseDocument() throws(TOMLError) -> TOMLTable {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    var document = TOMLDocument()
    while true {
      skipSpaces()
      guard let byte = peek() else { break }
      switch byte {
      case .lineFeed, .carriageReturn, .hash:
        break
      case .openBracket:
        try parseHeader(into: &document)
      default:
        let keys = try parseKeys()
        try expect(.equals, "expected `=` after a key")
        skipSpaces()
        try document.insert(try parseValue(), under: keys)
      }
      try parseEndOfLine()
    }
    return document.finish()
  }

  /// Reads `[a.b]` or `[[a.b]]`.
  private mutating func parseHeader(into document: inout TOMLDocument) throws(TOMLError) {
    let start = position
    index += 1
    let isArray = peek() == .openBracket
    if isArray { index += 1 }
    skipSpaces()
    let keys = try parseKeys()
    try expect(.closeBracket, "expected `]` after the name of a table")
    if isArray {
      // No space may part the two brackets.
      guard peek() == .closeBracket else {
        throw error("expected `]]` after the name of an array of tables")
      }
      index += 1
      try document.openArrayElement(keys, at: start)
    } else {
      try document.openTable(keys, at: start)
    }
  }

  // MARK: Keys

  /// A part of a key.
  struct Key {
    var text: String
    var position: TOMLPosition
  }

  /// Reads a key with its dotted parts, and the spaces after it.
  mutating func parseKeys() throws(TOMLError) -> [Key] {
    var keys = [try parseKey()]
    skipSpaces()
    while peek() == .dot {
      index += 1
      skipSpaces()
      keys.append(try parseKey())
      guard keys.count < Self.deepestNesting else { throw error("tables are nested too deeply") }
      skipSpaces()
    }
    return keys
  }

  private mutating func parseKey() throws(TOMLError) -> Key {
    let start = position
    switch peek() {
    case let delimiter? where delimiter == .quote || delimiter == .apostrophe:
      guard !isAhead(delimiter, count: 3) else { throw error("a key takes a single line") }
      return Key(text: try parseLineString(delimiter).text, position: start)
    default:
      let first = index
      while index < bytes.count, bytes[index].isBareKey { index += 1 }
      guard index > first else { throw error("expected a key\(butFound())") }
      return Key(text: text(first..<index), position: start)
    }
  }

  // MARK: Reading bytes

  /// The place of the next byte.
  var position: TOMLPosition { position(of: index) }

  /// The place of a byte on the line being read.
  func position(of offset: Int) -> TOMLPosition {
    TOMLPosition(line: line, column: offset - lineStart + 1)
  }

  /// An error at the next byte.
  func error(_ message: String) -> TOMLError { TOMLError(at: position, message) }

  func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Returns whether the next bytes are all the same, at least this many.
  func isAhead(_ byte: UInt8, count: Int) -> Bool {
    index + count <= bytes.count && bytes[index..<index + count].allSatisfy { $0 == byte }
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  mutating func expect(_ byte: UInt8, _ message: String) throws(TOMLError) {
    guard peek() == byte else { throw error(message + butFound()) }
    index += 1
  }

  /// Returns what stands at the index instead of what was expected.
  func butFound() -> String {
    guard let byte = peek() else { return ", but the file ends" }
    switch byte {
    case .lineFeed, .carriageReturn: return ", but the line ends"
    case 0x21...0x7E: return ", found `\(String(UnicodeScalar(byte)))`"
    default: return ""
    }
  }

  mutating func skipSpaces() {
    while index < bytes.count, bytes[index] == .space || bytes[index] == .tab { index += 1 }
  }

  /// Steps over a line feed at the index.
  mutating func passLineFeed() {
    index += 1
    line += 1
    lineStart = index
  }

  /// Steps over a line's end, if one is there.
  mutating func skipNewline() -> Bool {
    if peek() == .carriageReturn, index + 1 < bytes.count, bytes[index + 1] == .lineFeed {
      index += 1
    }
    guard peek() == .lineFeed else { return false }
    passLineFeed()
    return true
  }

  /// Reads what may follow a statement: spaces, a comment, and the line's end.
  private mutating func parseEndOfLine() throws(TOMLError) {
    skipSpaces()
    try skipComment()
    guard index < bytes.count else { return }
    guard skipNewline() else { throw error("expected the end of the line\(butFound())") }
  }

  mutating func skipComment() throws(TOMLError) {
    guard peek() == .hash else { return }
    while index < bytes.count, bytes[index] != .lineFeed {
      let byte = bytes[index]
      if byte.isForbiddenControl {
        // A carriage return is part of the line's end, and nothing else.
        let endsLine =
          byte == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
        if endsLine { return }
        throw error("a comment must not hold control characters")
      }
      index += 1
    }
  }

  /// Skips spaces, line ends and comments, as arrays allow them between their items.
  mutating func skipBlank() throws(TOMLError) {
    repeat {
      skipSpaces()
      try skipComment()
    } while skipNewline()
  }
}

extension UInt8 {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let quote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let apostrophe = UInt8(ascii: "'")
  static let comma = UInt8(ascii: ",")
  static let dot = UInt8(ascii: ".")
  static let equals = UInt8(ascii: "=")
  static let openBracket = UInt8(ascii: "[")
  static let closeBracket = UInt8(ascii: "]")
  static let backslash = UInt8(ascii: "\\")
  static let underscore = UInt8(ascii: "_")
  static let openBrace = UInt8(ascii: "{")
  static let closeBrace = UInt8(ascii: "}")

  /// Whether the byte may stand in a key without quotes: `A-Za-z0-9_-`.
  var isBareKey: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, .underscore, 0x2D: true
    default: false
    }
  }

  /// Whether the byte is a control character that TOML allows in no string or comment.
  var isForbiddenControl: Bool { self < 0x20 && self != .tab || self == 0x7F }
}
