/// What is no finding, though a rule matches: `[[allowlists]]` and `[[rules.allowlists]]` of
/// gitleaks' schema.
package struct Allowlist: Sendable, Equatable {
  /// What the expressions are held against.
  package enum Target: String, CaseIterable, Sendable {
    case secret
    case match
    case line
  }

  /// How much of a line before and after a match counts as its line, in bytes.
  package static let lineReach = 500

  /// Whether all conditions that are given must hold, not just any.
  package var needsAll = false
  /// Expressions of which one must match somewhere in the path.
  package var paths: [String] = []
  /// Object ids of commits in full, in lower case.
  package var commits: [String] = []
  /// Expressions of which one must match somewhere in the target.
  package var regexes: [String] = []
  package var target = Target.secret
  /// Texts in lower case of which the secret must hold one, in either case.
  package var stopwords: [String] = []
  /// Ids of the only rules that it is about; empty for all.
  package var targetRules: [String] = []
  /// Whether `targetRules` are ids as another scanner means them.
  package var targetsForeignRules = false

  /// Whether it says anything.
  package var isEmpty: Bool {
    paths.isEmpty && commits.isEmpty && regexes.isEmpty && stopwords.isEmpty
  }

  /// Whether a path alone is enough for a file to be left out, whatever it holds.
  package var leavesOutFiles: Bool {
    !paths.isEmpty && targetRules.isEmpty
      && (!needsAll || (commits.isEmpty && regexes.isEmpty && stopwords.isEmpty))
  }

  /// Whether it takes more to decide than the secret and its place.
  package var looksAround: Bool { !regexes.isEmpty && target != .secret }
}
