import Findings
import PatternEngine

/// The compact text of rules that `RuleCompiler` builds in, for a quick start.
///
/// First come the rules' outlines, which every scan needs, then the rules themselves, which are read
/// when they are first tried. Every field stands in a fixed order, parted by the separators of
/// ASCII; no checked rule holds them. Examples are left out: they are for tests. The text is written
/// and read by the same build, so it has no version.
package enum RuleTable {
  /// Ends a rule.
  static let ruleEnd: UInt8 = 0x1C
  /// Ends a field.
  static let fieldEnd: UInt8 = 0x1D
  /// Ends an item of a list.
  static let itemEnd: UInt8 = 0x1E
  /// Ends a part of an item.
  static let partEnd: UInt8 = 0x1F

  /// Writes rules.
  ///
  /// - Parameter ruleSet: Rules that ``RuleFile`` has checked.
  /// - Returns: The text for ``decode(_:)``.
  /// - Throws: ``UnusableRuleError`` for a rule without an outline.
  package static func encode(_ ruleSet: RuleSet) throws(UnusableRuleError) -> String {
    let rules = ruleSet.rules
    var head = digits(rules.count) + [fieldEnd]
    var bodies: [UInt8] = []
    for (rule, outline) in zip(rules, try ruleSet.outlines()) {
      let body = fields(of: rule).flatMap { $0 + [fieldEnd] } + [ruleEnd]
      bodies += body
      for field in fields(of: outline, id: rule.id, bodyLength: body.count) {
        head += field + [fieldEnd]
      }
      head.append(ruleEnd)
    }
    return String(decoding: head + bodies, as: UTF8.self)
  }

  /// Reads the outlines of rules; the rules themselves are read when they are asked for.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote.
  /// - Returns: The same rules without their examples.
  /// - Throws: When the text is from elsewhere or not whole.
  package static func decode(_ text: String) throws(RuleTableError) -> RuleSet {
    let bytes = Array(text.utf8)
    var reader = RuleTableReader(bytes)
    let count = try reader.readNumber()
    var entries: [Entry] = []
    var lengths: [Int] = []
    for _ in 0..<count {
      let (entry, length) = try reader.readEntry()
      entries.append(entry)
      lengths.append(length)
    }
    var start = reader.offset
    for (index, length) in lengths.enumerated() {
      entries[index].start = start
      start += length
    }
    guard start == bytes.count else { throw RuleTableError(offset: reader.offset) }
    return RuleSet(entries)
  }

  /// A rule in a table.
  struct Entry: Sendable {
    let id: String
    let outline: RuleOutline
    fileprivate(set) var start = 0
    private let table: [UInt8]

    init(id: String, outline: RuleOutline, table: [UInt8]) {
      self.id = id
      self.outline = outline
      self.table = table
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

  /// The fields in the order of `RuleTableReader.readEntry()`.
  private static func fields(
    of outline: RuleOutline, id: String, bodyLength: Int
  ) -> [[UInt8]] {
    [
      Array(id.utf8), digits(bodyLength), digits(outline.isContext ? 1 : 0),
      // A match begins at or before a literal of its own, but anywhere around a context word.
      digits(-outline.earliest), digits(outline.isContext ? outline.latest : -outline.latest),
      digits(outline.maxLength), digits(outline.lookBehind), digits(outline.lookAhead),
      list(outline.literals.map(literal)),
    ]
  }

  /// Whether it folds case and its bytes; then for each run of equal followers their number and the
  /// bounds of their ranges, in hexadecimal.
  private static func literal(_ literal: Literal) -> String {
    var text = (literal.foldsCase ? "1" : "0") + hexadecimal(literal.bytes)
    var rest = literal.followers[...]
    while let first = rest.first {
      let count = rest.prefix { $0 == first }.count
      let bounds = first.ranges.flatMap { [$0.lowerBound, $0.upperBound] }
      text += " " + hexadecimal([UInt8(count)] + bounds)
      rest = rest.dropFirst(count)
    }
    return text
  }

  /// Literals can hold any bytes, the separators too.
  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The fields in the order of `RuleTableReader.readRule()`.
  private static func fields(of rule: Rule) -> [[UInt8]] {
    let description = rule.description
    return [
      Array(description.id.utf8), Array(description.provider.utf8), Array(description.title.utf8),
      Array(description.severity.rawValue.utf8), Array(description.confidence.rawValue.utf8),
      Array((description.revocation.url ?? "").utf8),
      // The general steps are the same for most rules.
      list(
        description.revocation.steps == Revocation.generalSteps
          ? [] : description.revocation.steps),
      Array(rule.regex.utf8), digits(rule.secretGroup), set(rule.notBefore), set(rule.notAfter),
      Array((rule.strictRegex ?? "").utf8), list(rule.context), list(rule.notAfterWords),
      digits(rule.contextBefore), digits(rule.contextAfter),
      Array(String(rule.entropy).utf8), list(rule.requires.map(\.rawValue)),
      digits(rule.minDistinct), digits(rule.notInsideBase64 ? 1 : 0), list(rule.jwtContains),
      Array((rule.proof?.rawValue ?? "").utf8),
      Array((rule.valueKind?.rawValue ?? "").utf8), digits(rule.precedence),
      rule.adjustments.flatMap { adjustment($0) + [itemEnd] },
    ]
  }

  private static func digits(_ number: Int) -> [UInt8] { Array(String(number).utf8) }

  private static func list(_ items: [String]) -> [UInt8] { items.flatMap { $0.utf8 + [itemEnd] } }

  /// The ranges of a set, each as its two bounds in decimal digits.
  private static func set(_ set: ByteSet) -> [UInt8] {
    set.ranges.flatMap {
      digits(Int($0.lowerBound)) + [partEnd] + digits(Int($0.upperBound)) + [itemEnd]
    }
  }

  private static func adjustment(_ adjustment: Rule.Adjustment) -> [UInt8] {
    let parts = [
      String(adjustment.before), String(adjustment.after), adjustment.severity?.rawValue ?? "",
      adjustment.confidence?.rawValue ?? "", adjustment.because,
      adjustment.paths.joined(separator: " "),
    ]
    return (parts + adjustment.near).flatMap { $0.utf8 + [partEnd] }
  }
}

extension ByteSet {
  /// Its bytes, those without a gap together.
  fileprivate var ranges: [ClosedRange<UInt8>] {
    var ranges: [ClosedRange<UInt8>] = []
    for byte in bytes {
      if let last = ranges.last, last.upperBound == byte &- 1 {
        ranges[ranges.count - 1] = last.lowerBound...byte
      } else {
        ranges.append(byte...byte)
      }
    }
    return ranges
  }
}

/// Why a text is no rule table: the offset of the field that does not fit, in bytes.
package struct RuleTableError: Error, Sendable, Equatable {
  package var offset: Int
}
