import BuiltInRules
import RuleSet

/// `kunci version [--verbose]`.
struct VersionCommand: ParsableCommand {
  /// Whether to tell of the rules and the build as well.
  var isVerbose = false

  static let summary = "Print the version."
  static let details = """
    Prints the version, and with --verbose what tells one program from another: how many rules are
    built in and the SHA-256 of them all, the configuration and target that kunci was built for,
    and the compiler. It names no date and no machine: the same source gives the same lines.
    """
  static var options: [Option<Self>] {
    [Option("verbose", help: "Tell of the rules and the build as well.") { $0.isVerbose = true }]
  }

  func run() -> ExitCode {
    Console.print(lines: isVerbose ? Self.verboseLines : [Self.line])
    return .clean
  }

  private static var line: String { "kunci \(Version.text)" }

  private static var verboseLines: [String] {
    [
      line, "rules:    \(BuiltInRules.ruleSet.rules.count)",
      "digest:   sha256:\(BuiltInRules.digest)", "build:    \(Build.configuration)",
      "target:   \(Build.target)", "compiler: \(Build.compiler)",
    ]
  }
}
