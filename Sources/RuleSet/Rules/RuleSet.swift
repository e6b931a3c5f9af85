/// The rules of a scan, each with an id of its own.
///
/// The rules of a ``RuleTable`` are read when they are asked for; their ids and outlines are there
/// from the start.
package struct RuleSet: Sendable, Equatable {
  /// The rules, sorted by id.
  private let entries: [Entry]

  private enum Entry: Sendable {
    case read(Rule)
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
  }

  /// A set without rules.
  package init() {
    entries = []
  }

  /// The rules of a table, which stand there in the order of their ids.
  init(_ table: [RuleTable.Entry]) {
    entries = table.map(Entry.inTable)
  }

  private init(checked entries: [Entry]) {
    self.entries = entries.sorted { $0.id < $1.id }
  }

  package var count: Int { entries.count }
  package var isEmpty: Bool { entries.isEmpty }

  /// The rule at a place in the order of ids.
  package subscript(index: Int) -> Rule { entries[index].rule }

  /// The ids of the rules, sorted.
  package var ids: [String] { entries.map(\.id) }

  /// The rules, sorted by id.
  package var rules: [Rule] { entries.map(\.rule) }

  /// What is known of each rule before it is tried, in the same order.
  ///
  /// - Throws: ``UnusableRuleError`` for a rule that cannot be applied; rules from files have been
  ///   checked.
  package func outlines() throws(UnusableRuleError) -> [RuleOutline] {
    var outlines: [RuleOutline] = []
    outlines.reserveCapacity(entries.count)
    for entry in entries {
      switch entry {
      case .read(let rule): outlines.append(try RuleOutline(of: rule))
      case .inTable(let entry): outlines.append(entry.outline)
      }
    }
    return outlines
  }

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

  /// Reads and joins several files.
  ///
  /// - Parameter sources: The content of each file, and its name for errors.
  /// - Throws: All that is wrong with any of the files.
  package init(reading sources: [(name: String, bytes: [UInt8])]) throws(RuleFileError) {
    var files: [RuleFile] = []
    var problems: [RuleFileProblem] = []
    for source in sources {
      do throws(RuleFileError) {
        files.append(try RuleFile(source.bytes, named: source.name))
      } catch {
        problems += error.problems
      }
    }
    do throws(RuleFileError) {
      self = try RuleSet(files)
    } catch {
      throw RuleFileError(problems + error.problems)
    }
    guard problems.isEmpty else { throw RuleFileError(problems) }
  }

  /// This set and the rules of more files.
  ///
  /// - Parameter files: The files.
  /// - Returns: The larger set.
  /// - Throws: Every id that is taken already, in this set or in another of the files.
  package func adding(_ files: [RuleFile]) throws(RuleFileError) -> RuleSet {
    var owners: [String: String] = [:]
    for entry in entries { owners[entry.id] = "a built-in rule" }
    var problems: [RuleFileProblem] = []
    for file in files {
      for (rule, position) in zip(file.rules, file.positions) {
        if let owner = owners[rule.id] {
          problems.append(
            RuleFileProblem(
              file: file.name, position: position,
              message: "the id `\(rule.id)` is taken by \(owner)"))
        }
        owners[rule.id] = owners[rule.id] ?? "\(file.name):\(position.line)"
      }
    }
    guard problems.isEmpty else { throw RuleFileError(problems) }
    return RuleSet(checked: entries + files.flatMap { $0.rules.map(Entry.read) })
  }

  /// This set with more rules, each in place of the one that has its id.
  func replacing(with rules: [Rule]) -> RuleSet {
    guard !rules.isEmpty else { return self }
    let ids = Set(rules.map(\.id))
    return RuleSet(checked: entries.filter { !ids.contains($0.id) } + rules.map(Entry.read))
  }

  /// This set without some rules.
  func removing(_ ids: Set<String>) -> RuleSet {
    ids.isEmpty ? self : RuleSet(checked: entries.filter { !ids.contains($0.id) })
  }

  /// The rule with an id, or nil when there is none.
  package subscript(id: String) -> Rule? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < count && entries[low].id == id ? entries[low].rule : nil
  }

  /// The rules that a user picks.
  ///
  /// - Parameters:
  ///   - only: Ids of the rules to keep; empty to keep all.
  ///   - skipping: Ids of rules to leave out.
  /// - Returns: The smaller set; it can be empty.
  /// - Throws: Ids that no rule has, since a scan without the rule that was meant finds nothing.
  package func selecting(
    only: [String], skipping: [String]
  ) throws(UnknownRuleError) -> RuleSet {
    guard !only.isEmpty || !skipping.isEmpty else { return self }
    for id in only + skipping where self[id] == nil {
      throw UnknownRuleError(id: id, nearest: Spelling.nearest(to: id, among: entries.map(\.id)))
    }
    let kept = Set(only)
    let skipped = Set(skipping)
    return RuleSet(
      checked: entries.filter {
        (kept.isEmpty || kept.contains($0.id)) && !skipped.contains($0.id)
      })
  }
}

/// An id that no rule has.
package struct UnknownRuleError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The id that was asked for.
  package var id: String
  /// The id that was probably meant.
  package var nearest: String?

  package init(id: String, nearest: String?) {
    self.id = id
    self.nearest = nearest
  }

  package var description: String {
    "there is no rule `\(id)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
  }
}
