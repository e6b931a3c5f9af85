import Findings
import PatternEngine

/// Reads the text of a ``RuleTable``.
struct RuleTableReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8], from start: Int = 0) {
    self.bytes = bytes
    index = start
  }

  /// What comes next, in bytes from the table's start.
  var offset: Int { index }

  private var isAtEnd: Bool { index == bytes.count }

  /// Reads a rule's outline and the length of the rule itself in the table.
  mutating func readEntry() throws(RuleTableError) -> (RuleTable.Entry, length: Int) {
    let id = try readText()
    let length = try readNumber()
    let isContext = try readNumber() == 1
    let earliest = -(try readNumber())
    let latest = try readNumber()
    let outline = RuleOutline(
      earliest: earliest, latest: isContext ? latest : -latest, isContext: isContext,
      maxLength: try readNumber(), lookBehind: try readNumber(), lookAhead: try readNumber(),
      literals: try readLiterals())
    try readRuleEnd()
    return (RuleTable.Entry(id: id, outline: outline, table: bytes), length)
  }

  mutating func readRule() throws(RuleTableError) -> Rule {
    let description = try readDescription()
    var rule = Rule(description: description, regex: try readText())
    rule.secretGroup = try readNumber()
    rule.notBefore = try readSet()
    rule.notAfter = try readSet()
    let strictRegex = try readText()
    rule.strictRegex = strictRegex.isEmpty ? nil : strictRegex
    rule.context = try readList()
    rule.notAfterWords = try readList()
    rule.contextBefore = try readNumber()
    rule.contextAfter = try readNumber()
    guard let entropy = Double(try readText()) else { throw failure }
    rule.entropy = entropy
    for kind in try readList() { rule.requires.append(try word(kind)) }
    rule.minDistinct = try readNumber()
    rule.notInsideBase64 = try readNumber() == 1
    rule.jwtContains = try readList()
    let proof = try readText()
    rule.proof = proof.isEmpty ? nil : try word(proof)
    let valueKind = try readText()
    rule.valueKind = valueKind.isEmpty ? nil : try word(valueKind)
    rule.precedence = try readNumber()
    rule.adjustments = try readAdjustments()
    try readRuleEnd()
    return rule
  }

  private mutating func readRuleEnd() throws(RuleTableError) {
    guard !isAtEnd, bytes[index] == RuleTable.ruleEnd else { throw failure }
    index += 1
  }

  private mutating func readDescription() throws(RuleTableError) -> RuleDescription {
    let id = try readText()
    let provider = try readText()
    let title = try readText()
    let severity: Severity = try word(try readText())
    let confidence: Confidence = try word(try readText())
    let url = try readText()
    let steps = try readList()
    return RuleDescription(
      id: id, provider: provider, title: title, severity: severity, confidence: confidence,
      revocation: Revocation(
        url: url.isEmpty ? nil : url, steps: steps.isEmpty ? Revocation.generalSteps : steps))
  }

  private var failure: RuleTableError { RuleTableError(offset: index) }

  // MARK: Fields

  /// The bytes up to a separator, which is passed.
  private mutating func read(to separator: UInt8) throws(RuleTableError) -> Range<Int> {
    let start = index
    while index < bytes.count, bytes[index] >= 0x20 { index += 1 }
    guard index < bytes.count, bytes[index] == separator else { throw failure }
    index += 1
    return start..<index - 1
  }

  private mutating func readText(
    to separator: UInt8 = RuleTable.fieldEnd
  ) throws(RuleTableError) -> String {
    String(decoding: bytes[try read(to: separator)], as: UTF8.self)
  }

  mutating func readNumber(
    to separator: UInt8 = RuleTable.fieldEnd
  ) throws(RuleTableError) -> Int {
    let range = try read(to: separator)
    guard !range.isEmpty, range.count < 10 else { throw failure }
    var number = 0
    for index in range {
      guard bytes[index].isDigit else { throw failure }
      number = number * 10 + Int(bytes[index] - 0x30)
    }
    return number
  }

  /// Literals in hexadecimal, each after a digit that tells whether it matches in either case, and
  /// before what must follow it.
  private mutating func readLiterals() throws(RuleTableError) -> [Literal] {
    var literals: [Literal] = []
    while try !skipFieldEnd() {
      let item = try read(to: RuleTable.itemEnd)
      guard !item.isEmpty else { throw failure }
      let parts = bytes[item].dropFirst().split(
        separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      var literal = Literal(
        try readHexadecimal(parts[0]), foldsCase: bytes[item.lowerBound] == UInt8(ascii: "1"))
      for part in parts.dropFirst() {
        let run = try readHexadecimal(part)
        guard run.count % 2 == 1 else { throw failure }
        var set = ByteSet()
        for index in stride(from: 1, to: run.count, by: 2) {
          guard run[index] <= run[index + 1] else { throw failure }
          set.insert(run[index]...run[index + 1])
        }
        literal.followers += repeatElement(set, count: Int(run[0]))
      }
      literals.append(literal)
    }
    return literals
  }

  private func readHexadecimal(_ digits: ArraySlice<UInt8>) throws(RuleTableError) -> [UInt8] {
    guard digits.count.isMultiple(of: 2) else { throw failure }
    var text: [UInt8] = []
    text.reserveCapacity(digits.count / 2)
    for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
      guard let high = digits[index].hexadecimalValue,
        let low = digits[index + 1].hexadecimalValue
      else { throw failure }
      text.append(high << 4 | low)
    }
    return text
  }

  /// Whether a field has ended, whose end is then passed.
  private mutating func skipFieldEnd() throws(RuleTableError) -> Bool {
    guard !isAtEnd else { throw failure }
    guard bytes[index] == RuleTable.fieldEnd else { return false }
    index += 1
    return true
  }

  private mutating func readList() throws(RuleTableError) -> [String] {
    var items: [String] = []
    while try !skipFieldEnd() { items.append(try readText(to: RuleTable.itemEnd)) }
    return items
  }

  private mutating func readSet() throws(RuleTableError) -> ByteSet {
    var set = ByteSet()
    while try !skipFieldEnd() {
      let low = UInt8(exactly: try readNumber(to: RuleTable.partEnd))
      let high = UInt8(exactly: try readNumber(to: RuleTable.itemEnd))
      guard let low, let high, low <= high else { throw failure }
      set.insert(low...high)
    }
    return set
  }

  private mutating func readAdjustments() throws(RuleTableError) -> [Rule.Adjustment] {
    var adjustments: [Rule.Adjustment] = []
    while try !skipFieldEnd() {
      let before = try readNumber(to: RuleTable.partEnd)
      let after = try readNumber(to: RuleTable.partEnd)
      let severity = try readText(to: RuleTable.partEnd)
      let confidence = try readText(to: RuleTable.partEnd)
      let because = try readText(to: RuleTable.partEnd)
      let paths = try readText(to: RuleTable.partEnd).split(separator: " ").map(String.init)
      var near: [String] = []
      while !isAtEnd, bytes[index] != RuleTable.itemEnd {
        near.append(try readText(to: RuleTable.partEnd))
      }
      guard !isAtEnd else { throw failure }
      index += 1
      adjustments.append(
        Rule.Adjustment(
          near: near, paths: paths, before: before, after: after,
          severity: severity.isEmpty ? nil : try word(severity),
          confidence: confidence.isEmpty ? nil : try word(confidence), because: because))
    }
    return adjustments
  }

  private func word<Word: RawRepresentable>(
    _ text: String
  ) throws(RuleTableError) -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else { throw failure }
    return word
  }
}

extension UInt8 {
  /// What a lower-case hexadecimal digit stands for.
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
