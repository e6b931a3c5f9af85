/// Reads a part of the text of a ``RuleTable``.
struct RuleTableReader {
  /// Most bytes that a number takes.
  static let longestNumber = 5
  /// How many bytes 64 bits take.
  static let wordLength = 11

  private let bytes: [UInt8]
  /// Where they begin in the text.
  private let start: Int
  private var index = 0

  /// Prepares reading; the range, in bytes, lies within the text.
  init(_ text: String, _ range: Range<Int>) {
    // By way of a string: a part of one would give its bytes one after the other.
    bytes = Array(String(RuleTable.part(of: text, range)).utf8)
    start = range.lowerBound
  }

  /// The offset of what comes next.
  var offset: Int { start + index }

  var isAtEnd: Bool { index == bytes.count }

  /// The error for a value that does not fit.
  var failure: RuleTableError { RuleTableError(offset: offset) }

  /// Reads the fields that a rule has.
  mutating func readRule() throws(RuleTableError) -> Rule {
    var rule = Rule.blank
    while !isAtEnd { try Rule.fields[readIndex(below: Rule.fields.count)].read(&self, &rule) }
    return rule
  }

  /// Reads a number: six bits of each byte, the lowest first; another bit says that more follow.
  mutating func readNumber() throws(RuleTableError) -> Int {
    var number = 0
    var shift = 0
    while index < bytes.count, shift < 6 * Self.longestNumber {
      let byte = Int(bytes[index])
      index &+= 1
      number |= (byte & 63) &<< shift
      if byte < 64 { return number }
      shift &+= 6
    }
    throw failure
  }

  /// Reads the number of things that follow, each of which takes a byte at least.
  mutating func readCount() throws(RuleTableError) -> Int {
    let count = try readNumber()
    guard count <= bytes.count - index else { throw failure }
    return count
  }

  /// Reads a number below a limit.
  mutating func readIndex(below limit: Int) throws(RuleTableError) -> Int {
    let index = try readNumber()
    guard index < limit else { throw failure }
    return index
  }

  /// Reads 64 bits: six bits of each byte, the lowest first.
  mutating func readWord() throws(RuleTableError) -> UInt64 {
    guard bytes.count - index >= Self.wordLength else { throw failure }
    var word: UInt64 = 0
    for place in 0..<Self.wordLength {
      word |= UInt64(bytes[index &+ place] & 63) &<< UInt64(6 &* place)
    }
    index += Self.wordLength
    return word
  }

  /// Reads bytes with their number before them.
  mutating func readBytes() throws(RuleTableError) -> ArraySlice<UInt8> {
    let count = try readCount()
    index += count
    return bytes[index - count..<index]
  }
}
