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
  private(set) var departure: Departure?
  /// Those of ``arrivals`` that have no parent.
  private(set) var roots: Set<ObjectID> = []
  /// The commit that HEAD names; nil before the first one.
  private(set) var head: ObjectID?
  /// The branch that is checked out; nil for none.
  private(set) var branch: String?
  /// Branches, tags and whatever else reaches a commit that brought it in, by their full names.
  private(set) var refs: [String] = []
  private(set) var remotes: [Remote] = []
  /// The secret as it stands in the files, also where it is encoded there, each way once.
  private(set) var spellings: [[UInt8]] = []
  /// Paths of files that hold it and that git takes for binary.
  private(set) var binaryPaths: [String] = []
  /// Why something of this is not known; empty where all is.
  private(set) var gaps: [String] = []

  /// A commit that took a secret out of a file.
  struct Departure: Equatable {
    var commit: String
    /// In RFC 3339.
    var date: String
    var author: String
    var summary: String
  }

  /// Most commits, paths and versions of files that git is asked about.
  private static let most = (commits: 100, paths: 20, versions: 2_000)

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
    arrivals = commits.values.sorted { ($0.instant, $0.id.hex) < ($1.instant, $1.id.hex) }
    head = try repository.resolve("HEAD")
    branch = try? line(["symbolic-ref", "--quiet", "--short", "HEAD"])
    remotes = try Remotes(of: repository).all
    if !arrivals.isEmpty {
      let ids = arrivals.prefix(Self.most.commits).map(\.id.hex)
      roots = Set(
        try lines(["rev-list", "--no-walk=unsorted", "--max-parents=0"] + ids)
          .compactMap { ObjectID(hex: $0) })
      // The symbolic HEAD of a remote is no branch of its own.
      refs = try lines(
        ["for-each-ref", "--format=%(symref)%(refname)"] + ids.map { "--contains=\($0)" }
      ).filter { !$0.hasSuffix("/HEAD") }
      if arrivals.count > ids.count { gaps.append("more than \(ids.count) commits brought it in") }
    }
    readSpellings()
    findDeparture()
  }

  /// The paths of files that held it, each once.
  var paths: [String] {
    var seen: Set<String> = []
    return finding.locations.filter {
      $0.provenance.kind == .content && $0.provenance.commit != nil
    }.map(\.path).filter { seen.insert($0).inserted }
  }

  func holds(_ kind: Provenance.Kind) -> Bool {
    finding.locations.contains { $0.provenance.kind == kind }
  }

  /// The names of those of ``refs`` that begin so, without that.
  func refs(below folder: String) -> [String] {
    refs.filter { $0.hasPrefix(folder) }.map { String($0.dropFirst(folder.count)) }
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

  private func blob(_ id: String) -> [UInt8]? {
    try? repository.program.output(["cat-file", "blob", id], in: top)
  }

  private mutating func readSpellings() {
    var blobs: [ObjectID: [UInt8]] = [:]
    for location in finding.locations.prefix(Self.most.versions) {
      let text: [UInt8]?
      switch location.provenance {
      case .committed(let path, let id, _):
        text = blobs[id] ?? blob(id.hex)
        blobs[id] = text
        if let text, text.prefix(8_192).contains(0), !binaryPaths.contains(path) {
          binaryPaths.append(path)
        }
      default: text = nil
      }
      let region = location.region
      let end = region.byteOffset + region.byteLength
      let spelling = text.flatMap { end <= $0.count ? Array($0[region.byteOffset..<end]) : nil }
      for spelling in [spelling ?? finding.secret] where !spellings.contains(spelling) {
        spellings.append(spelling)
      }
    }
  }

  private mutating func findDeparture() {
    guard finding.status?.atHead == false else { return }
    guard paths.count <= Self.most.paths else {
      gaps.append("it stood in more than \(Self.most.paths) files, so when it went is not told")
      return
    }
    var verdicts: [String: Bool] = [:]
    var last: Departure?
    for path in paths {
      let arguments = [
        "log", "--all", "--full-history", "--no-merges", "--no-renames", "--raw", "--no-abbrev",
        "--format=%x01%H%x09%aI%x09%an%x09%s", "--", path,
      ]
      guard let lines = try? lines(arguments) else { continue }
      var commit: Departure?
      for line in lines {
        if line.hasPrefix("\u{1}") {
          let fields = line.dropFirst().split(
            separator: "\t", maxSplits: 3, omittingEmptySubsequences: false
          ).map(String.init)
          guard fields.count == 4 else { continue }
          commit = Departure(
            commit: fields[0], date: fields[1], author: fields[2], summary: fields[3])
          continue
        }
        // :<mode> <mode> <id> <id> <letter> TAB <path>
        let words = line.split(separator: " ")
        guard words.count > 4, line.hasPrefix(":"), let commit else { continue }
        guard verdicts.count < Self.most.versions else {
          gaps.append("its files have too many versions to say when it went")
          return
        }
        let (old, new) = (String(words[2]), String(words[3]))
        guard holdsSecret(old, &verdicts), !holdsSecret(new, &verdicts) else { continue }
        if last.map({ $0.date.instant < commit.date.instant }) ?? true { last = commit }
      }
    }
    departure = last
  }

  private func holdsSecret(_ id: String, _ verdicts: inout [String: Bool]) -> Bool {
    if id.allSatisfy({ $0 == "0" }) { return false }
    if let known = verdicts[id] { return known }
    let text = blob(id) ?? []
    let holds = spellings.contains { !$0.isEmpty && text.firstRange(of: $0) != nil }
    verdicts[id] = holds
    return holds
  }
}

extension CommitReference {
  /// What times are compared by.
  fileprivate var instant: Int { date.instant }
}

extension String {
  /// A date of RFC 3339 as minutes since 1970; 0 for another text.
  var instant: Int {
    let text = Array(utf8)
    func number(_ range: Range<Int>) -> Int? {
      range.upperBound <= text.count ? Int(String(decoding: text[range], as: UTF8.self)) : nil
    }
    guard let days = CalendarDate.days(prefix(10)), let hour = number(11..<13),
      let minute = number(14..<16)
    else { return 0 }
    var zone = 0
    if text.count >= 25, let hours = number(20..<22), let minutes = number(23..<25) {
      zone = (hours * 60 + minutes) * (text[19] == UInt8(ascii: "-") ? -1 : 1)
    }
    return days * 1_440 + hour * 60 + minute - zone
  }
}
