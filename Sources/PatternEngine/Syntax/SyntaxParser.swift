/// Reads a regular expression into a ``Syntax`` tree.
///
/// The grammar is RE2's; flags `i`, `m`, `s`, `U` and groups with names are understood. Matching is
/// over bytes: a character outside ASCII stands for its UTF-8 bytes, and is refused inside a class.
struct SyntaxParser {
  /// Most repetitions that `{n,m}` may ask for.
  static let repeatLimit = 5_000
  /// Deepest nesting of groups; keeps the recursion bounded on hostile input.
  static let depthLimit = 200

  private let text: [UInt8]
  private var position = 0
  private var flags = Flags()
  private var groupCount = 0
  private var depth = 0

  struct Flags {
    var foldsCase = false
    var isMultiline = false
    var dotMatchesNewline = false
    var swapsGreed = false
  }

  private init(_ text: [UInt8]) { self.text = text }

  /// The tree of an expression and the number of its capture groups.
  static func parse(_ regex: String) throws(PatternError) -> (syntax: Syntax, groups: Int) {
    var parser = SyntaxParser(Array(regex.utf8))
    let syntax = try parser.alternation()
    guard parser.atEnd else { throw parser.error("unmatched )") }
    return (syntax, parser.groupCount)
  }

  /// The set that the body of a character class stands for, such as `A-Za-z0-9_-`.
  static func parseClassBody(_ body: String) throws(PatternError) -> ByteSet {
    guard !body.isEmpty else { return ByteSet() }
    var parser = SyntaxParser(Array("[\(body)]".utf8))
    parser.position = 1
    let set = try parser.characterClass()
    guard parser.atEnd else { throw parser.error("unexpected ] in a character class") }
    return set
  }

  // MARK: Grammar

  private mutating func alternation() throws(PatternError) -> Syntax {
    var choices: [Syntax] = [try sequence()]
    while skip("|") { choices.append(try sequence()) }
    return choices.count == 1 ? choices[0] : .alternation(choices)
  }

