import Basics
package import Detection
import Findings
package import RuleSet

/// Separates findings from what allowlists allow, and from matches of rules that are not for their
/// path.
///
/// This happens after detection, when the path and the commit of a match are known: so allowlists
/// cost nothing where nothing matches, and what they allow can be counted.
package struct AllowlistFilter {
  private let global: [Test]
  private let targets: [Set<String>]
  private var ofRules: [String: RuleTests] = [:]
  /// Files that are not looked at.
  private let leftOut: TextTest?

  /// Prepares the tests of allowlists, for all rules or for those that they name.
  package init(_ allowlists: [Allowlist]) {
    global = allowlists.map(Test.init)
    targets = allowlists.map { Set($0.targetRules) }
    leftOut = TextTest(allowlists.filter(\.leavesOutFiles).flatMap(\.paths))
  }

  /// What a rule brings along.
  private struct RuleTests {
    var path: TextTest?
    var allowlists: [Test]
  }

  /// Whether a file, or a member of an archive, is not to be looked at because of its path.
  func leavesOut(_ path: String) -> Bool { leftOut?.holds(in: Array(path.utf8).span) ?? false }

  /// Parts occurrences into those that count and those that are allowed, by the path that patterns
  /// are asked of; what a rule is not for is in neither.
  func sort(
    _ occurrences: [Occurrence], pathOf: (String) -> String
  ) -> (kept: [Occurrence], allowed: [Occurrence]) {
    guard
      !global.isEmpty
        || occurrences.contains(where: { $0.match.sharedRule.isLimited })
    else { return (occurrences, []) }
    var filter = self
    var kept: [Occurrence] = []
    var allowed: [Occurrence] = []
    for occurrence in occurrences {
      let tests = filter.tests(of: occurrence.match.rule)
      let path = pathOf(occurrence.location.path)
      if let own = tests.path, !own.holds(in: Array(path.utf8).span) { continue }
      if filter.isAllowed(
        occurrence.match, path: path, commit: occurrence.location.provenance.commit?.id.hex ?? "",
        tests)
      {
        allowed.append(occurrence)
      } else {
        kept.append(occurrence)
      }
    }
    return (kept, allowed)
  }

  /// Whether a match is allowed wherever it stands.
  package func allows(_ match: SecretMatch) -> Bool {
    var filter = self
    return filter.isAllowed(match, path: "", commit: "", filter.tests(of: match.rule))
  }

  /// Whether a file that is a finding in itself is allowed; its secret is its path.
  func allows(_ file: FoundSecretFile, at path: String) -> Bool {
    global.indices.contains {
      (targets[$0].isEmpty || targets[$0].contains(SecretFile.ruleID))
        && global[$0].allows(Array(file.path.utf8), nil, path: path, commit: "")
    }
  }

  private mutating func tests(of rule: Rule) -> RuleTests {
    if let known = ofRules[rule.id] { return known }
    let made = RuleTests(
      path: TextTest(rule.path.map { [$0] } ?? []), allowlists: rule.allowlists.map(Test.init))
    ofRules[rule.id] = made
    return made
  }

  private func isAllowed(
    _ match: SecretMatch, path: String, commit: String, _ tests: RuleTests
  ) -> Bool {
    tests.allowlists.contains { $0.allows(match.secret, match.texts, path: path, commit: commit) }
      || global.indices.contains {
        (targets[$0].isEmpty || !targets[$0].isDisjoint(with: match.rule.names))
          && global[$0].allows(match.secret, match.texts, path: path, commit: commit)
      }
  }

  /// An allowlist, ready to be asked.
  private final class Test {
    private let allowlist: Allowlist
    private let paths: TextTest?
    private let regexes: TextTest?
    private let commits: Set<String>
    private let stopwords: [[UInt8]]

    init(_ allowlist: Allowlist) {
      self.allowlist = allowlist
      paths = TextTest(allowlist.paths)
      regexes = TextTest(allowlist.regexes)
      commits = Set(allowlist.commits)
      stopwords = allowlist.stopwords.map { Array($0.utf8) }
    }

    func allows(
      _ secret: [UInt8], _ texts: SecretMatch.Texts?, path: String, commit: String
    ) -> Bool {
      let needsAll = allowlist.needsAll
      // What is not given decides nothing.
      if let paths, paths.holds(in: Array(path.utf8).span) != needsAll {
        return !needsAll
      }
      if !commits.isEmpty, commits.contains(commit) != needsAll {
        return !needsAll
      }
      if let regexes, regexes.holds(in: target(secret, texts).span) != needsAll {
        return !needsAll
      }
      if !stopwords.isEmpty, holdsStopword(secret) != needsAll { return !needsAll }
      return needsAll
    }

    private func target(_ secret: [UInt8], _ texts: SecretMatch.Texts?) -> [UInt8] {
      switch allowlist.target {
      case .secret: secret
      case .match: texts?.match ?? secret
      case .line: texts?.line ?? secret
      }
    }

    private func holdsStopword(_ secret: [UInt8]) -> Bool {
      let folded = secret.map { byte in
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
      }
      return stopwords.contains { folded.holds($0) }
    }
  }
}
