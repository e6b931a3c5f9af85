import Basics
import Findings
import GitFormat
import GitRepository

/// Looks in a history for the commits that took secrets out of files.
///
/// A history is read once, from old to new, for all secrets: a change of a file from a version that
/// holds a secret to one that does not is a departure. Locations name the first version of a file that
/// holds a secret, so that what comes after a departure is looked at, too: it may come back. What a
/// version of an archive holds is not looked at again: of a secret in one, only that the file was
/// deleted is a departure for sure.
struct DepartureSearch {
  private let repository: Repository
  private let findings: [Finding]
  private let spellings: [[[UInt8]]]
  /// The versions of files that hold secrets: which ones, by their place in ``findings``.
  private var holders: [String: Set<Int>] = [:]
  /// Those of them that hold secrets in a packed form.
  private var packedHolders: [String: Set<Int>] = [:]
  /// Secrets of which nobody can tell when they went.
  private var unsure: Set<Int> = []
  private var departures: [Fingerprint: CommitReference] = [:]
  /// By the path of a file: those of ``findings`` that have gone from it.
  private var gone: [String: Set<Int>] = [:]
  private var returned: Set<Fingerprint> = []
  /// Versions that may still be read.
  private var reads = 5_000

  /// Most paths that git is given; of more, it goes through all of the history.
  private static let mostPaths = 500

  /// A secret as it stands in files, also where it is encoded there.
  struct Spellings {
    /// Each way once.
    var all: [[UInt8]] = []
    /// Paths of files that hold it and that git takes for binary, or that hold it in a packed form.
    var binaryPaths: [String] = []
  }

  /// What there is to say.
  struct Answer {
    var departures: [Fingerprint: CommitReference]
    /// Secrets that went, came back to the same file and went again.
    var returned: Set<Fingerprint> = []
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
    for index in search.unsure { search.departures[gone[index].fingerprint] = nil }
    return Answer(
      departures: search.departures, returned: search.returned, isPartial: search.reads == 0)
  }

  private init(_ findings: [Finding], _ repository: Repository) {
    (self.findings, self.repository) = (findings, repository)
    spellings = findings.map { finding in
      // Only what is encoded is written in another way than it is used.
      finding.locations.contains { !$0.decodedFrom.isEmpty }
        ? Self.spellings(of: finding, in: repository).all : [finding.secret]
    }
    for (index, finding) in findings.enumerated() {
      for provenance in finding.locations.map(\.provenance) {
        guard case .committed(_, let id, _) = provenance.container else { continue }
        holders[id.hex, default: []].insert(index)
        if provenance.isMember { packedHolders[id.hex, default: []].insert(index) }
      }
    }
  }

  /// The paths of files of a history that hold a secret, packed or not, each once.
  static func paths(of finding: Finding) -> [String] {
    var seen: Set<String> = []
    return finding.locations.filter {
      $0.provenance.kind == .content && $0.provenance.commit != nil
    }.map(\.provenance.container.path).filter { seen.insert($0).inserted }
  }

  /// Reads how a secret is written in the files that hold it.
  static func spellings(of finding: Finding, in repository: Repository) -> Spellings {
    var spellings = Spellings()
    var blobs: [ObjectID: [UInt8]] = [:]
    for location in finding.locations {
      var text: [UInt8]?
      if case .committed(let path, let id, _) = location.provenance.container {
        let whole = blobs[id] ?? blob(id.hex, in: repository)
        blobs[id] = whole
        // What git itself goes by, see gitattributes(5); git-filter-repo does the same.
        let isBinary = whole?.prefix(8_192).contains(0) ?? false
        if isBinary || location.provenance.isMember, !spellings.binaryPaths.contains(path) {
          spellings.binaryPaths.append(path)
        }
        // The place of a secret in a member is none in the archive.
        if !location.provenance.isMember { text = whole }
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
    let path = words[4].split(separator: UInt8(ascii: "\t"), maxSplits: 1).last ?? []
    let name = String(decoding: path, as: UTF8.self)
    let held = holders[old] ?? []
    let away = (gone[name] ?? []).subtracting(held)
    let asked = held.union(away)
    guard !asked.isEmpty else { return }
    let id = String(decoding: new, as: UTF8.self)
    let isDeleted = new.allSatisfy { $0 == UInt8(ascii: "0") }
    var still: Set<Int> = holders[id] ?? []
    if !isDeleted, !asked.isSubset(of: still) {
      guard reads > 0 else { return }
      reads -= 1
      let text = Self.blob(id, in: repository) ?? []
      still.formUnion(
        asked.filter { index in spellings[index].contains { text.firstRange(of: $0) != nil } })
      holders[id] = still.isEmpty ? nil : still
    }
    for index in away.intersection(still) {
      gone[name]?.remove(index)
      returned.insert(findings[index].fingerprint)
      departures[findings[index].fingerprint] = nil
    }
    let packed = isDeleted ? [] : packedHolders[old] ?? []
    unsure.formUnion(packed.subtracting(holders[id] ?? []))
    for index in held.subtracting(still).subtracting(packed) {
      let fingerprint = findings[index].fingerprint
      gone[name, default: []].insert(index)
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
