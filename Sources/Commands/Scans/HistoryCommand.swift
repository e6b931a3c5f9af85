import GitRepository
import SystemIO

/// `kunci history [REPOSITORY]`.
struct HistoryCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var repository: String?
  /// Revisions as they were given; a text can hold several.
  var ranges: [String] = []
  var since: SinceDate?

  static let summary = "Scan everything that a repository holds."
  static let details = """
    Scans every object that can be reached from any branch, tag, other ref, reflog or stash:
    files as they ever were, commit and tag messages, authors, paths and names of refs. Each
    finding names the commit that introduced it, and whether a remote has it already.

    Ctrl-C ends the scan with a report of what was found so far; a second one ends it at once.
    """
  static var operands: Operands<Self> { .one("[REPOSITORY]") { $0.repository = $1 } }

  static var options: [Option<Self>] {
    [
      Option(
        "range", value: "A..B",
        help: "Scan only what these commits bring in; any revisions of git, such as 'main ^v1' or"
          + " 'main --not v1 v2'. May be given several times."
      ) { $0.ranges.append($1) },
      Option(
        "since", value: "DATE",
        help: "Scan only what commits since DATE bring in: 2024-01-31 (UTC),"
          + " 2024-01-31T08:00:00+01:00, yesterday, '2 weeks ago', 3.days, 6.months, last.year."
      ) { command, text throws(UsageError) in
        guard let date = SinceDate(text, now: Process.secondsSince1970) else {
          throw UsageError(
            "--since is a date such as 2024-01-31, 2024-01-31T08:00:00Z, yesterday or 2.weeks, not"
              + " `\(text)`")
        }
        command.since = date
      },
      Option(
        "unreachable", help: "Scan every stored object, also those that nothing refers to."
      ) { $0.scan.includesUnreachable = true },
      .recurseSubmodules,
      Option(
        "through-git",
        help: "Let git read the objects: slow, finds the same; for comparison."
      ) { $0.scan.readsThroughGit = true },
      Option(
        "cache", value: "FOLDER",
        help: "Keep in FOLDER which objects were seen, and read only new ones the next time; the"
          + " report is the same. Holds no secret. Or set KUNCI_CACHE."
      ) { $0.scan.cache = $1 },
      .exclude, .stream,
    ] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    try ScanRequest(.history(repository: repository, try scope()), scan).runAndReport()
  }

  private func scope() throws(UsageError) -> HistoryScope {
    guard ranges.isEmpty || !scan.entersSubmodules else {
      throw UsageError(
        "the commits of --range mean nothing in submodules: choose it or --recurse-submodules",
        command: .history)
    }
    guard !ranges.isEmpty || since != nil else { return .everything }
    guard !scan.includesUnreachable else {
      throw UsageError(
        "--unreachable scans everything, --range and --since a part: choose", command: .history)
    }
    let revisions = ranges.flatMap { range in
      HistoryScope.withoutNot(range.split(separator: " ").map(String.init))
    }
    // A range that names nothing is a mistake, not everything.
    return .range(ranges.isEmpty || !revisions.isEmpty ? revisions : [""], since: since)
  }
}
