import RuleSet
import SystemIO

/// Checks rule files and writes them as Swift, so that a bad rule is a build error.
///
///     RuleCompiler OUTPUT.swift INPUT.toml…
///
/// A tool of the build, not a part of kunci.
enum RuleCompiler {
  /// Runs the tool and ends the process: with 0, or with 1 after printing every error.
  static func run(_ arguments: [String]) -> Never {
    guard arguments.count >= 2 else {
      fail(["usage: RuleCompiler OUTPUT.swift INPUT.toml…"])
    }
    let rules = read(arguments.dropFirst(2).sorted())
    let failures = verifyExamples(of: rules)
    guard failures.isEmpty else { fail(failures) }
    write(rules, to: arguments[1])
    Process.exit(0)
  }

  private static func read(_ paths: [String]) -> [RuleFile] {
    var files: [RuleFile] = []
    var errors: [String] = []
    for path in paths {
      do {
        files.append(try RuleFile(FileSystem.read(path), named: path))
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
      try checkRoundTrip(ruleSet, table)
      try FileSystem.write(path, GeneratedSource.text(of: table))
    } catch let error as RuleFileError {
      fail(error.problems.map(\.description))
    } catch {
      fail(["\(path):1:1: error: \(error)"])
    }
  }

  /// Makes sure that what kunci will read at its start is what the files say.
  private static func checkRoundTrip(_ ruleSet: RuleSet, _ table: String) throws {
    let decoded = try RuleTable.decode(table)
    let expected = ruleSet.rules.map { rule in
      var rule = rule
      rule.examples = []
      rule.counterExamples = []
      return rule
    }
    guard decoded.rules == expected, try decoded.outlines() == ruleSet.outlines() else {
      throw RoundTripError()
    }
  }

  private struct RoundTripError: Error, CustomStringConvertible {
    var description: String { "the rules change when they are written as a table and read again" }
  }

  private static func fail(_ errors: [String]) -> Never {
    try? StandardStreams.write(errors.map { $0 + "\n" }.joined(), to: .error)
    Process.exit(1)
  }
}
