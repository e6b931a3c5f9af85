/// Character classes and escapes that stand for sets of bytes.
extension SyntaxParser {
  /// Reads a class after its opening bracket, through the closing one.
  mutating func characterClass() throws(PatternError) -> ByteSet {
    let start = offset
    var set = ByteSet()
    let isInverted = skip("^")
    var isFirst = true
    while true {
      guard let byte = peek else { throw error("missing ]", at: start - 1) }
      if byte == UInt8(ascii: "]"), !isFirst {
        advance()
        return isInverted ? set.inverted : set
      }
      isFirst = false
      if byte == UInt8(ascii: "["), peek(at: 1) == UInt8(ascii: ":") {
        set = set.union(try posixClass())
        continue
      }
      set = set.union(try classItem())
    }
  }

  /// One byte, one escape, or a range of bytes.
  private mutating func classItem() throws(PatternError) -> ByteSet {
    let start = offset
    let first = try classByteOrSet()
    // A `-` before the closing bracket stands for itself.
    guard peek == UInt8(ascii: "-"), let next = peek(at: 1), next != UInt8(ascii: "]") else {
      return first
    }
    guard let lower = first.onlyByte else { return first }
    advance()
    guard let upper = try classByteOrSet().onlyByte else {
      throw error("a range must end in a single character", at: start)
    }
    guard lower <= upper else { throw error("a range must ascend", at: start) }
    return ByteSet(lower...upper)
  }

  private mutating func classByteOrSet() throws(PatternError) -> ByteSet {
    guard let byte = peek else { throw error("missing ]") }
    if byte == UInt8(ascii: "\\") {
      let start = offset
      advance()
      return try escapedSet(from: start)
    }
    guard byte < 0x80 else {
      throw error("a class holds bytes; write characters outside ASCII as alternatives")
    }
    advance()
    return ByteSet(byte...byte)
  }

  /// What an escape stands for, after its backslash.
  mutating func escapedSet(from start: Int) throws(PatternError) -> ByteSet {
    guard let byte = peek else { throw error("a backslash at the end", at: start) }
    advance()
    switch byte {
    case UInt8(ascii: "d"): return .digits
    case UInt8(ascii: "D"): return ByteSet.digits.inverted
    case UInt8(ascii: "w"): return .word
    case UInt8(ascii: "W"): return ByteSet.word.inverted
    case UInt8(ascii: "s"): return .whitespace
    case UInt8(ascii: "S"): return ByteSet.whitespace.inverted
    case UInt8(ascii: "n"): return ByteSet(10...10)
    case UInt8(ascii: "t"): return ByteSet(9...9)
    case UInt8(ascii: "r"): return ByteSet(13...13)
    case UInt8(ascii: "f"): return ByteSet(12...12)
    case UInt8(ascii: "v"): return ByteSet(11...11)
    case UInt8(ascii: "a"): return ByteSet(7...7)
    case UInt8(ascii: "0"): return ByteSet(0...0)
    case UInt8(ascii: "x"): return try hexEscape(from: start)
    case _ where ByteSet.alphanumerics.contains(byte) || byte >= 0x80:
      throw error("unknown escape", at: start)
    default: return ByteSet(byte...byte)
    }
  }

  /// `\x7F` or `\x{7F}`.
  private mutating func hexEscape(from start: Int) throws(PatternError) -> ByteSet {
    var digits: [UInt8] = []
    if skip("{") {
      while let byte = peek, byte != UInt8(ascii: "}") {
        digits.append(byte)
        advance()
      }
      guard skip("}") else { throw error("missing }", at: start) }
    } else if let high = peek, let low = peek(at: 1) {
      digits = [high, low]
      advance(by: 2)
    }
    guard !digits.isEmpty, digits.count <= 8,
      let value = Int(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("\\x wants two hexadecimal digits, or any number in braces", at: start) }
    guard let byte = UInt8(exactly: value), byte < 0x80 || digits.count == 2 else {
      throw error("matching is over bytes: \\x{…} above 7F is not supported", at: start)
    }
    return ByteSet(byte...byte)
  }

  private mutating func posixClass() throws(PatternError) -> ByteSet {
    let start = offset
    advance(by: 2)
    let isInverted = skip("^")
    var name: [UInt8] = []
    while let byte = peek, ByteSet.letters.contains(byte) {
      name.append(byte)
      advance()
    }
    guard skip(":]"), let set = Self.posixClasses[String(decoding: name, as: UTF8.self)] else {
      throw error("unknown class", at: start)
    }
    return isInverted ? set.inverted : set
  }

  private static let posixClasses: [String: ByteSet] = [
    "alnum": .alphanumerics, "alpha": .letters, "ascii": ByteSet(0...127),
    "blank": ByteSet(9...9, 32...32), "cntrl": ByteSet(0...31, 127...127), "digit": .digits,
    "graph": ByteSet(33...126), "lower": .lowercase, "print": ByteSet(32...126),
    "punct": ByteSet(33...47, 58...64, 91...96, 123...126), "space": ByteSet(9...13, 32...32),
    "upper": .uppercase, "word": .word,
    "xdigit": .digits.union(ByteSet(65...70, 97...102)),
  ]
}

extension ByteSet {
  /// The set of a class's body, such as `A-Za-z0-9_-`; empty for an empty text.
  ///
  /// - Throws: ``PatternError`` with an offset into `[` + body + `]`.
  package init(classBody: String) throws(PatternError) {
    self = try SyntaxParser.parseClassBody(classBody)
  }

  fileprivate var onlyByte: UInt8? { count == 1 ? bytes[0] : nil }
}
