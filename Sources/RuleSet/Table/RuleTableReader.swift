/// Reads the text of a ``RuleTable``.
struct RuleTableReader {
  private let bytes: [UInt8]
  private var index: Int

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    index = start
  }

  /// The offset of what comes next.
  var offset: Int { index }

  /// The error for a value that does not fit.
  var failure: RuleTableError { RuleTableError(offset: index) }

  /// Reads the fields that a rule has.
  mutating func readRule() throws(RuleTableError) -> Rule {
    var rule = Rule.blank
    while let letter = next, letter != RuleTable.ruleEnd {
      index += 1
      let place = Int(letter) - Int(RuleTable.firstLetter)
      guard Rule.fields.indices.contains(place) else { throw failure }
      try Rule.fields[place].read(&self, &rule)
    }
    try read(RuleTable.ruleEnd)
    return rule
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Passes a byte that has to be there.
  mutating func read(_ byte: UInt8) throws(RuleTableError) {
    guard next == byte else { throw failure }
    index += 1
  }

  /// Reads digits up to a comma, which is passed; a minus may stand before them.
  mutating func readNumber() throws(RuleTableError) -> Int {
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var number = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: ",") {
      guard bytes[index].isDigit, index - start < 9 else { throw failure }
      number = number * 10 + Int(bytes[index] - 0x30)
      index += 1
    }
    guard index > start else { throw failure }
    try read(UInt8(ascii: ","))
    return isNegative ? -number : number
  }

  /// Reads the number of things that follow, each of which takes a byte at least.
  mutating func readCount() throws(RuleTableError) -> Int {
    let count = try readNumber()
    guard (0...bytes.count - index).contains(count) else { throw failure }
    return count
  }

  /// Reads a text with its length before it.
  mutating func readBytes() throws(RuleTableError) -> ArraySlice<UInt8> {
    let count = try readCount()
    index += count
    return bytes[index - count..<index]
  }
}
