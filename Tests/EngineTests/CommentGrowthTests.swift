import Detection
import Findings
import ScanTestSupport
import TestSupport
import Testing

@testable import Engine

/// Looking for comments costs what the text is long, however many secrets and comments are in it.
struct CommentGrowthTests {
  private static let detector = Result { try Detector(LeakedKey.ruleSet) }

  /// What stands behind each key, of which one is picked each time.
  static let kinds: [[String]] = [
    [" # kunci:ignore\n"], [", /* kunci:ignore */ "], [" /* kunci:ignore other-key */ "],
    [" // secretlint-disable-line\n", "\n"], [" ggignore, ", " gitleaks:allow "],
    ["\n# kunci:ignore\n", "\n"], [", "], ["\n"], [" kunci:ignored ", " "],
  ]

  /// Number of characters that are looked at for all keys of a text.
  private static func steps(_ text: [UInt8]) throws -> Int {
    let matches = DetectionWorker(try detector.get()).secrets(in: text.span)
    try #require(matches.count > 10)
    var search = CommentSearch { $0 == "openrouter" }
    for index in matches.indices {
      _ = search.marker(forMatch: index, of: matches, in: text.span)
    }
    return search.steps
  }

  @Test(arguments: kinds)
  func workIsLinear(behindKeys: [String]) throws {
    var random = TestRandom(seed: 11)
    for unit in CodeUnit.all {
      var text = ""
      var sizes: [Int] = []
      for number in 0..<3 {
        for key in 0..<120 {
          text += LeakedKey.text(UInt64(1_000 * number + key)) + random.pick(behindKeys)
        }
        sizes.append(try Self.steps(unit.encode(text)))
      }
      // Beyond what counts around a key, each third of the text costs the same.
      let (second, third) = (sizes[1] - sizes[0], sizes[2] - sizes[1])
      #expect(Double(third) <= 1.3 * Double(second), "\(unit): \(sizes)")
    }
  }
}
