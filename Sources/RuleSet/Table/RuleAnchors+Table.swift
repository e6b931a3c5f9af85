internal import Basics
import PatternEngine

/// Outlines; sets of bytes and lists of them, each of which many literals share; literals.
extension RuleAnchors: RuleTableValue {
  func write(to table: inout [UInt8]) {
    var sets = Numbering<ByteSet>()
    var lists = Numbering<[Run]>()
    var numbered: [UInt8] = []
    literals.count.write(to: &numbered)
    for (number, literal) in literals.enumerated() {
      literal.foldsCase.write(to: &numbered)
      literal.bytes.map { $0 & 0x7F }.count.write(to: &numbered)
      numbered += literal.bytes.map { $0 & 0x7F }
      literal.bytes.indices.filter { literal.bytes[$0] > 0x7F }.write(to: &numbered)
      lists.number(of: Run.runs(of: literal.followers, &sets)).write(to: &numbered)
      Array(rules(announcedBy: number)).write(to: &numbered)
    }
    outlines.write(to: &table)
    sets.values.write(to: &table)
    lists.values.write(to: &table)
    table += numbered
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self.init()
    outlines = try [RuleOutline](from: &reader)
    let sets = try [ByteSet](from: &reader)
    var lists: [[ByteSet]] = []
    for _ in 0..<(try reader.readCount()) {
      var list: [ByteSet] = []
      for run in try [Run](from: &reader) {
        guard sets.indices.contains(run.set) else { throw reader.failure }
        list += repeatElement(sets[run.set], count: run.count)
      }
      lists.append(list)
    }
    let count = try reader.readCount()
    reserve(count)
    for _ in 0..<count {
      let foldsCase = try Bool(from: &reader)
      var literal = Literal(Array(try reader.readBytes()))
      literal.foldsCase = foldsCase
      for _ in 0..<(try reader.readCount()) {
        literal.bytes[try reader.readIndex(of: literal.bytes)] |= 0x80
      }
      literal.followers = lists[try reader.readIndex(of: lists)]
      var rules: [Int] = []
      for _ in 0..<(try reader.readCount()) { rules.append(try reader.readIndex(of: outlines)) }
      add(literal, announcing: rules)
    }
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

/// The same set several times in a list: the set's number, and how often.
private struct Run: RuleTableValue, Hashable {
  var set: Int
  var count = 1

  static func runs(of list: [ByteSet], _ sets: inout Numbering<ByteSet>) -> [Run] {
    var runs: [Run] = []
    for set in list.map({ sets.number(of: $0) }) {
      if runs.last?.set == set {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(Run(set: set))
      }
    }
    return runs
  }

  func write(to table: inout [UInt8]) {
    set.write(to: &table)
    count.write(to: &table)
  }

  init(set: Int) { self.set = set }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    set = try reader.readNumber()
    count = try reader.readNumber()
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
