/// Reads JSON (RFC 8259), and settings with comments in them.
struct JSONTreeParser {
  /// Deeper values are not read.
  private static let mostDepth = 256

  private let text: [UInt8]
  private let isLenient: Bool
  private var position = 0

  init(_ text: [UInt8], isLenient: Bool) {
    self.text = text
    self.isLenient = isLenient
  }

  mutating func document() throws(JSONTree.Failure) -> JSONTree.Node {
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    try skipBlanks()
    let root = try value(depth: 0)
    try skipBlanks()
    guard position == text.count else { throw failure("the end is expected here") }
    return root
  }

  private func failure(_ message: String) -> JSONTree.Failure {
    JSONTree.Failure(
      line: 1 + text[..<min(position, text.count)].count { $0 == 10 }, message: message)
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private func isNext(_ character: Unicode.Scalar) -> Bool { next == UInt8(ascii: character) }

  private mutating func skipBlanks() throws(JSONTree.Failure) {
    while let byte = next {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        position += 1
      } else if isLenient, byte == UInt8(ascii: "/") {
        try skipComment()
      } else {
        return
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
        position += 1
      }
      guard position + 1 < text.count else { throw failure("a comment has no end") }
      position += 2
    } else {
      throw failure("a value is expected")
    }
  }

  private mutating func value(depth: Int) throws(JSONTree.Failure) -> JSONTree.Node {
    guard depth < Self.mostDepth else { throw failure("values are nested too deep") }
    let start = position
    let kind: JSONTree.Node.Kind
    switch next {
    case UInt8(ascii: "{"): kind = .object(try members(depth: depth + 1))
    case UInt8(ascii: "["): kind = .array(try elements(depth: depth + 1))
    case UInt8(ascii: "\""): kind = .string(try string())
    default:
      try skipScalar()
      kind = .scalar
    }
    return JSONTree.Node(kind: kind, range: start..<position)
  }

  private mutating func skipScalar() throws(JSONTree.Failure) {
    let start = position
    while let byte = next, byte > 0x20, !",]}/".utf8.contains(byte) { position += 1 }
    let word = String(decoding: text[start..<position], as: UTF8.self)
    let isNumber =
      word.utf8.first.map { $0 == 0x2D || (0x30...0x39).contains($0) } == true
      && Double(word)?.isFinite == true
    guard isNumber || ["true", "false", "null"].contains(word) else {
      position = start
      throw failure("a value is expected")
    }
  }

  private mutating func members(depth: Int) throws(JSONTree.Failure) -> [JSONTree.Member] {
    var members: [JSONTree.Member] = []
    try each(until: "}") { parser throws(JSONTree.Failure) in
      guard parser.isNext("\"") else { throw parser.failure("a name in quotes is expected") }
      let start = parser.position
      let name = try parser.string()
      try parser.skipBlanks()
      guard parser.isNext(":") else { throw parser.failure("a colon is expected") }
      parser.position += 1
      try parser.skipBlanks()
      members.append(
        JSONTree.Member(name: name, start: start, value: try parser.value(depth: depth)))
    }
    return members
  }

  private mutating func elements(depth: Int) throws(JSONTree.Failure) -> [JSONTree.Node] {
    var elements: [JSONTree.Node] = []
    try each(until: "]") { parser throws(JSONTree.Failure) in
      elements.append(try parser.value(depth: depth))
    }
    return elements
  }

  /// Reads what stands between brackets, with commas between.
  private mutating func each(
    until end: Unicode.Scalar, _ item: (inout Self) throws(JSONTree.Failure) -> Void
  ) throws(JSONTree.Failure) {
    position += 1
    try skipBlanks()
    var mayEnd = true
    while !isNext(end) || !mayEnd {
      try item(&self)
      try skipBlanks()
      mayEnd = true
      guard isNext(",") else { break }
      position += 1
      try skipBlanks()
      mayEnd = isLenient
    }
    guard isNext(end) else { throw failure("a comma or \(end) is expected") }
    position += 1
  }

  private mutating func string() throws(JSONTree.Failure) -> String {
    position += 1
    var bytes: [UInt8] = []
    while let byte = next, byte >= 0x20 {
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") { bytes += try escaped() } else { bytes.append(byte) }
    }
    throw failure("a string has no end in its line")
  }

  private mutating func escaped() throws(JSONTree.Failure) -> [UInt8] {
    guard let byte = next else { throw failure("a string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var units = [try unit()]
      // Beyond the basic plane, two escapes make a character.
      if UTF16.isLeadSurrogate(units[0]), text[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try unit())
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default: throw failure("there is no such escape in JSON")
    }
  }

  private mutating func unit() throws(JSONTree.Failure) -> UInt16 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4,
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw failure("\\u wants four hexadecimal digits") }
    position += 4
    return unit
  }
}
