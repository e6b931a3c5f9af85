/// Why a finding, or some of its places, is not reported.
package struct Suppression: Sendable, Hashable {
  /// Who says so.
  package enum Kind: String, CaseIterable, Sendable {
    /// A comment beside the secret.
    case inline
    /// An entry of an ignore file.
    case ignoreFile
    /// A baseline that knows the secret.
    case baseline
  }

  package var kind: Kind
  /// Where it is said, for people: the comment's marker, the entry's file and line, or the
  /// baseline's file.
  package var source: String
  /// The reason that somebody gave, with every secret in it redacted; nil for none.
  package var reason: String?

  package init(kind: Kind, source: String, reason: String? = nil) {
    self.kind = kind
    self.source = source
    self.reason = reason
  }

  /// How many findings are suppressed in each way.
  ///
  /// A finding counts once for each way in which any of its places is suppressed.
  package struct Tally: Sendable, Equatable {
    package private(set) var inline = 0
    package private(set) var ignoreFile = 0
    package private(set) var baseline = 0

    /// Takes counts as they are.
    package init(inline: Int, ignoreFile: Int, baseline: Int) {
      self.inline = inline
      self.ignoreFile = ignoreFile
      self.baseline = baseline
    }

    /// Adds the counts of another scan.
    package mutating func add(_ other: Tally) {
      inline += other.inline
      ignoreFile += other.ignoreFile
      baseline += other.baseline
    }

    /// Counts findings by their suppression.
    package init(of findings: [Finding] = []) {
      for finding in findings {
        switch finding.suppression?.kind {
        case .inline: inline += 1
        case .ignoreFile: ignoreFile += 1
        case .baseline: baseline += 1
        case nil: break
        }
      }
    }

    /// All of them together.
    package var total: Int { inline + ignoreFile + baseline }
  }
}
