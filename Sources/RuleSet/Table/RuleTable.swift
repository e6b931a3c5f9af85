import PatternEngine

/// Rules in the compact text that `RuleCompiler` builds in, for a quick start.
///
/// The text holds, one after the other:
///
/// 1. the length of 2 to 4, which are read at the start;
/// 2. for each rule, in the order of ids, the lengths of its id, its opening and its record;
/// 3. what every scan needs, ``RuleAnchors``: of each rule the outline, then the sets of bytes and the
///    lists of these sets that can follow literals, each of them once, then the literals with the
///    rules that they announce;
/// 4. ids that rules had before, and the present one for each of them;
/// 5. for each rule its id; its ``RuleOpening``, which is read when the rule is first tried; and its
///    record, which is read where that opening stands: those ``Rule/fields`` that are not as in a
///    rule that says nothing, each as its index and its value. Examples are left out: they are for
///    tests.
///
/// How values are written is said at ``RuleTableValue``. All is valid UTF-8: a string literal of Swift
/// can hold it, which is a part of the program's file and is neither checked nor copied at the start.
/// The text is written and read by the same build, so it has no version.
package final class RuleTable: Sendable {
  private let text: String
  /// For each rule, where its ``Part``s begin; at last, where the text ends.
  private let starts: [Int]
  let anchors: RuleAnchors
  /// Ids that rules had before, and the present one for each of them.
  private let renamed: (former: [String], present: [String])

  /// Ids that rules had before, and those that they have now.
  var aliases: [String: String] {
    Dictionary(zip(renamed.former, renamed.present), uniquingKeysWith: { first, _ in first })
  }

  var count: Int { anchors.outlines.count }

  /// What a table holds of each rule, in this order.
  private enum Part: Int, CaseIterable {
    case id
    case opening
    case record
  }

  private init(_ text: String) throws(RuleTableError) {
    self.text = text
    var reader = RuleTableReader(text, 0..<min(text.utf8.count, RuleTableReader.longestNumber))
    let length = try reader.readNumber()
    let end = reader.offset + length
    guard end <= text.utf8.count else { throw reader.failure }
    reader = RuleTableReader(text, reader.offset..<end)
    var starts = try [Int](from: &reader)
    var start = end
    for index in starts.indices {
      let length = starts[index]
      starts[index] = start
      start += length
    }
    starts.append(start)
    self.starts = starts
    anchors = try RuleAnchors(from: &reader)
    renamed = (try [String](from: &reader), try [String](from: &reader))
    guard reader.isAtEnd, start == text.utf8.count,
      starts.count == Part.allCases.count * count + 1
    else { throw reader.failure }
  }

  /// Writes rules.
  ///
  /// - Parameter ruleSet: Rules that ``RuleFile`` has checked.
  /// - Returns: The text for ``decode(_:)``.
  /// - Throws: ``UnusableRuleError`` for a rule that nothing announces.
  package static func encode(_ ruleSet: RuleSet) throws(UnusableRuleError) -> String {
    let rules = ruleSet.rules
    var parts: [[UInt8]] = []
    for rule in rules { parts += [Array(rule.id.utf8), try opening(of: rule), record(of: rule)] }
    var head: [UInt8] = []
    parts.map(\.count).write(to: &head)
    try ruleSet.anchors().write(to: &head)
    rules.flatMap(\.aliases).write(to: &head)
    rules.flatMap { rule in rule.aliases.map { _ in rule.id } }.write(to: &head)
    var table: [UInt8] = []
    head.count.write(to: &table)
    table += head
    for part in parts { table += part }
    return String(decoding: table, as: UTF8.self)
  }

  private static func opening(of rule: Rule) throws(UnusableRuleError) -> [UInt8] {
    var opening: [UInt8] = []
    do throws(PatternError) {
      try RuleOpening(of: rule).write(to: &opening)
    } catch {
      throw UnusableRuleError(ruleID: rule.id, reason: error.description)
    }
    return opening
  }

  /// All that a rule says but its id and its examples.
  static func record(of rule: Rule) -> [UInt8] {
    var record: [UInt8] = []
    for (index, field) in Rule.fields.enumerated()
    where !field.traits.contains(.notStored) && !field.isDefault(rule) {
      index.write(to: &record)
      field.write(rule, &record)
    }
    return record
  }

  /// Reads what announces the rules; the rules themselves are read when they are asked for.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote.
  /// - Returns: The same rules without their examples.
  /// - Throws: When the text is from elsewhere or not whole.
  package static func decode(_ text: String) throws(RuleTableError) -> RuleSet {
    RuleSet(try RuleTable(text))
  }

  /// A rule in a table.
  struct Entry: Sendable {
    let table: RuleTable
    /// Its place there.
    let number: Int

    /// The rule's id, read anew each time.
    var id: String { String(RuleTable.part(of: table.text, place(of: .id))) }

    /// What its values begin with, read anew each time.
    var opening: RuleOpening {
      read(.opening) { reader throws(RuleTableError) in try RuleOpening(from: &reader) }
    }

    /// The rule, read anew each time.
    var rule: Rule {
      read(.record) { reader throws(RuleTableError) in try reader.readRule() }
    }

    private func read<Value>(
      _ part: Part, _ value: (inout RuleTableReader) throws(RuleTableError) -> Value
    ) -> Value {
      var reader = RuleTableReader(table.text, place(of: part))
      do throws(RuleTableError) {
        return try value(&reader)
      } catch {
        // Whoever wrote the table has read it back.
        preconditionFailure("the rule `\(id)` is damaged at byte \(error.offset) of the table")
      }
    }

    private func place(of part: Part) -> Range<Int> {
      let index = Part.allCases.count * number + part.rawValue
      return table.starts[index]..<table.starts[index + 1]
    }
  }

  /// The bytes in a range of a text.
  static func part(of text: String, _ range: Range<Int>) -> Substring {
    let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
    return text[start..<text.utf8.index(start, offsetBy: range.count)]
  }
}

/// Why a text is no rule table: the offset of the value that does not fit, in bytes.
package struct RuleTableError: Error, Sendable, Equatable {
  package var offset: Int
}
