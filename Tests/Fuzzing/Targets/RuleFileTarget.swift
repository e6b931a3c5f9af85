import RuleSet

/// A rule file and a configuration, with what comes of it.
///
/// Input: the file.
final class RuleFileTarget: FuzzTarget {
  static let name = "rule-file"

  static var seeds: [[UInt8]] {
    let own = #"""
      provider = "Acme"
      revoke_url = "https://example.com"
      [[rules]]
      id = "acme-key"
      title = "Acme key"
      regex = "acme_[0-9a-f]{32}"
      severity = "high"
      context = ["acme"]
      examples = ["acme_{hex:32}"]
      [[rules.adjust]]
      near = ["test"]
      severity = "low"
      """#
    let theirs = #"""
      title = "x"
      [extend]
      useDefault = true
      disabledRules = ["openai-project-key"]
      [[rules]]
      id = "acme"
      description = "Acme"
      regex = '''(?i)acme[\w.-]{0,20}=['"]?([a-z0-9]{20,40})['"]?(?:\s|$)'''
      keywords = ["acme"]
      entropy = 3.5
      secretGroup = 1
      path = '''\.env$'''
      [[rules.allowlists]]
      condition = "AND"
      regexTarget = "line"
      regexes = ['''test''']
      paths = ['''^vendor/''']
      stopwords = ["example"]
      commits = ["5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"]
      [[allowlists]]
      targetRules = ["acme"]
      regexes = ['''x$''']
      """#
    return [own, theirs].map { Array($0.utf8) }
  }

  func run(_ input: [UInt8]) {
    var problems: [RuleFileProblem] = []
    do throws(RuleFileError) {
      let file = try RuleFile(input, named: "x")
      invariant(file.rules.count == file.positions.count, "a rule without a place")
    } catch {
      problems += error.problems
      invariant(!problems.isEmpty, "an error without a problem")
    }
    _ = Configuration.isConfiguration(input)
    do throws(RuleFileError) {
      let file = try Configuration(input, named: "x")
      problems += file.warnings
      for origin in [Configuration.Origin.option, .repository] {
        let applied = file.applied(to: RuleSet(), from: origin)
        problems += applied.warnings
        _ = try? applied.ruleSet.anchors()
      }
    } catch {
      problems += error.problems
    }
    let lines = input.count { $0 == UInt8(ascii: "\n") } + 1
    for problem in problems {
      invariant((1...lines).contains(problem.position.line), "a line outside: \(problem)")
      invariant(problem.position.column >= 1, "a column outside: \(problem)")
    }
  }
}
