import BuiltInRules
import Detection
import Foundation
import KeyFormats
import RuleSet
import TestSupport

/// The rule files of the source tree, with their examples, and a detector of all rules.
enum RuleFixtures {
  /// Names of the files in `Rules/`.
  static let fileNames: [String] = {
    let folder = Fixture.url("../Rules")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".toml") }.sorted()
  }()

  /// The rules of all files; read once.
  static func rules() throws -> [Rule] { try allRules.get() }

  private static let allRules = Result {
    try fileNames.flatMap { try RuleFile(Fixture.bytes("../Rules/\($0)"), named: $0).rules }
  }

  /// Prepared once: that takes longer than most tests.
  private static let detector = Result { try Detector(BuiltInRules.ruleSet) }

  static func worker() throws -> DetectionWorker { DetectionWorker(try detector.get()) }

  /// A key of each rule that needs nothing around it, cut out of the rule's first example.
  static func keys() throws -> [(rule: Rule, key: [UInt8])] { try allKeys.get() }

  private static let allKeys = Result {
    let worker = try Self.worker()
    return try rules().filter { $0.context.isEmpty && $0.secretGroup == 0 }
      .compactMap { rule in
        let text = Array(KeyTemplate.expand(rule.examples.first ?? "", seed: 4).utf8)
        let match = worker.secrets(in: text.span).first { $0.rule.id == rule.id }
        return match.map { (rule: rule, key: $0.secret) }
      }
  }
}
