import BuiltInRules
package import Findings
import KeyFormats
package import RuleSet

/// The keys that tests of scans leak, and the rule that finds them.
package enum LeakedKey {
  /// The rule that finds them.
  package static let rule = "openrouter-api-key"

  /// A key; the same number gives the same key.
  package static func text(_ number: UInt64) -> String {
    KeyTemplate.expand("sk-or-v1-{hex:64}", seed: number)
  }

  /// The key as reports show it.
  package static func redacted(_ number: UInt64) -> String {
    Redaction.redact(Array(text(number).utf8), prefixLength: "sk-or-v1-".utf8.count)
  }

  /// Identity of the key's finding.
  package static func fingerprint(_ number: UInt64) -> Fingerprint {
    Fingerprint(ruleID: rule, secret: Array(text(number).utf8))
  }

  /// Only the rule of these keys, so that tests are quick.
  package static var ruleSet: RuleSet {
    get throws { try BuiltInRules.ruleSet.selecting(only: [rule], skipping: []) }
  }
}