  private mutating func sequence() throws(PatternError) -> Syntax {
    var parts: [Syntax] = []
    while let byte = peek, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let start = position
      if byte == UInt8(ascii: "\\"), skip("\\Q") {
        parts += quoted()
        // A repetition after the quotation is one of its last byte.
        guard let last = parts.popLast() else { continue }
        parts.append(try repeated(last, from: start))
        continue
      }
      let part = try atom()
      parts.append(try repeated(part, from: start))
    }
    switch parts.count {
    case 0: return .empty
    case 1: return parts[0]
    default: return .sequence(parts)
    }
  }

  private mutating func repeated(_ part: Syntax, from start: Int) throws(PatternError) -> Syntax {
    guard let bounds = try repetitionBounds() else { return part }
    let isLazy = skip("?")
    if try repetitionBounds() != nil {
      throw error("a repetition of a repetition; write (?:…) around the inner one", at: start)
    }
    return .repetition(
      part, min: bounds.min, max: bounds.max, isGreedy: isLazy == flags.swapsGreed)
  }

  private mutating func repetitionBounds() throws(PatternError) -> (min: Int, max: Int?)? {
    guard let byte = peek, Self.repeats.contains(byte) else { return nil }
    if skip("*") { return (0, nil) }
    if skip("+") { return (1, nil) }
    if skip("?") { return (0, 1) }
    let start = position
    guard skip("{") else { return nil }
    // As in RE2, a brace that does not begin a count stands for itself.
    guard let min = number() else {
      position = start
      return nil
    }
    var max: Int? = min
    if skip(",") { max = number() }
    guard skip("}") else {
      position = start
      return nil
    }
    if min > Self.repeatLimit || (max ?? 0) > Self.repeatLimit {
      throw error("repetition of more than \(Self.repeatLimit)", at: start)
    }
    if let max, max < min {
      throw error("repetition {\(min),\(max)} ends before it begins", at: start)
    }
    return (min, max)
  }

  /// What a repetition can begin with.
  private static let repeats = ByteSet(
    UInt8(ascii: "*")...UInt8(ascii: "+"), UInt8(ascii: "?")...UInt8(ascii: "?"),
    UInt8(ascii: "{")...UInt8(ascii: "{"))

  private mutating func atom() throws(PatternError) -> Syntax {
    let start = position
    let byte = text[position]
    position += 1
    switch byte {
    case UInt8(ascii: "("): return try group(from: start)
    case UInt8(ascii: "["): return .set(try folded(characterClass()))
    case UInt8(ascii: "."):
      return .set(flags.dotMatchesNewline ? .all : ByteSet(10...10).inverted)
    case UInt8(ascii: "^"): return .assertion(flags.isMultiline ? .lineStart : .textStart)
    case UInt8(ascii: "$"): return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
      throw error("nothing to repeat", at: start)
    case UInt8(ascii: "{"):
      position = start
      if try repetitionBounds() != nil { throw error("nothing to repeat", at: start) }
      position = start + 1
      return .set(ByteSet(byte...byte))
    case UInt8(ascii: "\\"): return try escape(from: start)
    default:
      guard byte >= 0x80 else { return .set(try folded(ByteSet(byte...byte))) }
      // One atom per character, so that a repetition applies to all of its bytes.
      var bytes: [Syntax] = [.set(ByteSet(byte...byte))]
      while let next = peek, next & 0xC0 == 0x80 {
        bytes.append(.set(ByteSet(next...next)))
        position += 1
      }
      return .sequence(bytes)
    }
  }

  private mutating func group(from start: Int) throws(PatternError) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw error("groups nested too deeply", at: start) }
    let outer = flags
    var index: Int?
    if skip("?") {
      if skip("=") || skip("!") || skip("<=") || skip("<!") {
        throw error(
          "look-around is not supported; use not_before and not_after for the neighbouring bytes",
          at: start)
      }
      if skip("P<") || skip("<") {
        guard skipName() else {
          throw error("a group name must be letters, digits and _", at: start)
        }
        groupCount += 1
        index = groupCount
      } else if try groupFlags(from: start) {
        // (?i) holds to the end of the enclosing group, whose own flags return after it.
        return .empty
      }
    } else {
      groupCount += 1
      index = groupCount
    }
    let body = try alternation()
    guard skip(")") else { throw error("missing )", at: start) }
    flags = outer
    return index.map { .group(body, index: $0) } ?? body
  }

  /// Reads `i`, `-s`, … up to `:` or `)`; whether the group has ended.
  private mutating func groupFlags(from start: Int) throws(PatternError) -> Bool {
    var value = true
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "i"): flags.foldsCase = value
      case UInt8(ascii: "m"): flags.isMultiline = value
      case UInt8(ascii: "s"): flags.dotMatchesNewline = value
      case UInt8(ascii: "U"): flags.swapsGreed = value
      case UInt8(ascii: "-") where value: value = false
      case UInt8(ascii: ":"): return false
      case UInt8(ascii: ")"): return true
      default: throw error("unknown group flag", at: position - 1)
      }
    }
    throw error("missing )", at: start)
  }

  private mutating func escape(from start: Int) throws(PatternError) -> Syntax {
    guard let byte = peek else { throw error("a backslash at the end", at: start) }
    switch byte {
    case UInt8(ascii: "b"): position += 1; return .assertion(.wordBoundary)
    case UInt8(ascii: "B"): position += 1; return .assertion(.notWordBoundary)
    case UInt8(ascii: "A"): position += 1; return .assertion(.textStart)
    case UInt8(ascii: "z"), UInt8(ascii: "Z"): position += 1; return .assertion(.textEnd)
    case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "k"):
      throw error("back-references are not supported", at: start)
    default: return .set(try folded(escapedSet(from: start)))
    }
  }

  /// The text between `\Q` and `\E`.
  private mutating func quoted() -> [Syntax] {
    var parts: [Syntax] = []
    while let byte = peek, !skip("\\E") {
      let set = ByteSet(byte...byte)
      parts.append(.set(flags.foldsCase ? set.caseFolded : set))
      position += 1
    }
    return parts
  }

  private func folded(_ set: ByteSet) throws(PatternError) -> ByteSet {
    flags.foldsCase ? set.caseFolded : set
  }

  // MARK: Reading

  var atEnd: Bool { position == text.count }

  var peek: UInt8? { position < text.count ? text[position] : nil }

  func peek(at distance: Int) -> UInt8? {
    position + distance < text.count ? text[position + distance] : nil
  }

  mutating func advance(by count: Int = 1) { position += count }

  /// Where the parser stands, in bytes.
  var offset: Int { position }

  /// Steps over a text when it comes next.
  mutating func skip(_ expected: String) -> Bool {
    var end = position
    for byte in expected.utf8 {
      guard end < text.count, text[end] == byte else { return false }
      end += 1
    }
    position = end
    return true
  }

  private mutating func skipName() -> Bool {
    let start = position
    while let byte = peek, ByteSet.word.contains(byte) { position += 1 }
    return position > start && skip(">")
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let byte = peek, ByteSet.digits.contains(byte) {
      // Clamped: what is beyond the limit is refused, however many digits it has.
      value = min((value ?? 0) * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000)
      position += 1
    }
    return value
  }

  func error(_ reason: String, at offset: Int? = nil) -> PatternError {
    PatternError(offset: offset ?? position, reason: reason)
  }
}
