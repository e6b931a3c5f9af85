import Detection
import Engine
import Findings
import Inputs
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// Whatever names a rule by an id that it had before means the rule.
struct FormerIDTests {
  private static let formerID = "router-secret"

  private static func ruleSet() throws -> RuleSet {
    var rule = try #require(try LeakedKey.ruleSet[LeakedKey.rule])
    rule.aliases = [formerID]
    return RuleSet([rule])
  }

  private static var formerFingerprint: Fingerprint {
    Fingerprint(ruleID: formerID, secret: Array(LeakedKey.text(1).utf8))
  }

  private static func scan(_ folder: TemporaryFolder, _ plan: ScanPlan) throws -> ScanResult {
    Scan.run(FolderSource([folder.path]), plan, try Detector(plan.ruleSet, keepsTexts: true))
  }

  /// An ignore file's name and entry, or a comment beside the key.
  @Test(arguments: [
    (".kunciignore", "\(formerFingerprint)", ""), (".kunciignore", "rule:\(formerID) path:a", ""),
    (".kunciignore", "rule:router path:a", ""), (".kunciignore", "rule:openrouter path:/a", ""),
    (".gitleaksignore", "a:\(formerID):1", ""), ("b", "", " # kunci:ignore \(formerID)"),
    ("b", "", " # kunci:ignore router"), ("b", "", " # kunci:ignore openrouter-api-key"),
  ])
  func suppresses(_ file: String, _ entry: String, _ comment: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1) + comment + "\n")
    try folder.write(file, entry + "\n")
    let result = try Self.scan(folder, ScanPlan(ruleSet: try Self.ruleSet()))
    #expect(result.findings.isEmpty)
    #expect(result.suppressed.map(\.fingerprint) == [LeakedKey.fingerprint(1)])
    #expect(result.coverage.notices == [])
  }

  @Test func aBaselineKnowsTheFormerFingerprint() throws {
    let folder = try TemporaryFolder()
    try folder.write("a", "\(LeakedKey.text(1))\n\(LeakedKey.text(2))\n")
    let text = "{\"kunci_\(Self.formerFingerprint)\": {}, \"kunciBaseline\": 1}"
    var plan = ScanPlan(ruleSet: try Self.ruleSet())
    plan.suppression.baseline = try Baseline(Array(text.utf8), named: "b")
    let result = try Self.scan(folder, plan)
    #expect(result.findings.map(\.fingerprint) == [LeakedKey.fingerprint(2)])
  }

  /// What a configuration says, and whether the key is still found.
  @Test(arguments: [
    ("[extend]\ndisabledRules = ['\(formerID)']", false),
    ("[[allowlists]]\ntargetRules = ['\(formerID)']\nregexes = ['sk-or']", false),
    ("[[rules]]\nid = '\(formerID)'\n[[rules.allowlists]]\nregexes = ['sk-or']", false),
    ("[[allowlists]]\ntargetRules = ['\(formerID)']\nregexes = ['other']", true),
  ])
  func aConfigurationMeansTheRule(_ text: String, isFound: Bool) throws {
    let folder = try TemporaryFolder()
    try folder.write("a", LeakedKey.text(1))
    for origin in [Configuration.Origin.option, .repository] {
      let applied = try Configuration(Array(text.utf8), named: "c.toml")
        .applied(to: try Self.ruleSet(), from: origin)
      #expect(applied.warnings.isEmpty)
      var plan = ScanPlan(ruleSet: applied.ruleSet)
      plan.allowlists = applied.allowlists
      #expect(try Self.scan(folder, plan).findings.isEmpty != isFound)
    }
  }
}
