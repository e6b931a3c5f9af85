import Basics
import Findings
import GitFormat
import GitRepository

/// Looks in a history for the commits that took secrets out of files.
///
/// A history is read once, from old to new, for all secrets: a change of a file from a version that
/// holds a secret to one that does not is a departure.
struct DepartureSearch {
  private let repository: Repository
  private let findings: [Finding]
  private let spellings: [[[UInt8]]]
  /// The versions of files that hold secrets: which ones, by their place in ``findings``.
  private var holders: [String: Set<Int>] = [:]
  private var departures: [Fingerprint: CommitReference] = [:]
  /// Versions that may still be read.
  private var reads = 5_000

  /// Most paths that git is given; of more, it goes through all of the history.
  private static let mostPaths = 500

  /// A secret as it stands in files, also where it is encoded there.
  struct Spellings {
    /// Each way once.
    var all: [[UInt8]] = []
    /// Paths of files that hold it and that git takes for binary.
    var binaryPaths: [String] = []
  }

  /// What there is to say.
  struct Answer {
    var departures: [Fingerprint: CommitReference]
    /// Whether there were too many versions to look at all of them.
    var isPartial: Bool
  }

  /// Looks for the latest commit of each secret that HEAD no longer holds.
  ///
  /// - Throws: `GitError`.
  static func departures(
    of findings: [Finding], in repository: Repository
  ) throws(GitError) -> Answer {
    let gone = findings.filter { $0.status?.atHead == false && !paths(of: $0).isEmpty }
    guard !gone.isEmpty else { return Answer(departures: [:], isPartial: false) }
    var search = DepartureSearch(gone, repository)
    try search.readHistory()
    return Answer(departures: search.departures, isPartial: search.reads == 0)
  }

  private init(_ findings: [Finding], _ repository: Repository) {
    (self.findings, self.repository) = (findings, repository)
    spellings = findings.map { finding in
      // Only what is encoded is written in another way than it is used.
      finding.locations.contains { !$0.decodedFrom.isEmpty }
        ? Self.spellings(of: finding, in: repository).all : [finding.secret]
    }
    for (index, finding) in findings.enumerated() {
      for case .committed(_, let id, _) in finding.locations.map(\.provenance) {
        holders[id.hex, default: []].insert(index)
      }
    }
  }

  /// The paths of files of a history that hold a secret, each once.
  static func paths(of finding: Finding) -> [String] {
    var seen: Set<String> = []
    return finding.locations.filter {
      $0.provenance.kind == .content && $0.provenance.commit != nil
    }.map(\.path).filter { seen.insert($0).inserted }
  }

  /// Reads how a secret is written in the files that hold it.
  static func spellings(of finding: Finding, in repository: Repository) -> Spellings {
    var spellings = Spellings()
    var blobs: [ObjectID: [UInt8]] = [:]
    for location in finding.locations {
      var text: [UInt8]?
      if case .committed(let path, let id, _) = location.provenance {
        text = blobs[id] ?? blob(id.hex, in: repository)
        blobs[id] = text
        // What git itself goes by, see gitattributes(5); git-filter-repo does the same.
        if let text, text.prefix(8_192).contains(0), !spellings.binaryPaths.contains(path) {
          spellings.binaryPaths.append(path)
        }
      }
      let region = location.region
      let end = region.byteOffset + region.byteLength
      let written = text.flatMap { end <= $0.count ? Array($0[region.byteOffset..<end]) : nil }
      let spelling = written ?? finding.secret
      if !spellings.all.contains(spelling) { spellings.all.append(spelling) }
    }
    return spellings
  }

  private static func blob(_ id: String, in repository: Repository) -> [UInt8]? {
    try? repository.output(["cat-file", "blob", id])
  }

  private mutating func readHistory() throws(GitError) {
    let paths = Set(findings.flatMap(Self.paths)).sorted()
    let output = try repository.program.output(
      [
        "log", "--all", "--full-history", "--no-merges", "--no-renames", "--raw", "--no-abbrev",
        "--reverse", "--topo-order", "--format=%x01%H%x09%aI%x09%ae%x09%an%x09%s", "--",
      ] + (paths.count > Self.mostPaths ? [] : paths),
      in: repository.topLevel ?? repository.gitDirectory)
    var commit: CommitReference?
    for line in output.split(separator: UInt8(ascii: "\n")) {
      if line.first == 1 {
        commit = Self.commit(String(decoding: line.dropFirst(), as: UTF8.self))
      } else if line.first == UInt8(ascii: ":"), let commit {
        look(at: line, of: commit)
      }
    }
  }

  /// Looks at a change: `:<mode> <mode> <id> <id> <letter> TAB <path>`.
  private mutating func look(at line: ArraySlice<UInt8>, of commit: CommitReference) {
    let words = line.split(separator: UInt8(ascii: " "), maxSplits: 4)
    guard words.count == 5 else { return }
    let (old, new) = (String(decoding: words[2], as: UTF8.self), words[3])
    guard let held = holders[old] else { return }
    let id = String(decoding: new, as: UTF8.self)
    let isDeleted = new.allSatisfy { $0 == UInt8(ascii: "0") }
    var still: Set<Int> = holders[id] ?? []
    if !isDeleted, !held.isSubset(of: still) {
      guard reads > 0 else { return }
      reads -= 1
      let text = Self.blob(id, in: repository) ?? []
      still.formUnion(
        held.filter { index in spellings[index].contains { text.firstRange(of: $0) != nil } })
      holders[id] = still.isEmpty ? nil : still
    }
    for index in held.subtracting(still) {
      let fingerprint = findings[index].fingerprint
      if departures[fingerprint].map({ $0.seconds <= commit.seconds }) ?? true {
        departures[fingerprint] = commit
      }
    }
  }

  private static func commit(_ line: String) -> CommitReference? {
    let fields = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    guard fields.count == 5, let id = ObjectID(hex: Array(fields[0].utf8).span) else { return nil }
    return CommitReference(
      id: id, author: fields[3], email: fields[2], date: fields[1], summary: fields[4])
  }
}

extension CommitReference {
  /// When it was authored, in seconds since 1970; 0 where that is beyond what RFC 3339 can say.
  var seconds: Int { CalendarDate.seconds(date) ?? 0 }
}
