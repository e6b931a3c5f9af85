/// An option of the command line: its names, its value, its help.
///
/// Help and parsing come from here.
struct OptionSpec: Sendable {
  /// Name without the dashes, such as `format`.
  var name: String
  /// One-letter name, such as `f`.
  var short: Character?
  /// What stands for the value in help; nil for an option without one.
  var value: String?
  /// One sentence.
  var help: String
}

extension OptionSpec {
  static let format = OptionSpec(
    name: "format", short: "f", value: "FORMAT",
    help: "Write text, json, jsonl, sarif, github, gitlab, junit, csv or gitleaks.")
  static let output = OptionSpec(
    name: "output", short: "o", value: "FILE",
    help: "Write a report to FILE, in its own format: the --format before it, or what its ending"
      + " implies. May be given several times.")
  static let rules = OptionSpec(
    name: "rules", value: "PATH", help: "Use the rules of this TOML file or folder as well.")
  static let config = OptionSpec(
    name: "config", short: "c", value: "FILE",
    help: "Use the rules and allowlists of this TOML file, in gitleaks' schema or kunci's; in place"
      + " of .kunci.toml or .gitleaks.toml at the root of what is scanned.")
  static let noRepoConfig = OptionSpec(
    name: "no-repo-config",
    help: "Do not read .kunci.toml or .gitleaks.toml of what is scanned, such as in CI.")
  static let only = OptionSpec(name: "only", value: "ID", help: "Use only this rule; repeatable.")
  static let skip = OptionSpec(name: "skip", value: "ID", help: "Leave this rule out; repeatable.")
  static let minConfidence = OptionSpec(
    name: "min-confidence", value: "LEVEL",
    help: "Report findings that are at least low, medium (default) or high in confidence.")
  static let showSecrets = OptionSpec(
    name: "show-secrets", help: "Write secrets in full. The report then is a secret itself.")
  static let maxFileSize = OptionSpec(
    name: "max-file-size", value: "SIZE",
    help: "Leave out and list larger files, such as 500K, 20M or 1G; no limit by default.")
  static let threads = OptionSpec(
    name: "threads", value: "N", help: "Use N threads; as many as there are processors by default.")
  static let quiet = OptionSpec(
    name: "quiet", short: "q", help: "Write findings and errors only.")
  static let progress = OptionSpec(
    name: "progress", value: "WHEN",
    help: "Show how far a scan is: auto (on a terminal, the default), always or never.")
  static let color = OptionSpec(
    name: "color", value: "WHEN",
    help: "Use colour: auto (on a terminal without NO_COLOR, the default), always or never.")
  static let noIgnore = OptionSpec(
    name: "no-ignore", help: "Scan what git ignores, too, and the files of submodules.")
  static let recurseSubmodules = OptionSpec(
    name: "recurse-submodules",
    help: "Scan the submodules that are checked out as well; else they are listed as skipped.")
  static let inHistory = OptionSpec(
    name: "history", help: "Look for the finding in the whole history of the repository.")
  static let ignoreFile = OptionSpec(
    name: "ignore-file", value: "FILE",
    help: "Take accepted findings from FILE, not from .kunciignore and .gitleaksignore.")
  static let baseline = OptionSpec(
    name: "baseline", value: "FILE",
    help: "Do not report what FILE knows; see: kunci help baseline.")
  static let noInlineIgnore = OptionSpec(
    name: "no-inline-ignore", help: "Report secrets whatever a comment beside them says.")
  static let showSuppressed = OptionSpec(
    name: "show-suppressed",
    help: "List what is suppressed as well, and why; it does not change the exit code.")
  static let range = OptionSpec(
    name: "range", value: "A..B",
    help: "Scan only what these commits bring in; any revisions of git, such as 'main ^v1' or"
      + " 'main --not v1 v2'. May be given several times.")
  static let since = OptionSpec(
    name: "since", value: "DATE",
    help: "Scan only what commits since DATE bring in: 2024-01-31 (UTC), 2024-01-31T08:00:00+01:00,"
      + " 3.days, 2.weeks, 6.months or 1.year.")
  static let unreachable = OptionSpec(
    name: "unreachable", help: "Scan every stored object, also those that nothing refers to.")
  static let allowIncomplete = OptionSpec(
    name: "allow-incomplete",
    help: "Take a shallow or partial clone, or one that lacks objects, for what it is: what is"
      + " missing is listed as skipped, and is no error.")
  static let global = OptionSpec(
    name: "global",
    help: "Hooks for every repository that is made or cloned from now on (init.templateDir).")
  static let force = OptionSpec(
    name: "force", help: "Install also where another program keeps the hooks.")
  static let inlineIgnore = OptionSpec(
    name: "inline-ignore",
    help: "For pre-receive: let comments such as kunci:ignore in what is pushed silence a finding.")
  static let stream = OptionSpec(
    name: "stream",
    help: "With --format jsonl: also write a line {\"seen\": …} as soon as a secret is first seen,"
      + " in no order. The findings come at the end as ever.")
  static let throughGit = OptionSpec(
    name: "through-git", help: "Let git read the objects: slow, finds the same; for comparison.")
  static let seed = OptionSpec(
    name: "seed", value: "N", help: "Draw the keys of examples by lot from N; 1 by default.")

  /// What every command that scans understands.
  static let scanning: [OptionSpec] = [
    .format, .output, .config, .noRepoConfig, .rules, .only, .skip, .minConfidence, .ignoreFile,
    .baseline, .noInlineIgnore, .showSuppressed, .showSecrets, .maxFileSize, .threads, .quiet,
    .progress, .color,
  ]
}
