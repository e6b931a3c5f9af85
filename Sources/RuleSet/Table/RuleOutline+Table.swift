internal import Basics
import PatternEngine

extension RuleOutline: RuleTableValue {
  func write(to table: inout [UInt8]) {
    isContext.write(to: &table)
    for number in [earliest, latest, maxLength, lookBehind, lookAhead] { number.write(to: &table) }
    literals.write(to: &table)
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    let isContext = try Bool(from: &reader)
    self.init(
      earliest: try reader.readNumber(), latest: try reader.readNumber(), isContext: isContext,
      maxLength: try reader.readNumber(), lookBehind: try reader.readNumber(),
      lookAhead: try reader.readNumber(), literals: try [Literal](from: &reader))
  }
}

/// The bytes can be any, so they are written in hexadecimal; equal followers are written once.
extension Literal: RuleTableValue {
  func write(to table: inout [UInt8]) {
    foldsCase.write(to: &table)
    bytes.hexadecimal
      .write(to: &table)
    var runs: [(set: ByteSet, count: Int)] = []
    for set in followers {
      if runs.last?.set == set {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((set, 1))
      }
    }
    runs.count.write(to: &table)
    for run in runs {
      run.count.write(to: &table)
      run.set.write(to: &table)
    }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    let foldsCase = try Bool(from: &reader)
    let digits = try reader.readBytes()
    guard digits.count.isMultiple(of: 2) else { throw reader.failure }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: digits.startIndex, to: digits.endIndex, by: 2) {
      guard let high = digits[index].hexadecimalValue, let low = digits[index + 1].hexadecimalValue
      else { throw reader.failure }
      bytes.append(high << 4 | low)
    }
    self.init(bytes, foldsCase: foldsCase)
    for _ in 0..<(try reader.readCount()) {
      let count = try reader.readNumber()
      followers += repeatElement(try ByteSet(from: &reader), count: count)
    }
  }
}
