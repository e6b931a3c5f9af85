import BuiltInRules
import Detection
import Engine
import Findings
import Inputs
import KeyFormats
import RuleSet
import ScanTestSupport
import TestSupport
import Testing

/// What lies among tests and examples was mostly made for them.
@Suite struct TestPathTests {
  private static let ruleSet = Result {
    try BuiltInRules.ruleSet.selecting(
      only: ["generic-secret", "openrouter-api-key"], skipping: [])
  }

  private func scan(_ paths: [String]) throws -> ScanResult {
    let plan = ScanPlan(ruleSet: try Self.ruleSet.get())
    return Scan.run(FolderSource(paths), plan, try Detector(plan.ruleSet))
  }

  private let value = KeyTemplate.expand("DEPLOY_PASSWORD={alnum:32}\n", seed: 3)

  @Test(arguments: [
    "tests/a.env", "src/unit_test.env", "deep/fixtures/a.env", "Example.env",
    "src/dockerTest/a.env",
    "src/UserServiceTests.env",
  ])
  func aValueThatOnlyItsNameBetraysIsNotReported(path: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(path, value)
    let outcome = try scan([folder.path])
    #expect(outcome.findings.isEmpty)
    #expect(outcome.hiddenFindings == 1)
  }

  @Test func aKeyWithAProviderIsReportedAnywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("tests/a.env", LeakedKey.text(1))
    #expect(try scan([folder.path]).findings.map(\.confidence) == [.high])
  }

  @Test func whatStandsElsewhereTooIsReportedEverywhere() throws {
    let folder = try TemporaryFolder()
    try folder.write("tests/a.env", value)
    try folder.write("src/a.env", value)
    let finding = try #require(try scan([folder.path]).findings.first)
    #expect(finding.confidence == .medium)
    #expect(finding.locations.count == 2)
  }

  /// A project may be checked out below a folder of any name.
  @Test func onlyThePathFromTheRootCounts() throws {
    let folder = try TemporaryFolder()
    try folder.write("tests/project/a.env", value)
    #expect(try scan([folder.path("tests/project")]).findings.count == 1)
    #expect(try scan([folder.path("tests/project/a.env")]).findings.count == 1)
    try folder.write("other/b.env", "x")
    let both = [folder.path("other"), folder.path("tests/project")]
    #expect(try scan(both).findings.count == 1)
  }
}
