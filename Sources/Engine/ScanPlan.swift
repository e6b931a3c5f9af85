package import Findings
package import RuleSet

/// What the user asked of a scan, whatever is scanned.
package struct ScanPlan: Sendable {
  /// The rules to apply.
  package var ruleSet: RuleSet
  /// What is no finding though a rule matches; rules can have allowlists of their own.
  package var allowlists: [Allowlist] = []
  /// Findings of less confidence are counted, not reported.
  package var minConfidence = Confidence.medium
  /// Number of threads.
  package var threads = 1
  /// Larger files and blobs are left out and listed, in bytes; nil for no limit.
  package var maxFileSize: Int?
  /// How far archives are opened.
  package var archives = ArchiveLimits()
  /// Whether what could not be opened, or what a clone lacks, leaves a scan complete.
  package var allowsGaps = false
  /// Paths to leave out.
  package var excluded = ExcludedPaths()
  /// Whether files of secrets that git tracks are looked for, beside the rules.
  package var checksSecretFiles = false
  /// Ids of what is reported of all that is looked for; nil for all.
  package var reportedIDs: Set<String>?
  /// What the user has accepted.
  package var suppression = SuppressionPlan()
  /// Whether the scan should end now with what it has; asked often, by all threads.
  package var isCancelled: @Sendable () -> Bool = { false }

  package init(ruleSet: RuleSet) { self.ruleSet = ruleSet }

  /// Whether a rule's findings are reported.
  func reports(_ ruleID: String) -> Bool {
    guard let reportedIDs else { return true }
    return !reportedIDs.isDisjoint(with: ruleSet[ruleID]?.names ?? [ruleID])
  }
}
