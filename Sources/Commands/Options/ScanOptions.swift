import Engine
import Findings
import SystemIO

/// The options of a scan, whatever is scanned; each command offers some of them.
struct ScanOptions: Equatable, Sendable {
  /// Where it is listed what is accepted.
  enum ListSource: Equatable, Sendable {
    /// The files that come with what is scanned.
    case repository
    /// A file that the user names.
    case file(String)
    case none
  }

  var rules = RuleOptions()
  var reports = ReportOptions()
  var minConfidence = Confidence.medium
  /// The ignore file, else `.kunciignore` and `.gitleaksignore` of what is scanned.
  var ignoreFile = ListSource.repository
  /// The file of known findings, else `.kunci-baseline.json` of what is scanned.
  var baseline = ListSource.repository
  /// Whether comments beside a secret count.
  var honoursComments = true
  var showsSuppressed = false
  var showsSecrets = false
  /// In bytes; nil for no limit.
  var maxFileSize: Int?
  /// What the user wants left out.
  var excluded = ExcludedPaths()
  var threads = Threads.available
  /// The severity from which on a finding counts for the exit code.
  var failOn = FailLevel.low
  /// The exit code when something is found that counts.
  var exitCode: Int32 = 1
  /// Whether only findings and errors are written.
  var isQuiet = false
  var progress = When.auto
  var color = When.auto

  /// Whether what git ignores is left out.
  var usesIgnoreFiles = true
  /// Whether the submodules that are checked out are scanned as well.
  var entersSubmodules = false
  /// How many archives inside one another are opened.
  var archiveDepth = ArchiveLimits().depth
  /// Whether what cannot be opened, and what a clone lacks, is no error.
  var allowsGaps = false
  /// Whether a history's objects count that nothing reaches.
  var includesUnreachable = false
  /// Whether git reads a history's objects: slow, for comparison.
  var readsThroughGit = false
  /// The folder where scans of whole histories keep what they saw; nil for none.
  var cache: String?
  /// Whether secrets are reported as soon as they are seen, too.
  var streams = false
}

/// A command that scans.
protocol Scans: UsesRules {
  var scan: ScanOptions { get set }
}

extension Scans {
  var rules: RuleOptions {
    get { scan.rules }
    set { scan.rules = newValue }
  }
}

extension Option where Target: Scans {
  /// The options of every command that scans and reports.
  static var scanning: [Self] {
    [format, output] + choosing + [
      baseline,
      Option(
        "show-suppressed",
        help: "List what is suppressed as well, and why; it does not change the exit code."
      ) { $0.scan.showsSuppressed = true },
      showSecrets, failOn,
      Option(
        "exit-code", number: "N", in: 0...255,
        help:
          "End with N when something is found that counts; 1 by default. Even with 0, a scan that was not"
          + " done in full ends with 2."
      ) { $0.scan.exitCode = Int32($1) },
    ] + running
  }

  /// The options that say what counts.
  static var choosing: [Self] {
    ruleSources + [
      Option(
        "only", value: "ID",
        help: "Use only this rule, or this provider's, such as openai; repeatable."
      ) {
        $0.rules.only.append($1)
      },
      Option("skip", value: "ID", help: "Leave this rule, or this provider's, out; repeatable.") {
        $0.rules.skip.append($1)
      },
      Option(
        "min-confidence", choice: "LEVEL",
        help: "Report findings that are at least low, medium (default) or high in confidence."
      ) { $0.scan.minConfidence = $1 },
      Option(
        "ignore-file", value: "FILE",
        help: "Take accepted findings from FILE, not from .kunciignore and .gitleaksignore."
      ) { $0.scan.ignoreFile = .file($1) },
      Option(
        "no-inline-ignore", help: "Report secrets whatever a comment beside them says."
      ) { $0.scan.honoursComments = false },
      Option(
        "max-file-size", value: "SIZE",
        help: "Leave out and list larger files, such as 500K, 20M or 1G; no limit by default."
      ) { command, text throws(UsageError) in
        guard let size = bytes(text) else {
          throw UsageError("--max-file-size is a size such as 500K, 20M or 1G")
        }
        command.scan.maxFileSize = size
      },
      Option(
        "max-archive-depth", number: "N", in: 0...32,
        help:
          "Open archives and compressed files in one another up to N deep; 8 by default, 0 opens"
          + " none."
      ) { $0.scan.archiveDepth = $1 },
      allowIncomplete,
    ]
  }

