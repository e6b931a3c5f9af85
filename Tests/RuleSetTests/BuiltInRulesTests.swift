import BuiltInRules
import Foundation
import Testing

@testable import RuleSet

/// The rules that kunci is built with, against the files that they are made of.
struct BuiltInRulesTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Rules")

  @Test func areThoseOfTheFiles() throws {
    let paths = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".toml") }.sorted()
    try #require(!paths.isEmpty)
    let written = try RuleSet(
      reading: paths.map {
        (name: $0, bytes: Array(try Data(contentsOf: Self.folder.appending(path: $0))))
      })
    let expected = written.rules.map { rule in
      var rule = rule
      rule.examples = []
      rule.counterExamples = []
      return rule
    }
    #expect(BuiltInRules.ruleSet.rules == expected)
    #expect(try BuiltInRules.ruleSet.anchors() == written.anchors())
  }
}
