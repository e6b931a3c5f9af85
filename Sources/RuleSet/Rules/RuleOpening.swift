package import PatternEngine

/// What the values of a rule begin with, byte by byte.
///
/// Words of rules are common, values are not: where this does not stand, the rule has no match, and
/// its expression need not be parsed.
package struct RuleOpening: Sendable, Equatable {
  /// Most bytes that it tells.
  package static let longest = 64

  /// What each of the first bytes can be; no more of them than the shortest value has.
  package let sets: [ByteSet]
  /// Whether a match begins with its value; otherwise a name stands before it.
  package let isAtStart: Bool

  init(sets: [ByteSet], isAtStart: Bool) {
    self.sets = sets
    self.isAtStart = isAtStart
  }

  /// Works out the opening of a rule in kunci's own schema; one of gitleaks' has none.
  ///
  /// - Throws: ``PatternError`` when its expression cannot be used.
  package init(of rule: Rule) throws(PatternError) {
    let isOwn = rule.kind == .kunci
    self.init(
      sets: isOwn ? try Pattern(rule.regex).opening : [],
      isAtStart: !isOwn || rule.assignedTo == nil)
  }
}

extension Pattern {
  /// What each of the first bytes of a match can be.
  package var opening: [ByteSet] {
    followers(of: Literal([]), at: 0, most: RuleOpening.longest)
  }
}

extension RuleSet {
  /// What the values of the rule at a place begin with; nil for a rule that no table has.
  package func opening(ofRule index: Int) -> RuleOpening? {
    if case .inTable(let entry) = entries[index] { entry.opening } else { nil }
  }
}

/// Equal sets that follow each other are written once, each with their number.
extension RuleOpening: RuleTableValue {
  func write(to table: inout [UInt8]) {
    isAtStart.write(to: &table)
    let runs = sets.runs
    runs.count.write(to: &table)
    for run in runs {
      run.count.write(to: &table)
      run.set.write(to: &table)
    }
  }

  init(from reader: inout RuleTableReader) throws(RuleTableError) {
    let isAtStart = try Bool(from: &reader)
    var sets: [ByteSet] = []
    sets.reserveCapacity(Self.longest)
    for _ in 0..<(try reader.readCount()) {
      let count = try reader.readIndex(below: Self.longest + 1)
      sets += repeatElement(try ByteSet(from: &reader), count: count)
    }
    self.init(sets: sets, isAtStart: isAtStart)
  }
}
