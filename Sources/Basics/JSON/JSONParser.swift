/// Reads JSON (RFC 8259), and settings with comments in them, into records.
struct JSONParser {
  /// Deeper values are not read.
  private static let mostDepth = 256
  /// Offsets are kept as numbers of four bytes.
  private static let longest = Int(UInt32.max) - 1

  let text: [UInt8]
  private let isLenient: Bool
  private(set) var records: [JSONTree.Record] = []
  var position = 0
  private var line: UInt32 = 1

  init(_ text: [UInt8], _ dialect: JSONTree.Dialect) {
    self.text = text
    isLenient = dialect == .settings
  }

  /// Reads a text that holds one value; after a failure the records are those of what was read.
  mutating func readDocument() throws(JSONTree.Failure) {
    guard text.count <= Self.longest else { throw failure("the text is longer than 4 GiB") }
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipBlanks()
    try readValue(depth: 0)
    try skipBlanks()
    guard position == text.count else { throw failure("the end is expected here") }
  }

  func failure(_ message: String) -> JSONTree.Failure {
    JSONTree.Failure(line: Int(line), message: message)
  }

  var next: UInt8? { position < text.count ? text[position] : nil }

  private func isNext(_ character: Unicode.Scalar) -> Bool { next == UInt8(ascii: character) }

  // MARK: Blanks

  private mutating func skipBlanks() throws(JSONTree.Failure) {
    while position < text.count {
      let byte = text[position]
      guard byte <= 0x20 || isLenient else { return }
      switch byte {
      case 0x20, 0x09, 0x0D: position += 1
      case 0x0A:
        position += 1
        line &+= 1
      case UInt8(ascii: "/") where isLenient: try skipComment()
      default: return
      }
    }
  }

  private mutating func skipComment() throws(JSONTree.Failure) {
    let rest = text[position...]
    if rest.starts(with: "//".utf8) {
      position = rest.firstIndex(of: 10) ?? text.count
    } else if rest.starts(with: "/*".utf8) {
      position += 2
      while position + 1 < text.count,
        text[position] != UInt8(ascii: "*") || text[position + 1] != UInt8(ascii: "/")
      {
        if text[position] == 10 { line &+= 1 }
        position += 1
      }
      guard position + 1 < text.count else { throw failure("a comment has no end") }
      position += 2
    } else {
      throw failure("a value is expected")
    }
  }

  // MARK: Values

  private mutating func readValue(depth: Int) throws(JSONTree.Failure) {
    guard depth < Self.mostDepth else { throw failure("values are nested too deep") }
    switch next {
    case UInt8(ascii: "{"): try readContainer(.object, depth: depth)
    case UInt8(ascii: "["): try readContainer(.array, depth: depth)
    case UInt8(ascii: "\""): try readString(.string)
    default: try readScalar()
    }
  }

  mutating func add(_ kind: JSONTree.Kind, from start: Int, hasEscapes: Bool = false) {
    records.append(
      JSONTree.Record(
        kind: kind, hasEscapes: hasEscapes, line: line, start: UInt32(start),
        end: UInt32(position), next: UInt32(records.count + 1)))
  }

  /// Reads what stands between brackets, with commas between.
  private mutating func readContainer(
    _ kind: JSONTree.Kind, depth: Int
  ) throws(JSONTree.Failure) {
    let index = records.count
    let end = UInt8(ascii: kind == .object ? "}" : "]")
    position += 1
    add(kind, from: position - 1)
    // Also of one that breaks off.
    defer {
      records[index].end = UInt32(position)
      records[index].next = UInt32(records.count)
    }
    try skipBlanks()
    var mayEnd = true
    while next != end || !mayEnd {
      if kind == .object { try readName() }
      try readValue(depth: depth + 1)
      try skipBlanks()
      mayEnd = true
      guard isNext(",") else { break }
      position += 1
      try skipBlanks()
      mayEnd = isLenient
    }
    guard next == end else { throw failure("a comma or \(Unicode.Scalar(end)) is expected") }
    position += 1
  }

  private mutating func readName() throws(JSONTree.Failure) {
    guard isNext("\"") else { throw failure("a name in quotes is expected") }
    try readString(.name)
    try skipBlanks()
    guard isNext(":") else { throw failure("a colon is expected") }
    position += 1
    try skipBlanks()
  }

  private mutating func readScalar() throws(JSONTree.Failure) {
    let start = position
    while let byte = next, byte > 0x20, !Self.endsScalar(byte) { position += 1 }
    let kind: JSONTree.Kind
    switch text[start..<position] {
    case let word where word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8):
      kind = .boolean
    case let word where word.elementsEqual("null".utf8): kind = .null
    case let word where Self.isNumber(word): kind = .number
    default:
      position = start
      throw failure("a value is expected")
    }
    add(kind, from: start)
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case ",", "]", "}", "/": true
    default: false
    }
  }

  /// Whether a word is a number as RFC 8259, section 6, has them.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    var rest = word
    func skipDigits() -> Int {
      let digits = rest.prefix { (0x30...0x39).contains($0) }.count
      rest = rest.dropFirst(digits)
      return digits
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let digits = skipDigits()
    guard digits > 0, digits == 1 || !startsWithZero else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard skipDigits() > 0 else { return false }
    }
    if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
      guard skipDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
