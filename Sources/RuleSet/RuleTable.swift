import Findings
import PatternEngine

/// The compact text of rules that `RuleCompiler` builds in, for a quick start.
///
/// Every field of a rule stands in a fixed order, parted by the separators of ASCII; no checked
/// rule holds them. Examples are left out: they are for tests. The text is written and read by the
/// same build, so it has no version.
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
  /// - Parameter rules: Rules that ``RuleFile`` has checked.
  /// - Returns: The text for ``decode(_:)``.
  package static func encode(_ rules: [Rule]) -> String {
    var text: [UInt8] = []
    for rule in rules {
      for field in fields(of: rule) { text += field + [fieldEnd] }
      text.append(ruleEnd)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads rules.
  ///
  /// - Parameter text: What ``encode(_:)`` wrote.
  /// - Returns: The same rules without their examples.
  /// - Throws: When the text is from elsewhere.
  package static func decode(_ text: String) throws(RuleTableError) -> RuleSet {
    var reader = RuleTableReader(text)
    var rules: [Rule] = []
    while !reader.isAtEnd { rules.append(try reader.readRule()) }
    return RuleSet(checked: rules)
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
    var ranges: [ClosedRange<UInt8>] = []
    for byte in set.bytes {
      if let last = ranges.last, last.upperBound == byte &- 1 {
        ranges[ranges.count - 1] = last.lowerBound...byte
      } else {
        ranges.append(byte...byte)
      }
    }
    return ranges.flatMap {
      digits(Int($0.lowerBound)) + [partEnd] + digits(Int($0.upperBound)) + [itemEnd]
    }
  }

  private static func adjustment(_ adjustment: Rule.Adjustment) -> [UInt8] {
    let parts = [
      String(adjustment.before), String(adjustment.after), adjustment.severity?.rawValue ?? "",
      adjustment.confidence?.rawValue ?? "", adjustment.because,
    ]
    return (parts + adjustment.near).flatMap { $0.utf8 + [partEnd] }
  }
}

/// Why a text is no rule table: the offset of the field that does not fit, in bytes.
package struct RuleTableError: Error, Sendable, Equatable {
  package var offset: Int
}
