internal import Basics

/// The rules of a scan, each with an id of its own.
///
/// The rules of a ``RuleTable`` are read when they are asked for.
package struct RuleSet: Sendable, Equatable {
  /// The rules, sorted by id.
  let entries: [Entry]
  /// Nil where the table has them.
  private let knownAliases: [String: String]?

  /// Ids that rules had before, and those that they have now.
  private var aliases: [String: String] { knownAliases ?? entries.first?.table?.aliases ?? [:] }

  /// A rule that has been read or stands in a table.
  enum Entry: Sendable {
    indirect case read(Rule)
    case inTable(RuleTable.Entry)

    var id: String {
      switch self {
      case .read(let rule): rule.id
      case .inTable(let entry): entry.id
      }
    }

    var rule: Rule {
      switch self {
      case .read(let rule): rule
      case .inTable(let entry): entry.rule
      }
    }

    /// The table that it stands in.
    var table: RuleTable? {
      if case .inTable(let entry) = self { entry.table } else { nil }
    }

    /// Its place in a table; nil when it does not stand there.
    func number(in table: RuleTable) -> Int? {
      if case .inTable(let entry) = self, entry.table === table { entry.number } else { nil }
    }
  }

  /// A set without rules.
  package init() {
    entries = []
    knownAliases = [:]
  }

  /// The rules of a table, which stand there in the order of their ids.
  init(_ table: RuleTable) {
    entries = (0..<table.count).map { .inTable(RuleTable.Entry(table: table, number: $0)) }
    knownAliases = nil
  }

  private init(checked entries: [Entry], aliases: [String: String] = [:]) {
    // An id may have to be read.
    self.entries = entries.map { ($0.id, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    var aliases = aliases
    for case .read(let rule) in entries {
      for alias in rule.aliases { aliases[alias] = rule.id }
    }
    knownAliases = aliases
  }

  package var count: Int { entries.count }
  package var isEmpty: Bool { entries.isEmpty }

  /// The rule at a place in the order of ids.
  package subscript(index: Int) -> Rule { entries[index].rule }

  /// The ids of the rules, sorted.
  package var ids: [String] { entries.map(\.id) }

  /// The ids of the rules and the ones that they had before.
  package var names: [String] { ids + aliases.filter { contains($0.value) }.keys.sorted() }

  /// The rules, sorted by id.
  package var rules: [Rule] { entries.map(\.rule) }

  package static func == (left: RuleSet, right: RuleSet) -> Bool { left.rules == right.rules }

  /// Rules with ids of their own, of a configuration.
  package init(_ rules: [Rule]) {
    self.init(checked: rules.map(Entry.read))
  }

  /// Joins the rules of several files.
  ///
  /// - Parameter files: The files.
  /// - Throws: Every id that is taken twice, with both files.
  package init(_ files: [RuleFile]) throws(RuleFileError) {
    self = try RuleSet().adding(files)
  }

  /// This set and the rules of more files.
  ///
  /// - Parameter files: The files.
  /// - Returns: The larger set.
  /// - Throws: Every id that is taken already, in this set or in another of the files.
  package func adding(_ files: [RuleFile]) throws(RuleFileError) -> RuleSet {
    var owners: [String: String] = [:]
    for name in names { owners[name] = "a built-in rule" }
    var problems: [RuleFileProblem] = []
    for file in files {
      for (rule, position) in zip(file.rules, file.positions) {
        for name in rule.names {
          if let owner = owners[name] {
            problems.append(
              RuleFileProblem(
                file: file.name, position: position,
                message: "the id `\(name)` is taken by \(owner)"))
          }
          owners[name] = owners[name] ?? "\(file.name):\(position.line)"
        }
      }
    }
    guard problems.isEmpty else { throw RuleFileError(problems) }
    return RuleSet(
      checked: entries + files.flatMap { $0.rules.map(Entry.read) }, aliases: aliases)
  }

  /// This set with the rules of another one whose ids it does not have; where both find something,
  /// this set's rules have precedence.
  package func adding(othersOf other: RuleSet) -> RuleSet {
    let others = other.entries.filter { canonicalID(for: $0.id) == nil }.map { entry in
      guard case .read(var rule) = entry else { return entry }
      rule.precedence = 1_000
      return .read(rule)
    }
    return RuleSet(checked: entries + others, aliases: aliases)
  }

  /// This set with more rules, each in place of the one that has its id or had it before.
  func replacing(with rules: [Rule]) -> RuleSet {
    guard !rules.isEmpty else { return self }
    let kept = removing(rules.map(\.id))
    return RuleSet(checked: kept.entries + rules.map(Entry.read), aliases: aliases)
  }

  /// This set without some rules.
  func removing(_ names: [String]) -> RuleSet {
    let ids = Set(names.compactMap(canonicalID))
    return ids.isEmpty
      ? self : RuleSet(checked: entries.filter { !ids.contains($0.id) }, aliases: aliases)
  }

  /// The rule with an id, or that had it before; nil when there is none.
  package subscript(id: String) -> Rule? {
    (place(of: id) ?? aliases[id].flatMap(place)).map { entries[$0].rule }
  }

  /// The present id of the rule that a name means, which may be one that it had before.
  ///
  /// - Returns: Nil when it means none.
  package func canonicalID(for name: String) -> String? {
    contains(name) ? name : aliases[name].flatMap { contains($0) ? $0 : nil }
  }

  private func contains(_ id: String) -> Bool { place(of: id) != nil }

  private func place(of id: String) -> Int? {
    let place = entries.partitionPoint { $0.id < id }
    return place < count && entries[place].id == id ? place : nil
  }

  /// The rules that a user picks.
  ///
  /// - Parameters:
  ///   - only: Rules to keep, by id, by an id of another scanner, or by provider; empty to keep all.
  ///   - skipping: Rules to leave out, likewise.
  /// - Returns: The smaller set; it can be empty.
  /// - Throws: Names that mean no rule, since a scan without the rule that was meant finds nothing.
  package func selecting(
    only: [String], skipping: [String]
  ) throws(UnknownRuleError) -> RuleSet {
    guard !only.isEmpty || !skipping.isEmpty else { return self }
    let kept = try picked(only)
    let skipped = try picked(skipping)
    return RuleSet(
      checked: entries.filter {
        (only.isEmpty || kept.contains($0.id)) && !skipped.contains($0.id)
      }, aliases: aliases)
  }

  private func picked(_ names: [String]) throws(UnknownRuleError) -> Set<String> {
    var ids: Set<String> = []
    for name in names { ids.formUnion(try self.ids(named: name)) }
    return ids
  }
}

/// A name that means no rule.
package struct UnknownRuleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The id that was asked for.
  package var id: String
  /// The id that was probably meant.
  package var nearest: String?
  /// The scanner that has such a rule, which finds what no rule here does.
  package var scanner: String?

  package var description: String {
    if let scanner { return ForeignRules.noCounterpart(id, of: scanner) }
    return "there is no rule `\(id)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
  }
}
