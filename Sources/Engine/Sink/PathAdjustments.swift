import Basics
import Detection
import Findings
import RuleSet

/// What rules say about the path of one file after the other, each worked out once.
struct PathAdjustments {
  /// The path from the root of one that is reported: what lies above says nothing about the file.
  private let fromRoot: (String) -> String
  private var path: String?
  private var words: Set<String>?
  private var ofRules: [String: [Rule.Adjustment]] = [:]

  /// Begins without a path.
  init(fromRoot: @escaping (String) -> String) { self.fromRoot = fromRoot }

  /// Applies what an occurrence's rule says about its path.
  mutating func applied(to occurrence: Occurrence) -> Occurrence {
    isAdjustable(occurrence) ? occurrence.adjusted(by: adjustments(for: occurrence)) : occurrence
  }

  /// How sure an occurrence is, by its path as well.
  mutating func confidence(of occurrence: Occurrence) -> Confidence {
    let match = occurrence.match
    guard isAdjustable(occurrence) else { return match.confidence }
    return match.adjustment(among: adjustments(for: occurrence))?.confidence ?? match.confidence
  }

  private func isAdjustable(_ occurrence: Occurrence) -> Bool {
    occurrence.location.provenance.kind == .content
      && occurrence.match.sharedRule.isAdjustedByPath
  }

  private mutating func adjustments(for occurrence: Occurrence) -> [Rule.Adjustment] {
    let path = occurrence.location.path
    if path != self.path {
      self.path = path
      words = nil
      ofRules.removeAll(keepingCapacity: true)
    }
    return adjustments(of: occurrence.match.sharedRule.rule, on: path)
  }

  private mutating func adjustments(of rule: Rule, on path: String) -> [Rule.Adjustment] {
    if let known = ofRules[rule.id] { return known }
    let words = words ?? PathWords.words(of: fromRoot(path))
    self.words = words
    let made = rule.adjustments(forPathOf: words)
    ofRules[rule.id] = made
    return made
  }
}
