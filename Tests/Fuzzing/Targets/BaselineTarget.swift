import Basics
import Engine

/// A baseline.
///
/// Input: the file.
final class BaselineTarget: FuzzTarget {
  static let name = "baseline"

  static var seeds: [[UInt8]] {
    let digits = String(repeating: "5a", count: 16)
    let entry = "\"\(Baseline.prefix)\(digits)\": {\"rule\":\"openai-key\",\"paths\":[\"a/b\"]}"
    return [
      "{\n  \(entry),\n  \"\(Baseline.mark.name)\": \(Baseline.mark.version)\n}\n", "{}", "[]",
    ].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(Baseline.Malformed) {
      _ = try Baseline(input, named: "x")
    } catch {
      invariant((1...lines).contains(error.line) && !error.message.isEmpty, "a line outside")
    }
  }
}
