import BuiltInRules
import RuleSet
import SystemIO

/// The built-in rules, with what the options add and take away.
enum UserRules {
  static func ruleSet(_ arguments: ParsedArguments) throws(UsageError) -> RuleSet {
    var ruleSet = BuiltInRules.ruleSet
    let files = try files(at: arguments.values(of: .rules))
    if !files.isEmpty {
      do throws(RuleFileError) {
        ruleSet = try ruleSet.adding(files)
      } catch {
        throw UsageError(error.description)
      }
    }
    let checks = try UserChecks(arguments)
    do throws(UnknownRuleError) {
      let picked = try ruleSet.selecting(only: checks.named.only, skipping: checks.named.skip)
      ruleSet =
        checks.reportedIDs == nil
        ? picked : try ruleSet.selecting(only: [], skipping: checks.named.skip)
    } catch {
      throw UsageError(error.description, command: "rules")
    }
    guard !ruleSet.isEmpty else {
      throw UsageError("no rules are left, so nothing could be found")
    }
    return ruleSet
  }

  /// Reads rule files; a folder stands for the `.toml` files in it.
  static func files(at paths: [String]) throws(UsageError) -> [RuleFile] {
    var files: [RuleFile] = []
    var problems: [String] = []
    for path in paths {
      do throws(SystemError) {
        let named = FileSystem.isFolder(path) ? try tomlFiles(in: path) : [path]
        if named.isEmpty { problems.append("\(path): no .toml file is in this folder") }
        for name in named {
          let bytes = try FileSystem.read(name)
          do throws(RuleFileError) {
            files.append(try RuleFile(bytes, named: name))
          } catch {
            problems += error.problems.map(\.description)
          }
        }
      } catch {
        problems.append("\(error.path): cannot \(error.operation): \(error.reason)")
      }
    }
    guard problems.isEmpty else { throw UsageError(problems.joined(separator: "\n")) }
    return files
  }

  private static func tomlFiles(in folder: String) throws(SystemError) -> [String] {
    let directory = try DirectoryHandle(path: folder)
    var names: [String] = []
    try directory.forEachEntry { name, _ in
      let name = String(decoding: name)
      if name.hasSuffix(".toml") { names.append("\(folder)/\(name)") }
    }
    return names.sorted()
  }
}
