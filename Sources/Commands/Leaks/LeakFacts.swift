import Basics
import Findings
import GitFormat
import GitRepository
import SystemIO

/// Where a secret of a history came in, when it went, and what holds it: what advice has to go by.
struct LeakFacts {
  let finding: Finding
  let repository: Repository
  /// The commits that brought it in, the oldest first.
  private(set) var arrivals: [CommitReference] = []
  /// The latest commit that took it out of a file; nil where none did, or where nobody can tell.
  private(set) var departure: CommitReference?
  /// Whether it went, came back and went again, so that nobody knows how long it stood.
  private(set) var hasReturned = false
  /// Those of ``arrivals`` that have no parent.
  private(set) var roots: Set<ObjectID> = []
  /// The commit that HEAD names; nil before the first one.
  private(set) var head: ObjectID?
  /// The branch that is checked out; nil for none.
  private(set) var branch: String?
  /// Branches, tags and whatever else reaches a commit that brought it in, by their full names.
  private(set) var refs: [String] = []
  /// Numbers of the entries of the stash that reach such a commit, the highest first.
  private(set) var stashes: [Int] = []
  private(set) var remotes: [Remote] = []
  /// The secret as it stands in the files, also where it is encoded there, each way once.
  private(set) var spellings: [[UInt8]] = []
  /// Paths of files that hold it and that git takes for binary, or that hold it in a packed form.
  private(set) var binaryPaths: [String] = []
  /// Why something of this is not known; empty where all is.
  private(set) var gaps: [String] = []

  /// Most commits that git is asked about.
  private static let mostCommits = 100
  /// Most entries of the stash that are looked at.
  private static let mostStashes = 50

  /// Asks the repository.
  ///
  /// - Throws: `GitError`.
  init(_ finding: Finding, in repository: Repository) throws(GitError) {
    self.finding = finding
    self.repository = repository
    var commits: [ObjectID: CommitReference] = [:]
    for location in finding.locations {
      if let commit = location.provenance.commit { commits[commit.id] = commit }
    }
    arrivals = commits.values.sorted { ($0.seconds, $0.id.hex) < ($1.seconds, $1.id.hex) }
    head = try repository.resolve("HEAD")
    branch = try? line(["symbolic-ref", "--quiet", "--short", "HEAD"])
    remotes = try Remotes(of: repository).all
    if !arrivals.isEmpty {
      let ids = arrivals.prefix(Self.mostCommits).map(\.id.hex)
      roots = Set(
        try lines(["rev-list", "--no-walk=unsorted", "--max-parents=0"] + ids)
          .compactMap { ObjectID(hex: $0) })
      // The symbolic HEAD of a remote is no branch of its own.
      refs = try lines(
        ["for-each-ref", "--format=%(symref)%(refname)"] + ids.map { "--contains=\($0)" }
      ).filter { !$0.hasSuffix("/HEAD") }
      stashes = stashes(holding: ids)
      if arrivals.count > ids.count { gaps.append("more than \(ids.count) commits brought it in") }
    }
    let written = DepartureSearch.spellings(of: finding, in: repository)
    (spellings, binaryPaths) = (written.all, written.binaryPaths)
    let answer = try DepartureSearch.departures(of: [finding], in: repository)
    departure = answer.departures[finding.fingerprint]?.redacted(Console.redacted)
    hasReturned = answer.returned.contains(finding.fingerprint)
    if answer.isPartial { gaps.append("its files have too many versions to say when it went") }
  }

  /// The paths of files that held it, each once.
  var paths: [String] { DepartureSearch.paths(of: finding) }

  func holds(_ kind: Provenance.Kind) -> Bool {
    finding.locations.contains { $0.provenance.kind == kind }
  }

  /// The names of those of ``refs`` that begin so, without that.
  func refs(below folder: String) -> [String] {
    refs.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }
  }

  /// Only the latest entry of the stash is a ref; the others stand in its log.
  private func stashes(holding ids: [String]) -> [Int] {
    let entries = (try? lines(["rev-list", "--walk-reflogs", "refs/stash", "--"])) ?? []
    return entries.prefix(Self.mostStashes).enumerated().filter { _, entry in
      // It fails where the one is not behind the other.
      ids.contains { (try? lines(["merge-base", "--is-ancestor", $0, entry])) != nil }
    }.map(\.offset).reversed()
  }

  // MARK: Asking

  /// Where git commands run that name paths from the top.
  private var top: String { repository.topLevel ?? repository.gitDirectory }

  private func lines(_ arguments: [String]) throws(GitError) -> [String] {
    try repository.program.output(arguments, in: top).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private func line(_ arguments: [String]) throws(GitError) -> String? {
    try lines(arguments).first
  }
}