  /// The options that say how a scan runs and shows itself.
  static var running: [Self] {
    [
      threads,
      Option("quiet", short: "q", help: "Write findings and errors only.") {
        $0.scan.isQuiet = true
      },
      Option(
        "progress", choice: "WHEN",
        help: "Show how far a scan is: auto (on a terminal, the default), always or never."
      ) { $0.scan.progress = $1 },
      color,
    ]
  }

  // MARK: Of some commands

  static var baseline: Self {
    Option(
      "baseline", value: "FILE",
      help: "Do not report what FILE knows, in place of .kunci-baseline.json at the root of what is"
        + " scanned; see: kunci help baseline."
    ) { $0.scan.baseline = .file($1) }
  }

  static var failOn: Self {
    Option(
      "fail-on", choice: "LEVEL",
      help: "Let only findings that are at least low (default), medium, high or critical in"
        + " severity decide about the exit code, or none with never; all are reported."
    ) { $0.scan.failOn = $1 }
  }

  static var exclude: Self {
    Option(
      "exclude", value: "GLOB",
      help:
        "Leave out paths that match GLOB, from the root and as in .gitignore, such as vendor/ or"
        + " '*.md', and say so in the report; repeatable."
    ) { command, text throws(UsageError) in
      guard command.scan.excluded.add(text) else {
        throw UsageError("--exclude is a glob for paths as in .gitignore, not `\(text)`")
      }
    }
  }

  static var showSecrets: Self {
    Option(
      "show-secrets", help: "Write secrets in full. The report then is a secret itself."
    ) { $0.scan.showsSecrets = true }
  }

  static var threads: Self {
    Option(
      "threads", number: "N", in: 1...256,
      help: "Use N threads; as many as there are processors by default."
    ) { $0.scan.threads = $1 }
  }

  static var color: Self {
    Option(
      "color", choice: "WHEN",
      help: "Use colour: auto (on a terminal without NO_COLOR, the default), always or never."
    ) { $0.scan.color = $1 }
  }

  static var noIgnore: Self {
    Option("no-ignore", help: "Scan what git ignores, too, and the files of submodules.") {
      $0.scan.usesIgnoreFiles = false
    }
  }

  static var recurseSubmodules: Self {
    Option(
      "recurse-submodules",
      help: "Scan the submodules that are checked out as well; else they are listed as skipped."
    ) { $0.scan.entersSubmodules = true }
  }

  static var allowIncomplete: Self {
    Option(
      "allow-incomplete",
      help:
        "Take what cannot be opened, such as an encrypted archive, and what a shallow or partial"
        + " clone lacks for what it is: it is listed as skipped, and is no error."
    ) { $0.scan.allowsGaps = true }
  }

  static var stream: Self {
    Option(
      "stream",
      help: "With --format jsonl: also write a line {\"seen\": …} as soon as a secret is first"
        + " seen, in no order. The findings come at the end as ever."
    ) { $0.scan.streams = true }
  }

  /// Reads `500K`, `20M`, `1G` or a number of bytes.
  private static func bytes(_ text: String) -> Int? {
    let factors: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let factor = text.uppercased().last.flatMap { factors[$0] }
    guard let number = Int(factor == nil ? text : String(text.dropLast())), number >= 0,
      case let (bytes, overflow) = number.multipliedReportingOverflow(by: factor ?? 1), !overflow
    else { return nil }
    return bytes
  }
}
