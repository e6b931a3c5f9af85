import BuiltInRules
import Findings
import RuleSet
import SystemIO

/// The built-in rules, with what options and a configuration add and take away.
struct UserRules {
  private(set) var ruleSet: RuleSet
  /// All rules, also those that are replaced or left out; nil when there are no others than in
  /// `ruleSet`.
  ///
  /// Nobody turns off that what they find is hidden beside a finding.
  private(set) var hiddenRules: RuleSet?
  /// Allowlists of the configuration.
  let allowlists: [Allowlist]
  /// What a report says of the configuration; nil without one.
  let configuration: ScanReport.UsedConfiguration?
  /// The bytes of that configuration's files.
  let configurationBytes: [UInt8]

  /// Reads what the options name and what is found at the root of what is scanned.
  ///
  /// - Parameters:
  ///   - options: What the user said of rules.
  ///   - checks: What the user said of the check beside them.
  ///   - place: A path in what is scanned; nil where no configuration can be.
  /// - Throws: ``UsageError`` when a file cannot be used, or no rules are left.
  init(
    _ options: RuleOptions, _ checks: UserChecks, at place: String?
  ) throws(UsageError) {
    let used = try UsedConfiguration(options.configuration, at: place)
    configurationBytes = used?.bytes ?? []
    if let used {
      let applied = used.configuration.applied(to: BuiltInRules.ruleSet, from: used.origin)
      ruleSet = applied.ruleSet
      allowlists = applied.allowlists
      configuration = ScanReport.UsedConfiguration(
        path: used.path, isFromRepository: used.origin == .repository,
        addedRules: applied.addedRules, disabledRules: applied.disabledRules,
        dropsBuiltInRules: applied.dropsBuiltInRules,
        warnings: applied.warnings.map(\.description))
    } else {
      ruleSet = BuiltInRules.ruleSet
      allowlists = []
      configuration = nil
    }
    try add(options.paths)
    let all = ruleSet
    try select(checks)
    let isChanged =
      configuration.map {
        $0.addedRules > 0 || !$0.disabledRules.isEmpty || $0.dropsBuiltInRules
      } ?? false
    if isChanged || !options.paths.isEmpty || ruleSet.count != all.count {
      hiddenRules = BuiltInRules.ruleSet.adding(othersOf: all)
    }
  }

  /// Reads what the options name for a command that scans nothing.
  init(_ options: RuleOptions) throws(UsageError) {
    try self.init(options, UserChecks(options, hasIndex: false), at: ".")
  }

  /// All about the rule, or the check, that a name means; of several, what each finds.
  func text(of name: String) throws(UsageError) -> [String] {
    try Self.text(of: name, in: ruleSet)
  }

  /// All about the rule, or the check, that a name means; of several, what each finds.
  static func text(of name: String, in ruleSet: RuleSet) throws(UsageError) -> [String] {
    let ids = try UsageError.rethrowing(of: .rules) { try ruleSet.ids(named: name) }
    if ids == [SecretFile.ruleID] { return SecretFileText.lines }
    let rules = ids.compactMap { ruleSet[$0] }
    guard let first = rules.first else {
      throw UsageError("the rules that `\(name)` means are left out", command: .rules)
    }
    guard rules.count > 1 else { return try RuleText(first).lines }
    let width = rules.map(\.id.count).max() ?? 0
    return ["`\(name)` stands for \(rules.count) rules; about one of them: kunci explain ID", ""]
      + rules.map { rule in
        let padding = String(repeating: " ", count: width - rule.id.count)
        return "\(rule.id)\(padding)  \(rule.description.title)"
      }
  }

  /// Whether an allowlist asks for more than a secret and its place.
  var looksAround: Bool {
    configuration != nil
      && (allowlists.contains(where: \.looksAround)
        || ruleSet.rules.contains { $0.allowlists.contains(where: \.looksAround) })
  }

  private mutating func add(_ paths: [String]) throws(UsageError) {
    let files = try Self.files(at: paths)
    guard !files.isEmpty else { return }
    ruleSet = try UsageError.rethrowing { try ruleSet.adding(files) }
  }

  private mutating func select(_ checks: UserChecks) throws(UsageError) {
    ruleSet = try UsageError.rethrowing(of: .rules) {
      let picked = try ruleSet.selecting(only: checks.named.only, skipping: checks.named.skip)
      return checks.reportedIDs == nil
        ? picked : try ruleSet.selecting(only: [], skipping: checks.named.skip)
    }
    guard !ruleSet.isEmpty else {
      throw UsageError("no rules are left, so nothing could be found")
    }
  }

  /// Reads rule files; a folder stands for the `.toml` files in it.
  static func files(at paths: [String]) throws(UsageError) -> [RuleFile] {
    var files: [RuleFile] = []
    var problems: [String] = []
    for path in try self.paths(at: paths) {
      do throws(UsageError) {
        files.append(try file(UserFile.read(path), named: path))
      } catch {
        problems.append(error.message)
      }
    }
    guard problems.isEmpty else { throw UsageError(problems.joined(separator: "\n")) }
    return files
  }

  /// The paths of files; a folder stands for the `.toml` files in it.
  static func paths(at paths: [String]) throws(UsageError) -> [String] {
    var files: [String] = []
    for path in paths {
      let named: [String]
      do throws(SystemError) {
        named = FileSystem.isFolder(path) ? try tomlFiles(in: path) : [path]
      } catch {
        throw UsageError(error.message)
      }
      guard !named.isEmpty else { throw UsageError("\(path): no .toml file is in this folder") }
      files += named
    }
    return files
  }

  /// Checks a rule file.
  static func file(_ bytes: [UInt8], named name: String) throws(UsageError) -> RuleFile {
    do throws(RuleFileError) {
      return try RuleFile(bytes, named: name)
    } catch {
      let hint =
        Configuration.isConfiguration(bytes)
        ? "\n\(name): if this is a configuration, also one of gitleaks, give it with --config" : ""
      throw UsageError(error.description + hint)
    }
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
