import Basics
import Engine
import Findings
import GitRepository
import Reports
import RuleSet
import SystemIO

/// `kunci explain FINGERPRINT|ID [PATH]`.
struct ExplainCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  /// A fingerprint or a rule's id.
  var subject: String?
  var path: String?
  var readsHistory = false
  /// Where the list for git filter-repo goes; nil for nowhere.
  var replacements: String?

  static let summary = "Explain why something is a finding."
  static let details = """
    For a rule's ID: what it matches, what else must hold, what makes it more or less sure, how to
    revoke; for a provider, its rules. For the FINGERPRINT of a finding, or its first digits, at
    least 8: scans PATH (the current folder by default), or with
    --history the repository there, and explains that finding, whatever its confidence, its rule,
    how to ask the provider whether the key still works, and how to silence it.

    With --history also: when it came in, when it went, what holds it, and what to do, with the
    commands for this very repository. --replacements writes the list that they need; it is a secret
    itself.
    """
  static var operands: Operands<Self> {
    Operands("FINGERPRINT|ID [PATH]", most: 2) {
      $0.subject = $1.first
      $0.path = $1.dropFirst().first
    }
  }

  static var options: [Option<Self>] {
    [
      Option(
        "history", help: "Look for the finding in the whole history of the repository."
      ) { $0.readsHistory = true },
      Option(
        "replacements", value: "FILE",
        help: "With --history: write the list for git filter-repo --replace-text, which holds the"
          + " secret and is readable by its owner alone, such as to .git/kunci-replacements."
      ) { $0.replacements = $1 },
      .noIgnore, .showSecrets, .threads, .color,
    ] + Option.ruleSources
  }

  func run() throws(UsageError) -> ExitCode {
    guard let subject else {
      throw UsageError("say what to explain: a fingerprint or a rule's id", command: .explain)
    }
    guard replacements == nil || readsHistory else {
      throw UsageError(
        "--replacements is for what stands in the history: add --history", command: .explain)
    }
    guard (8...32).contains(subject.utf8.count), subject.allSatisfy(\.isHexDigit) else {
      Console.print(lines: try UserRules(scan.rules).text(of: subject))
      return .clean
    }
    return try explain(fingerprint: subject.lowercased())
  }

  /// Scans for the finding whose fingerprint begins with some digits and explains it.
  private func explain(fingerprint: String) throws(UsageError) -> ExitCode {
    let input =
      readsHistory
      ? ScanInput.history(repository: path, .everything) : .files([path ?? "."])
    var options = scan
    // A finding that is held back can be explained as well.
    options.minConfidence = .low
    let request = try ScanRequest(input, options)
    let result = request.run()
    let known = result.findings + result.suppressed
    // A rule may have had another id when the fingerprint was written down.
    let rules = request.plan.ruleSet
    let meant = known.filter { finding in
      let former = rules[finding.rule.id]?.fingerprints(of: finding.secret) ?? []
      return ([finding.fingerprint] + former).contains { $0.description.hasPrefix(fingerprint) }
    }
    guard Set(meant.map(\.fingerprint)).count < 2 else {
      throw UsageError(
        "several fingerprints begin with \(fingerprint): "
          + Set(meant.map(\.fingerprint.description)).sorted().joined(separator: ", "),
        command: .explain)
    }
    guard let finding = meant.first else {
      let elsewhere =
        readsHistory
        ? "see the fingerprints of: kunci history; what is in files alone: without --history"
        : "--history looks in the history of the repository, too"
      let gap = result.isComplete ? "" : " (not everything could be read)"
      throw UsageError(
        "nothing in \(path ?? ".") has the fingerprint \(fingerprint)\(gap); \(elsewhere)",
        command: .explain)
    }
    var report = ScanReport(
      version: Version.text, kind: input.kind, target: input.target,
      isComplete: result.isComplete, scanned: result.coverage.scanned)
    report.findings = [finding]
    report.showsSecrets = scan.showsSecrets
    report.configuration = request.configuration
    var text = ""
    TextReport(on: .output, scan).writeFindings(of: report, to: &text)
    let rule = try UserRules.text(of: finding.rule.id, in: request.plan.ruleSet)
    if readsHistory {
      let history = try historyText(of: finding)
      guard replacements == nil else {
        Console.print(history)
        return .clean
      }
      text += history + "\n"
    }
    // How to revoke stands above.
    text += "The rule:\n" + indented(rule.prefix { !$0.hasPrefix("revoke:") })
    if let check = finding.rule.check {
      text += "\nDoes it still work? kunci asks nobody; this asks \(finding.rule.provider):\n"
      text += indented(KeyCheckText(check).lines)
    }
    text += "\nIf it is no secret, say so and why:\n"
    text += indented([TerminalText.visible(silence(finding, result))])
    Console.print(text)
    return .clean
  }

  private func indented(_ lines: some Sequence<String>) -> String {
    lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
  }

  /// The command that accepts a finding where it stands.
  private func silence(_ finding: Finding, _ result: ScanResult) -> String {
    let paths = Set(finding.locations.map { result.pathFromRoot($0.path) })
    // One path makes the entry narrow; of several, none is left out.
    let path = paths.count == 1 ? paths.first : nil
    return "kunci ignore \(finding.fingerprint)"
      + (path.map { " --path \(ShellWord.path(IgnoredPath.glob($0)))" } ?? "")
      + " --reason 'why it is no secret'"
  }
}
