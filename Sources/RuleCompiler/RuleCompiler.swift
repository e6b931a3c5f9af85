import Foundation
import RuleSet

/// Checks rule files and writes them as Swift, so that a bad rule is a build error.
///
///     RuleCompiler OUTPUT.swift INPUT.toml…
///
/// A tool of the build, not a part of kunci. It reads rules and compiles their expressions; whether
/// their examples hold is for `swift test` and `kunci rules check`, since that takes the whole
/// engine, which would then be compiled once more in front of every build.
enum RuleCompiler {
  /// Runs the tool and ends the process: with 0, or with 1 after printing every error.
  static func run(_ arguments: [String]) -> Never {
    guard arguments.count >= 2 else {
      fail(["usage: RuleCompiler OUTPUT.swift INPUT.toml…"])
    }
    write(read(arguments.dropFirst(2).sorted()), to: arguments[1])
    exit(0)
  }

  private static func read(_ paths: [String]) -> [RuleFile] {
    var files: [RuleFile] = []
    var errors: [String] = []
    for path in paths {
      do {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        files.append(try RuleFile(bytes, named: path, isBuiltIn: true))
      } catch let error as RuleFileError {
        errors += error.problems.map(\.description)
      } catch {
        errors.append("\(path):1:1: error: \(error)")
      }
    }
    guard errors.isEmpty else { fail(errors) }
    return files
  }

  private static func write(_ files: [RuleFile], to path: String) {
    do {
      let ruleSet = try RuleSet(files)
      let table = try RuleTable.encode(ruleSet)
      let examples = RuleExampleTable.encode(ruleSet)
      try checkRoundTrip(ruleSet, table, examples)
      try Data(GeneratedSource.text(of: ["table": table, "examples": examples]).utf8)
        .write(to: URL(filePath: path))
    } catch let error as RuleFileError {
      fail(error.problems.map(\.description))
    } catch {
      fail(["\(path):1:1: error: \(error)"])
    }
  }

  /// Makes sure that what kunci will read at its start is what the files say.
  private static func checkRoundTrip(
    _ ruleSet: RuleSet, _ table: String, _ examples: String
  ) throws {
    let decoded = try RuleTable.decode(table)
    let expected = ruleSet.rules.map { rule in
      var rule = rule
      rule.examples = []
      rule.counterExamples = []
      return rule
    }
    let withExamples = try RuleExampleTable.rules(of: decoded, with: examples)
    guard decoded.rules == expected, try decoded.anchors() == ruleSet.anchors(),
      try ruleSet.rules.enumerated().allSatisfy({
        try decoded.opening(ofRule: $0.offset) == RuleOpening(of: $0.element)
      }),
      withExamples.map(\.examples) == ruleSet.rules.map(\.examples)
    else {
      throw RoundTripError()
    }
  }

  private struct RoundTripError: Error, CustomStringConvertible {
    var description: String { "the rules change when they are written as a table and read again" }
  }

  private static func fail(_ errors: [String]) -> Never {
    FileHandle.standardError.write(Data(errors.map { $0 + "\n" }.joined().utf8))
    exit(1)
  }
}
