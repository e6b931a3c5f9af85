import Basics
import Findings

/// The rules of a SARIF run, and where each stands in their list.
struct SARIFRules {
  /// The rules that found something: hundreds more would make a large file of a small one.
  let descriptions: [RuleDescription]
  private let indices: [String: Int]

  init(_ report: ScanReport) {
    var descriptions: [RuleDescription] = []
    var indices: [String: Int] = [:]
    let named = (report.findings + report.suppressedFindings).map(\.rule).sorted { $0.id < $1.id }
    for rule in named where indices[rule.id] == nil {
      indices[rule.id] = descriptions.count
      descriptions.append(rule)
    }
    self.descriptions = descriptions
    self.indices = indices
  }

  /// Returns the place of a rule in ``descriptions``; -1, as SARIF has it, for an unknown one.
  func index(of id: String) -> Int {
    indices[id] ?? -1
  }

  /// Returns a rule as a `reportingDescriptor` (SARIF 2.1.0, 3.49).
  static func json(_ rule: RuleDescription) -> JSON {
    let harm =
      rule.severity == .low
      ? "By itself it does little harm; it helps an attacker who has something else."
      : "Whoever can read it can use it until it is revoked."
    let about = "A credential in readable text: \(rule.title). \(harm)"
    return [
      "id": .string(rule.id),
      "name": .string(name(rule.id)),
      "shortDescription": ["text": .string(rule.title)],
      // GitHub takes at most 1,024 characters.
      "fullDescription": ["text": .string(String(about.prefix(1_024)))],
      "help": [
        "text": .string(help(rule, about: about, isMarkdown: false)),
        "markdown": .string(help(rule, about: about, isMarkdown: true)),
      ],
      "defaultConfiguration": ["level": .string(level(rule.severity))],
      "properties": [
        "tags": .strings(["security", "secret"] + (rule.provider.isEmpty ? [] : [rule.provider])),
        "precision": .string(rule.confidence.rawValue),
        "security-severity": .string(score(rule.severity)),
      ],
    ]
  }

  /// Returns the level that a viewer sorts by.
  static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "note"
    }
  }

  /// GitHub shows above 9.0 as critical, from 7.0 as high, from 4.0 as medium.
  private static func score(_ severity: Severity) -> String {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    }
  }

  /// Returns the id in the form that SARIF advises for names: `SomeApiKey` for `some-api-key`.
  private static func name(_ id: String) -> String {
    id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  private static func help(_ rule: RuleDescription, about: String, isMarkdown: Bool) -> String {
    var paragraphs = [about]
    let revocation = rule.revocation
    let steps = revocation.steps.enumerated().map { "\($0 + 1). \($1)" }
    if let url = revocation.url {
      paragraphs.append(isMarkdown ? "**Revoke it:** <\(url)>" : "Revoke it: \(url)")
    } else if !steps.isEmpty {
      paragraphs.append(isMarkdown ? "**Revoke it:**" : "Revoke it:")
    }
    if !steps.isEmpty {
      paragraphs.append(steps.joined(separator: "\n"))
    }
    let advice = RevokeAdvice.one
    let cases = [
      ("Only staged:", "take it out with `git restore --staged`; nobody has seen it."),
      (
        "Committed, not pushed:",
        "take it out with `git commit --amend` or `git rebase -i` before you push."
      ),
      (
        "Pushed:",
        "\(advice.revoke), \(advice.renew), \(advice.inspect), and \(advice.cleanUp):"
          + " \(advice.reason)."
      ),
    ]
    paragraphs.append(
      cases.map { isMarkdown ? "- **\($0)** \($1)" : "\($0) \($1)" }.joined(separator: "\n"))
    let prevention =
      "Keep keys out of files that are committed: "
      + "read them from environment variables or a secret store."
    paragraphs.append(isMarkdown ? "**From then on:** \(prevention)" : prevention)
    return paragraphs.joined(separator: "\n\n")
  }
}
