import Findings
import PatternEngine
import RuleSet

/// All about a rule, for people.
struct RuleText {
  private let rule: Rule
  private let outline: RuleOutline

  init(_ rule: Rule) throws(UsageError) {
    self.rule = rule
    do throws(UnusableRuleError) {
      outline = try RuleOutline(of: rule)
    } catch {
      throw UsageError(error.description)
    }
  }

  /// What it matches, when a match counts, how sure that is, and how to revoke.
  var lines: [String] {
    let about = rule.description
    var lines = ["\(about.title)  [\(rule.id)]", ""]
    add("provider", [about.provider], to: &lines)
    add("severity", [about.severity.rawValue], to: &lines)
    add("confidence", [about.confidence.rawValue], to: &lines)
    add("shape", [rule.regex], to: &lines)
    if rule.secretGroup > 0 { add("secret", ["group \(rule.secretGroup) of it"], to: &lines) }
    add("looks for", [literals], to: &lines)
    add("reach", [reach], to: &lines)
    add("counts only", conditions, to: &lines)
    add("surer", surer, to: &lines)
    add("else", rule.adjustments.map(Self.change), to: &lines)
    add("allowed", rule.allowlists.map(Self.summary), to: &lines)
    add("examples", rule.examples, to: &lines)
    let steps = about.revocation.steps.enumerated().map { "\($0.offset + 1). \($0.element)" }
    add("revoke", (about.revocation.url.map { [$0] } ?? []) + steps, to: &lines)
    return lines
  }

  private func add(_ label: String, _ values: [String], to lines: inout [String]) {
    for (index, value) in values.enumerated() {
      let head = index == 0 ? label + ":" : ""
      lines.append(head + String(repeating: " ", count: 13 - head.count) + value)
    }
  }

  private var literals: String {
    let shown = outline.literals.prefix(8).map { literal in
      let text = String(decoding: literal.bytes, as: UTF8.self)
      return "\"\(text)\"" + (literal.foldsCase ? " (any case)" : "")
    }
    let rest = outline.literals.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }

  private var reach: String {
    let reach = outline.reach
    return "\(reach.before) bytes before a match's begin, \(reach.after) from there on"
      + " (matches of up to \(outline.maxLength))"
  }

  /// What must hold besides the shape.
  private var conditions: [String] {
    var conditions: [String] = []
    if !rule.context.isEmpty {
      conditions.append(
        "beside \(rule.context.joined(separator: ", ")) (\(rule.contextBefore) bytes before,"
          + " \(rule.contextAfter) after)")
    }
    if !rule.kind.keywords.isEmpty {
      let words = rule.kind.keywords.joined(separator: ", ")
      conditions.append("within \(Rule.GitleaksTerms.keywordReach) bytes of \(words)")
    }
    if let path = rule.path { conditions.append("in files whose path matches \(path)") }
    if rule.entropy > 0 { conditions.append("with more than \(rule.entropy) bits per character") }
    if rule.minDistinct > 0 { conditions.append("with \(rule.minDistinct) different characters") }
    if !rule.requires.isEmpty {
      conditions.append("with \(rule.requires.map(\.rawValue).joined(separator: ", ")) in it")
    }
    if !rule.notAfterWords.isEmpty {
      conditions.append("not right after \(rule.notAfterWords.joined(separator: ", "))")
    }
    if rule.notInsideBase64 { conditions.append("not inside a long base64 text") }
    if !rule.jwtContains.isEmpty {
      conditions.append("as a token that mentions \(rule.jwtContains.joined(separator: ", "))")
    }
    switch rule.valueKind {
    case .random: conditions.append("if it looks drawn by lot: no word, path, reference or hash")
    case .password: conditions.append("if it is no well-known sample")
    case nil: break
    }
    if rule.kind.leavesOutPlaceholders {
      conditions.append("if it is no placeholder such as your-key-here")
    }
    return conditions
  }

  /// What raises or lowers confidence by the secret itself.
  private var surer: [String] {
    var lines: [String] = []
    if let strict = rule.strictRegex { lines.append("high confidence for the shape \(strict)") }
    if let proof = rule.proof {
      lines.append("proof \(proof.rawValue): high confidence where it holds, low where it does not")
    }
    return lines
  }

  private static func change(_ adjustment: Rule.Adjustment) -> String {
    let change = [
      adjustment.severity.map { "severity \($0.rawValue)" },
      adjustment.confidence.map { "confidence \($0.rawValue)" },
    ].compactMap(\.self).joined(separator: ", ")
    let words = (adjustment.near + adjustment.paths).joined(separator: ", ")
    return "\(change) \(adjustment.because): \(words)"
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
