import GitRepository
import SystemIO

/// `kunci history [REPOSITORY…]`.
struct HistoryCommand: ParsableCommand, Scans {
  var scan = ScanOptions()
  var repositories: [String] = []
  /// A file that names more; nil for none.
  var list: String?
  /// Where repositories elsewhere are cloned to; nil where they are not to be.
  var mirrors: String?
  /// A report of an earlier scan of several; nil for none.
  var earlier: String?
  /// Revisions as they were given; a text can hold several.
  var ranges: [String] = []
  var since: SinceDate?

  static let summary = "Scan everything that a repository holds."
  static let details = """
    Scans every object that can be reached from any branch, tag, other ref, reflog or stash:
    files as they ever were, commit and tag messages, authors, paths and names of refs. Each
    finding names the commit that introduced it, and whether a remote has it already.

    Several repositories are scanned in one process and reported together, each place with the name
    of its repository; one that cannot be read hides no other. With --format jsonl, each is written
    as soon as it is done: its findings, then a line about it. kunci merge makes one report of many.

    Ctrl-C ends the scan with a report of what was found so far; a second one ends it at once.
    """
  static var operands: Operands<Self> { Operands("[REPOSITORY…]") { $0.repositories = $1 } }

  static var options: [Option<Self>] {
    [
      Option(
        "range", value: "A..B",
        help: "Scan only what these commits bring in; any revisions of git, such as 'main ^v1' or"
          + " 'main --not v1 v2'. May be given several times: what any of them brings in."
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
      Option(
        "repo-list", value: "FILE",
        help: "Scan the repositories that FILE names, one on each line; - is standard input."
      ) { $0.list = $1 },
      Option(
        "clone", value: "FOLDER",
        help:
          "Let git clone repositories that are given by their address, and fetch what is new the"
          + " next time; the copies stay in FOLDER."
      ) { $0.mirrors = $1 },
      Option(
        "resume", value: "FILE",
        help:
          "Take over from FILE, what an earlier scan of several wrote with --format jsonl, those"
          + " repositories that it did in full and that are as they were."
      ) { $0.earlier = $1 },
      .exclude, .stream,
    ] + Option.scanning
  }

  func run() throws(UsageError) -> ExitCode {
    let scope = try scope()
    guard list == nil, mirrors == nil, earlier == nil, repositories.count < 2 else {
      return try runOnSeveral(scope)
    }
    return try ScanRequest(.history(repository: repositories.first, scope), scan).runAndReport()
  }

  private func runOnSeveral(_ scope: HistoryScope) throws(UsageError) -> ExitCode {
    var several = RepositoriesScan(
      list: try RepositoryList(repositories, list: list), scope: scope, options: scan)
    several.mirrors = mirrors.map(Mirrors.init)
    if let earlier {
      if FileSystem.isAbsent(earlier) {
        Console.note("kunci: \(earlier) is not there, so everything is scanned\n")
      } else {
        try several.earlier.add(try MergeCommand.read(earlier), named: earlier)
      }
    }
    return try several.run()
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
    guard !ranges.isEmpty else { return .range([], since: since) }
    let revisions = ranges.map { range in
      // A range that names nothing is a mistake, not everything.
      range.contains { $0 != " " } ? range.split(separator: " ").map(String.init) : [""]
    }
    return .ranges(named: revisions, since: since)
  }
}
