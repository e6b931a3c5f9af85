internal import Basics
import PatternEngine

/// Outlines; the sets of bytes and the lists of them that many literals share; literals.
extension RuleAnchors: RuleTableValue {
  func write(to table: inout [UInt8]) {
    var sets = Numbering<ByteSet>()
    var lists = Numbering<[ByteSet]>()
    var runs: [[Int]] = []
    // Written after the sets and lists that the literals turn out to have.
    var last: [UInt8] = []
    literals.count.write(to: &last)
    let windows = LiteralWindows.rarest(of: literals)
    for (number, literal) in literals.enumerated() {
      literal.foldsCase.write(to: &last)
      // The bytes without their highest bits, for all to be UTF-8, and where these are set.
      literal.bytes.count.write(to: &last)
      last += literal.bytes.map { $0 & 0x7F }
      literal.bytes.indices.filter { literal.bytes[$0] > 0x7F }.write(to: &last)
      let list = lists.number(of: literal.followers)
      if list == runs.count { runs.append(Self.runs(in: literal.followers, of: &sets)) }
      list.write(to: &last)
      windows[number].even.write(to: &last)
      (windows[number].odd + 1).write(to: &last)
      Array(rules(announcedBy: number)).write(to: &last)
    }
    outlines.write(to: &table)
    sets.values.write(to: &table)
    runs.write(to: &table)
    table += last
  }

  /// A list as numbers of sets, each with the number of times that the set stands there in a row.
  private static func runs(in list: [ByteSet], of sets: inout Numbering<ByteSet>) -> [Int] {
    list.runs.flatMap { [sets.number(of: $0.set), $0.count] }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self.init()
    outlines = try [RuleOutline](from: &reader)
    let lists = try Self.lists(from: &reader)
    let count = try reader.readCount()
    reserve(count)
    for _ in 0..<count {
      let foldsCase = try Bool(from: &reader)
      var literal = Literal(Array(try reader.readBytes()))
      literal.foldsCase = foldsCase
      for _ in 0..<(try reader.readCount()) {
        literal.bytes[try reader.readIndex(below: literal.bytes.count)] |= 0x80
      }
      literal.followers = lists[try reader.readIndex(below: lists.count)]
      let (even, odd) = (try reader.readNumber(), try reader.readNumber() - 1)
      literal.windows = LiteralWindows(even: even, odd: odd, count: literal.bytes.count)
      guard literal.windows != nil else { throw reader.failure }
      for _ in 0..<(try reader.readCount()) {
        announce(try reader.readIndex(below: outlines.count))
      }
      add(literal)
    }
  }

  private static func lists(
    from reader: inout RuleTableReader
  ) throws(RuleTableError) -> [[ByteSet]] {
    let sets = try [ByteSet](from: &reader)
    var lists: [[ByteSet]] = []
    for _ in 0..<(try reader.readCount()) {
      var list: [ByteSet] = []
      list.reserveCapacity(Pattern.mostFollowers)
      for _ in 0..<(try reader.readCount()) / 2 {
        let set = sets[try reader.readIndex(below: sets.count)]
        for _ in 0..<(try reader.readIndex(below: Pattern.mostFollowers + 1)) { list.append(set) }
      }
      lists.append(list)
    }
    return lists
  }
}

extension [ByteSet] {
  /// Equal sets that follow each other, once for all of them, with their number.
  var runs: [(set: ByteSet, count: Int)] {
    var runs: [(set: ByteSet, count: Int)] = []
    for set in self {
      if let last = runs.last, last.set == set {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((set, 1))
      }
    }
    return runs
  }
}

/// Values with a number for each, in the order in which they came.
private struct Numbering<Value: Hashable> {
  private(set) var values: [Value] = []
  private var numbers: [Value: Int] = [:]

  mutating func number(of value: Value) -> Int {
    if let number = numbers[value] { return number }
    numbers[value] = values.count
    values.append(value)
    return values.count - 1
  }
}

/// No number of a table is negative, and no match starts after its literal's last possible place.
extension RuleOutline: RuleTableValue {
  func write(to table: inout [UInt8]) {
    isContext.write(to: &table)
    for number in [-earliest, latest - earliest, maxLength, lookBehind, lookAhead] {
      number.write(to: &table)
    }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    let isContext = try Bool(from: &reader)
    let earliest = -(try reader.readNumber())
    self.init(
      earliest: earliest, latest: earliest + (try reader.readNumber()), isContext: isContext,
      maxLength: try reader.readNumber(), lookBehind: try reader.readNumber(),
      lookAhead: try reader.readNumber())
  }
}
