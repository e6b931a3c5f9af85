/// The compact text of rules that `RuleCompiler` builds in, for a quick start.
///
/// First come the rules' outlines, which every scan needs, then the rules themselves, which are read
/// when they are first tried: of each only the ``Rule/fields`` that it has, each after a letter that
/// stands for the field. Examples are left out: they are for tests. The text is written and read by
/// the same build, so it has no version.
package enum RuleTable {
  /// Ends an outline and a rule.
  static let ruleEnd = UInt8(ascii: "\n")
  /// The letter of the first field.
  static let firstLetter = UInt8(ascii: "!")

  /// Writes rules.
  ///
  /// - Parameter ruleSet: Rules that ``RuleFile`` has checked.
  /// - Returns: The text for ``decode(_:)``.
  /// - Throws: ``UnusableRuleError`` for a rule without an outline.
  package static func encode(_ ruleSet: RuleSet) throws(UnusableRuleError) -> String {
    let rules = ruleSet.rules
    var head: [UInt8] = []
    var bodies: [UInt8] = []
    rules.count.write(to: &head)
    for (rule, outline) in zip(rules, try ruleSet.outlines()) {
      let start = bodies.count
      write(rule, to: &bodies)
      rule.id.write(to: &head)
      (bodies.count - start).write(to: &head)
      outline.write(to: &head)
      head.append(ruleEnd)
    }
    rules.flatMap { rule in rule.aliases.flatMap { [$0, rule.id] } }.write(to: &head)
    return String(decoding: head + bodies, as: UTF8.self)
  }

  /// Writes the fields of a rule.
  static func write(_ rule: Rule, to table: inout [UInt8]) {
    for (index, field) in Rule.fields.enumerated()
    where !field.traits.contains(.notStored) && !field.isDefault(rule) {
      table.append(firstLetter + UInt8(index))
      field.write(rule, &table)
    }
    table.append(ruleEnd)
  }

  /// Reads the outlines of rules; the rules themselves are read when they are asked for.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote.
  /// - Returns: The same rules without their examples.
  /// - Throws: When the text is from elsewhere or not whole.
  package static func decode(_ text: String) throws(RuleTableError) -> RuleSet {
    let bytes = Array(text.utf8)
    var reader = RuleTableReader(bytes)
    let count = try reader.readCount()
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    var start = 0
    for _ in 0..<count {
      let id = try String(from: &reader)
      let length = try reader.readNumber()
      let outline = try RuleOutline(from: &reader)
      try reader.read(ruleEnd)
      entries.append(Entry(id: id, outline: outline, table: bytes, start: start))
      start += length
    }
    let renamed = try [String](from: &reader)
    guard renamed.count.isMultiple(of: 2) else { throw reader.failure }
    var aliases: [String: String] = [:]
    for index in stride(from: 0, to: renamed.count, by: 2) {
      aliases[renamed[index]] = renamed[index + 1]
    }
    let bodies = reader.offset
    guard bodies + start == bytes.count else { throw reader.failure }
    for index in entries.indices { entries[index].start += bodies }
    return RuleSet(entries, aliases: aliases)
  }

  /// A rule in a table.
  struct Entry: Sendable {
    let id: String
    let outline: RuleOutline
    private let table: [UInt8]
    fileprivate var start: Int

    fileprivate init(id: String, outline: RuleOutline, table: [UInt8], start: Int) {
      self.id = id
      self.outline = outline
      self.table = table
      self.start = start
    }

    /// The rule, read anew each time.
    var rule: Rule {
      var reader = RuleTableReader(table, from: start)
      do throws(RuleTableError) {
        return try reader.readRule()
      } catch {
        // Whoever wrote the table has read it back.
        preconditionFailure("the rule `\(id)` is damaged at byte \(error.offset) of the table")
      }
    }
  }
}

/// Why a text is no rule table: the offset of the value that does not fit, in bytes.
package struct RuleTableError: Error, Sendable, Equatable {
  package var offset: Int
}
