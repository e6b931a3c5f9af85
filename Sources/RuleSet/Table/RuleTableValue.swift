import Findings
import PatternEngine

/// A value that a ``RuleTable`` can hold.
///
/// A number, which is never negative, takes a byte for every six bits, the lowest first; all but the
/// last have 64 added to them. So all but texts is ASCII. Texts and lists have their length before
/// them, everything else is made of these.
protocol RuleTableValue: Equatable, Sendable {
  /// Appends the value to a table.
  func write(to table: inout [UInt8])
  /// Reads what `write(to:)` wrote.
  init(from reader: inout RuleTableReader) throws(RuleTableError)
}

extension Int: RuleTableValue {
  func write(to table: inout [UInt8]) {
    precondition((0..<1 << (6 * RuleTableReader.longestNumber)).contains(self))
    var rest = self
    while rest > 63 {
      table.append(64 | UInt8(rest & 63))
      rest >>= 6
    }
    table.append(UInt8(rest))
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self = try reader.readNumber()
  }
}

extension Bool: RuleTableValue {
  func write(to table: inout [UInt8]) { (self ? 1 : 0).write(to: &table) }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self = try reader.readNumber() == 1
  }
}

extension String: RuleTableValue {
  func write(to table: inout [UInt8]) {
    utf8.count.write(to: &table)
    table += Array(utf8)
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self = String(decoding: try reader.readBytes(), as: UTF8.self)
  }
}

extension Double: RuleTableValue {
  func write(to table: inout [UInt8]) { String(self).write(to: &table) }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    guard let number = Double(try String(from: &reader)) else { throw reader.failure }
    self = number
  }
}

extension Array: RuleTableValue where Element: RuleTableValue {
  func write(to table: inout [UInt8]) {
    count.write(to: &table)
    for element in self { element.write(to: &table) }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self = []
    let count = try reader.readCount()
    reserveCapacity(count)
    for _ in 0..<count { append(try Element(from: &reader)) }
  }
}

extension Optional: RuleTableValue where Wrapped: RuleTableValue {
  func write(to table: inout [UInt8]) { (map { [$0] } ?? []).write(to: &table) }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self = try [Wrapped](from: &reader).first
  }
}

/// A word of a fixed set is written as it is in rule files.
protocol RuleTableWord: RuleTableValue, RawRepresentable where RawValue == String {}

extension RuleTableWord {
  func write(to table: inout [UInt8]) { rawValue.write(to: &table) }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    guard let word = Self(rawValue: try String(from: &reader)) else { throw reader.failure }
    self = word
  }
}

extension Severity: RuleTableWord {}
extension Confidence: RuleTableWord {}

/// Four words of 64 bits, each in as many bytes of six bits as it takes, the lowest first.
extension ByteSet: RuleTableValue {
  func write(to table: inout [UInt8]) {
    for word in words {
      table += (0..<RuleTableReader.wordLength).map { UInt8(word >> UInt64(6 * $0) & 63) }
    }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self.init(
      words: try reader.readWord(), try reader.readWord(), try reader.readWord(),
      try reader.readWord())
  }
}

extension Rule.Adjustment: RuleTableValue {
  func write(to table: inout [UInt8]) {
    near.write(to: &table)
    paths.write(to: &table)
    before.write(to: &table)
    after.write(to: &table)
    shorterThan.write(to: &table)
    asksForProof.write(to: &table)
    severity.write(to: &table)
    confidence.write(to: &table)
    because.write(to: &table)
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    self.init(
      near: try [String](from: &reader), paths: try [String](from: &reader),
      before: try reader.readNumber(), after: try reader.readNumber(),
      shorterThan: try Int?(from: &reader), asksForProof: try Bool(from: &reader),
      severity: try Severity?(from: &reader), confidence: try Confidence?(from: &reader),
      because: try String(from: &reader))
  }
}
