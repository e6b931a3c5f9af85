import Findings

/// A line of an ignore file: which findings are not to be reported.
struct IgnoreEntry: Sendable, Equatable {
  /// What is accepted.
  enum Subject: Sendable, Equatable {
    /// One secret under one rule.
    case secret(Fingerprint)
    /// Whatever a rule, or all rules of a provider, find.
    case rules(RuleScope)
    /// Whatever is found at its path.
    case everything
  }

  var subject: Subject
  /// Where; nil for everywhere.
  var path: PathGlob?
  /// The last day on which it holds, in days since 1970, and as it is written; nil for always.
  var until: (day: Int, text: String)?
  var reason: String?
  /// From 1.
  var line: Int

  static func == (left: IgnoreEntry, right: IgnoreEntry) -> Bool {
    left.subject == right.subject && left.path == right.path
      && left.until?.day == right.until?.day && left.reason == right.reason
      && left.line == right.line
  }

  /// Whether it is meant for a place of a finding, also by what the finding's rule was called
  /// before; the path counts from the root and is nil for one that is not below it, and the members
  /// are those of an archive that stands there.
  func covers(
    _ fingerprints: [Fingerprint], of names: [String], at path: String?, members: [String] = []
  ) -> Bool {
    switch subject {
    case .secret(let secret): if !fingerprints.contains(secret) { return false }
    case .rules(let scope): if !scope.covers(names) { return false }
    case .everything: break
    }
    guard let glob = self.path else { return true }
    return path.map { glob.matches($0, members: members) } ?? false
  }

  /// Whether it no longer holds.
  func isExpired(on today: Int) -> Bool { until.map { $0.day < today } ?? false }
}
