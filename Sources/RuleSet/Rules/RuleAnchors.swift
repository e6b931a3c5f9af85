package import PatternEngine

/// What a detector must know of the rules of a set before a text has appeared that one of them may
/// match.
///
/// It follows from the rules alone. ``RuleTable`` keeps that of the built-in rules, so that a scan
/// which meets no candidate reads no rule and parses no expression.
package struct RuleAnchors: Sendable, Equatable {
  /// What is known of each rule.
  package internal(set) var outlines: [RuleOutline] = []
  /// The literals that announce rules, most of them once.
  package private(set) var literals: [Literal] = []
  /// For each literal, where the rules that it announces end in `announced`.
  private var ends: [Int] = []
  private var announced: [Int] = []

  /// The rules that a literal announces, as indices of ``outlines``.
  package func rules(announcedBy literal: Int) -> ArraySlice<Int> {
    announced[(literal == 0 ? 0 : ends[literal - 1])..<ends[literal]]
  }

  /// How often a literal announces a rule, all in all.
  package var announcementCount: Int { announced.count }

  /// Adds a rule that the next literal announces.
  mutating func announce(_ rule: Int) { announced.append(rule) }

  /// Adds a literal that announces the rules added since the last one, if there are any.
  mutating func add(_ literal: Literal) {
    guard announced.count > ends.last ?? 0 else { return }
    literals.append(literal)
    ends.append(announced.count)
  }

  /// Makes room for literals.
  mutating func reserve(_ count: Int) {
    literals.reserveCapacity(count)
    ends.reserveCapacity(count)
    announced.reserveCapacity(count)
  }
}

extension RuleSet {
  /// Returns what announces the rules; outlines are in the order of the rules.
  ///
  /// - Throws: ``UnusableRuleError`` for a rule that cannot be applied; rules from files have been
  ///   checked.
  package func anchors() throws(UnusableRuleError) -> RuleAnchors {
    let table = entries.lazy.compactMap(\.table).first
    // Nearly always, the set is the whole table.
    if let table, table.count == count,
      entries.indices.allSatisfy({ entries[$0].number(in: table) == $0 })
    {
      return table.anchors
    }
    var anchors = RuleAnchors()
    anchors.outlines.reserveCapacity(count)
    // Where the rules of the table stand in this set.
    var places = [Int](repeating: -1, count: table?.count ?? 0)
    var numbers: [Literal: Int] = [:]
    var others: [(literal: Literal, rules: [Int])] = []
    for (place, entry) in entries.enumerated() {
      if let table, let number = entry.number(in: table) {
        places[number] = place
        anchors.outlines.append(table.anchors.outlines[number])
        continue
      }
      let rule = try AnchoredRule(of: entry.rule)
      anchors.outlines.append(rule.outline)
      for literal in rule.literals {
        if let number = numbers[literal] {
          others[number].rules.append(place)
        } else {
          numbers[literal] = others.count
          others.append((literal, [place]))
        }
      }
    }
    if let known = table?.anchors {
      anchors.reserve(known.literals.count)
      for (number, literal) in known.literals.enumerated() {
        for rule in known.rules(announcedBy: number) where places[rule] >= 0 {
          anchors.announce(places[rule])
        }
        anchors.add(literal)
      }
    }
    for other in others {
      for rule in other.rules { anchors.announce(rule) }
      anchors.add(other.literal)
    }
    return anchors
  }
}
