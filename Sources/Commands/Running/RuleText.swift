import Findings
import PatternEngine
import Reports
import RuleSet

/// All about a rule, for people.
struct RuleText {
  private let rule: Rule
  private let anchored: AnchoredRule

  init(_ rule: Rule) throws(UsageError) {
    self.rule = rule
    anchored = try UsageError.rethrowing { try AnchoredRule(of: rule) }
  }

  /// What it matches, when a match counts, how sure that is, and how to revoke.
  var lines: [String] {
    var lines = ["\(rule.description.title)  [\(rule.id)]", ""]
    for label in RuleField.Label.allCases {
      let fields = Rule.fields.filter { $0.label == label }.flatMap { $0.lines(of: rule) }
      switch label {
      case .condition:
        add("looks for", [literals], to: &lines)
        add("reach", [reach], to: &lines)
        add(label.rawValue, fields + conditions, to: &lines)
      case .examples:
        add("allowed", rule.allowlists.map(Self.summary), to: &lines)
        add(label.rawValue, fields, to: &lines)
      default: add(label.rawValue, fields, to: &lines)
      }
    }
    if let check = rule.description.check { add("alive?", KeyCheckText(check).lines, to: &lines) }
    return lines
  }

  private func add(_ label: String, _ values: [String], to lines: inout [String]) {
    for (index, value) in values.enumerated() {
      let head = index == 0 ? label + ":" : ""
      lines.append(head + String(repeating: " ", count: 13 - head.count) + value)
    }
  }

  private var literals: String {
    let shown = anchored.literals.prefix(8).map { literal in
      let text = String(decoding: literal.bytes, as: UTF8.self)
      return "\"\(text)\"" + (literal.foldsCase ? " (any case)" : "")
    }
    let rest = anchored.literals.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private var reach: String {
    let outline = anchored.outline
    let reach = outline.reach
    return "\(reach.before) bytes before the start of a match, \(reach.after) from there on"
      + " (matches of up to \(outline.maxLength))"
  }

  /// What must hold besides what the fields say.
  private var conditions: [String] {
    var conditions: [String] = []
    if !rule.kind.keywords.isEmpty {
      let words = rule.kind.keywords.joined(separator: ", ")
      conditions.append("within \(Rule.GitleaksTerms.keywordReach) bytes of \(words)")
    }
    if let path = rule.path { conditions.append("in files whose path matches \(path)") }
    if rule.kind.leavesOutPlaceholders {
      conditions.append("if it is no placeholder such as your-key-here")
    }
    return conditions
  }

  private static func summary(_ allowlist: Allowlist) -> String {
    let counts = [
      (allowlist.paths.count, "path"), (allowlist.commits.count, "commit"),
      (allowlist.regexes.count, "regex for the \(allowlist.target.rawValue)"),
      (allowlist.stopwords.count, "stopword"),
    ].filter { $0.0 > 0 }.map { "\($0.0) × \($0.1)" }
    return counts.joined(separator: allowlist.needsAll ? " and " : " or ")
  }
}
