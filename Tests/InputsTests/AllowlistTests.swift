import Detection
import Engine
import Findings
import Inputs
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// Allowlists: what they keep from being found, and that it is counted.
struct AllowlistTests {
  /// Two files with a key each, and a third that is clean.
  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("docs/a.env", "TOKEN=\(LeakedKey.text(1)) # sample\n")
    try folder.write("src/b.env", "TOKEN=\(LeakedKey.text(2))\n")
    try folder.write("readme", "nothing\n")
    return folder
  }

  private static func scan(
    _ folder: TemporaryFolder, _ text: String
  ) throws -> ScanResult {
    let configuration = try Configuration(Array(text.utf8), named: "c.toml")
    let applied = configuration.applied(to: try LeakedKey.ruleSet, from: .option)
    #expect(applied.warnings.isEmpty, "\(applied.warnings)")
    var plan = ScanPlan(ruleSet: applied.ruleSet)
    plan.allowlists = applied.allowlists
    return Scan.run(
      FolderSource([folder.path]), plan, try Detector(applied.ruleSet, keepsTexts: true))
  }

  /// Conditions, the folders in which a key is still found, and how many keys are allowed.
  @Test(arguments: [
    ("stopwords = ['no such word']", ["docs", "src"], 0),
    ("stopwords = ['SK-OR']", [], 2),
    ("regexes = ['^sk-or-v1-']", [], 2),
    ("regexes = ['TOKEN']", ["docs", "src"], 0),
    ("regexes = ['# sample$']\nregexTarget = 'line'", ["src"], 1),
    ("regexes = ['# sample$']\nregexTarget = 'match'", ["docs", "src"], 0),
    ("condition = 'AND'\npaths = ['docs/']\nregexes = ['sk-or']", ["src"], 1),
    ("condition = 'AND'\npaths = ['docs/']\nregexes = ['no']", ["docs", "src"], 0),
    ("condition = 'AND'\npaths = ['docs/']\ncommits = ['abc']", ["docs", "src"], 0),
    ("condition = 'OR'\nregexes = ['no']\nstopwords = ['or-v1']", [], 2),
  ])
  func keepFindingsBack(_ conditions: String, _ found: [String], _ allowed: Int) throws {
    let folder = try Self.folder()
    // For all rules, for one that is named, and as a part of that rule.
    let id = LeakedKey.rule
    for head in [
      "[allowlist]\n", "[[allowlists]]\n", "[[allowlists]]\ntargetRules = ['\(id)']\n",
      "[[rules]]\nid = '\(id)'\n[[rules.allowlists]]\n",
    ] {
      let outcome = try Self.scan(folder, head + conditions)
      let folders = outcome.findings.flatMap(\.locations).map { location in
        location.path.contains("/docs/") ? "docs" : "src"
      }
      #expect(folders == found, "\(head)")
      #expect(outcome.allowlisted.findings == allowed, "\(head)")
      #expect(outcome.coverage.scanned.files == 3)
      #expect(outcome.allowlisted.files == 0)
    }
  }

  @Test func ofPathsLeaveOutFiles() throws {
    let folder = try Self.folder()
    let outcome = try Self.scan(folder, "[allowlist]\npaths = ['(?:^|/)docs/', 'x']")
    #expect(outcome.findings.count == 1)
    #expect(outcome.coverage.scanned.files == 2)
    #expect(outcome.allowlisted.files == 1)
    #expect(outcome.allowlisted.findings == 0)
  }

  @Test(arguments: [("docs/", 1), ("\\.env$", 2), ("^/no", 0)])
  func ruleIsOnlyForItsPath(_ path: String, _ count: Int) throws {
    let folder = try Self.folder()
    let outcome = try Self.scan(
      folder,
      "[[rules]]\nid = 'token'\nregex = 'TOKEN=([^ \\n]+)'\npath = '\(path)'\n"
        + "[extend]\nuseDefault = false")
    #expect(outcome.findings.count == count)
    #expect(outcome.allowlisted == ScanReport.Allowlisted())
  }

  /// A rule that is not for a path does not hide what another one finds there.
  @Test func ruleOfAnotherPathHidesNothing() throws {
    let folder = try Self.folder()
    for path in ["path = 'no-such-path'", "[[rules.allowlists]]\nregexes = ['.']"] {
      let outcome = try Self.scan(
        folder, "[[rules]]\nid = 'longer'\nregex = 'TOKEN=[a-z0-9-]+'\n\(path)")
      #expect(outcome.findings.map(\.rule.id) == [LeakedKey.rule, LeakedKey.rule])
    }
  }

  @Test func ofTheOtherRulesAllowNothing() throws {
    let folder = try Self.folder()
    let outcome = try Self.scan(
      folder,
      "[[rules]]\nid = 'other'\nregex = 'no-such-text'\n[[allowlists]]\n"
        + "targetRules = ['other']\nregexes = ['.']\npaths = ['.']")
    #expect(outcome.findings.count == 2)
    #expect(outcome.allowlisted == ScanReport.Allowlisted())
  }
}
