import SystemIO

/// What the user asked of suppression, whatever is scanned.
package struct SuppressionPlan: Sendable {
  /// Name of the file of accepted findings.
  package static let ignoreFileName = IgnoreFile.name

  /// Whether comments beside a secret count.
  package var honoursComments = true
  /// An ignore file to use in place of those of the repository, with the name that the user gave
  /// it; nil for those.
  package var ignoreFile: (name: String, bytes: [UInt8])?
  /// The findings that are known already; nil for none.
  package var baseline: Baseline?
  /// Whether entries that suppress nothing are reported; not so when rules were left out.
  package var tellsUnused = true
  /// The day on which entries may have expired, in UTC, in days since 1970.
  package var today = Process.secondsSince1970 / 86_400

  package init() {}
}
