import Basics
import Detection
import Findings
import Reports
import RuleSet

/// `kunci rules examples PATH…`: the examples of rule files, filled in.
enum RuleExamples {
  static func print(of paths: [String], seed: UInt64) throws(UsageError) -> ExitCode {
    let files = try UserRules.files(at: paths)
    let worker = DetectionWorker(try UsageError.rethrowing { try Detector(RuleSet(files)) })
    var text = ""
    for (number, rule) in files.flatMap(\.rules).enumerated() {
      // Rules with formats alike must not get the same keys.
      let ownSeed = seed &* 1_000_003 &+ UInt64(number)
      for example in ExampleCheck.filledIn(rule, seed: ownSeed, by: worker) {
        text += line(example, of: rule).oneLine + "\n"
      }
    }
    Console.print(text)
    return .clean
  }

  private static func line(_ example: ExampleCheck.Example, of rule: Rule) -> JSON {
    [
      "ruleID": .string(rule.id), "provider": .string(rule.description.provider),
      "confidence": .string(example.confidence.rawValue),
      "context": .strings(rule.context),
      "text": .string(example.text), "secret": .string(example.secret),
    ]
  }
}
