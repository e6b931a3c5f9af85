import Detection
import RuleSet

/// Runs every example and counter-example of some files.
///
/// - Parameter files: The files with all rules of the build.
/// - Returns: Each example that its rule misses and each counter-example that it finds, as
///   `file:line:column: error: message`.
func verifyExamples(of files: [RuleFile]) -> [String] {
  do {
    let ruleSet = try RuleSet(files)
    var places: [String: String] = [:]
    for file in files {
      for (rule, position) in zip(file.rules, file.positions) {
        places[rule.id] = "\(file.name):\(position.line):\(position.column)"
      }
    }
    // One seed: the tests run all of them, and a build should not wait for it.
    return try ExampleCheck.failures(
      of: files.flatMap(\.rules), in: ruleSet, seeds: ExampleCheck.seeds.prefix(1)
    ).map {
      "\(places[$0.ruleID] ?? ""): error: \($0)"
    }
  } catch let error as RuleFileError {
    return error.problems.map(\.description)
  } catch {
    return ["error: \(error)"]
  }
}
