import Basics
import BuiltInRules
import Detection
import Findings
import KeyFormats
import RuleSet
import TestSupport
import Testing

@testable import Engine

/// What is remembered of a path gives what each occurrence by itself gives.
struct PathAdjustmentsTests {
  private static let paths = [
    "src/main.swift", "tests/a/key_test.go", "docs/example.md", "a/testdata/x.pem", "", "E2E/x",
  ]

  @Test func rememberingChangesNothing() throws {
    let scanner = TextScanner(try Detector(BuiltInRules.ruleSet))
    let text = Array(
      """
      password = "kV9sQm2xT7rW4zLp"
      api_key: "\(KeyTemplate.expand("{hex:64}", seed: 3))"

      """.utf8)
    for path in Self.paths { scanner.scan(text.span) { .file(path: path) } }
    let found = scanner.takeOccurrences()
    try #require(found.count > Self.paths.count)
    var random = SeededGenerator(seed: 1509)
    var adjustments = PathAdjustments { "root/" + $0 }
    var adjusted = 0
    for _ in 0..<300 {
      let occurrence = found[Int.random(in: found.indices, using: &random)]
      let words = PathWords.words(of: "root/" + occurrence.location.path)
      let expected = occurrence.adjusted(by: occurrence.match.rule.adjustments(forPathOf: words))
      let result = adjustments.applied(to: occurrence)
      #expect(result.match == expected.match)
      if result.match != occurrence.match { adjusted += 1 }
    }
    #expect(adjusted > 0)
  }
}
