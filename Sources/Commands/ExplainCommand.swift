import Findings
import GitRepository
import Reports
import RuleSet
import Engine
import Inputs
import SystemIO

/// `kunci explain FINGERPRINT|ID [PATH]`.
enum ExplainCommand {
  static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
    guard let subject = arguments.operands.first else {
      throw UsageError("say what to explain: a fingerprint or a rule's id", command: "explain")
    }
    guard let fingerprint = Fingerprint(subject) else {
      let lines = try RulesCommand.text(of: subject, in: UserRules(arguments).ruleSet)
      Console.print(lines.joined(separator: "\n") + "\n")
      return .clean
    }
    return try explain(fingerprint, arguments)
  }

  /// Scans and tells of the finding with a fingerprint.
  private static func explain(
    _ fingerprint: Fingerprint, _ arguments: ParsedArguments
  ) throws(UsageError) -> ExitCode {
    var scan = arguments
    scan.operands.removeFirst()
    scan.command = arguments.has(.inHistory) ? "history" : "scan"
    let path = scan.operands.first ?? "."
    var request = try ScanRequest(scan)
    // A finding that is held back can be explained as well.
    request.settings.minConfidence = .low
    let detector = try request.detector()
    let outcome: ScanResult
    if arguments.has(.inHistory) {
      var source = HistorySource(path, .everything)
      source.usesEnvironment = scan.operands.isEmpty
      outcome = Scan.run(source, request.settings, detector)
    } else {
      var source = FolderSource([path])
      source.usesIgnoreFiles = !arguments.has(.noIgnore)
      outcome = Scan.run(source, request.settings, detector)
    }
    let known = outcome.findings + outcome.suppressed
    guard
      let finding = known.first(where: { finding in
        finding.fingerprint == fingerprint
          || request.settings.ruleSet[finding.rule.id]?.fingerprints(of: finding.secret)
            .contains(fingerprint) == true
      })
    else {
      let elsewhere =
        arguments.has(.inHistory)
        ? "see the fingerprints of: kunci history"
        : "--history looks in the history of the repository, too"
      let gap = outcome.isComplete ? "" : " (not everything could be read)"
      throw UsageError(
        "nothing in \(path) has the fingerprint \(fingerprint)\(gap); \(elsewhere)",
        command: "explain")
    }
    var report = ScanReport(
      version: Version.text, command: scan.command, target: path, isComplete: outcome.isComplete,
      scanned: outcome.coverage.scanned, findings: [finding], showsSecrets: request.showsSecrets)
    report.configuration = request.configuration
    var text = ""
    TextReport(useColor: request.color.allowsColor(on: .output))
      .writeFindings(of: report, to: &text)
    let rule = try RulesCommand.text(of: finding.rule.id, in: request.settings.ruleSet)
    // How to revoke is told above.
    text += "The rule:\n" + indented(rule.dropLast(finding.rule.revocation.steps.count))
    text += "\nIf it is no secret, put a line into .kunciignore and say why:\n"
    text += indented([silence(finding, outcome)])
    Console.print(text)
    return .clean
  }

  private static func indented(_ lines: some Sequence<String>) -> String {
    lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }

  /// The entry that accepts a finding where it stands.
  private static func silence(_ finding: Finding, _ outcome: ScanResult) -> String {
    let paths = Set(finding.locations.map { outcome.pathFromRoot($0.path) })
    // One path makes the entry narrow; of several, none is left out.
    let path = paths.count == 1 ? paths.first : nil
    return "\(finding.fingerprint)" + (path.map { " path:\(glob($0))" } ?? "") + "  # reason"
  }

  /// A pattern that only a path itself matches, from the root of what is scanned.
  private static func glob(_ path: String) -> String {
    var pattern = "/"
    for character in path.hasPrefix("./") ? path.dropFirst(2) : path[...] {
      if "*?[\\ ".contains(character) { pattern.append("\\") }
      pattern.append(character)
    }
    return pattern
  }
}
