import Basics
import Findings
import GitFormat
import GitRepository

/// Looks in a history for the commit that took a secret out of a file.
struct DepartureSearch {
  private let repository: Repository
  /// Which versions of files hold the secret that was looked for last.
  private var verdicts: [String: Bool] = [:]

  /// Most versions of files that are read for one secret.
  private static let mostVersions = 2_000
  /// Most files of one secret.
  private static let mostPaths = 20
  /// Most files of all secrets of a report.
  private static let mostPathsOfReport = 200

  init(_ repository: Repository) { self.repository = repository }

  /// A secret as it stands in files, also where it is encoded there.
  struct Spellings {
    /// Each way once.
    var all: [[UInt8]] = []
    /// Paths of files that hold it and that git takes for binary.
    var binaryPaths: [String] = []
  }

  /// The paths of files of a history that hold a secret, each once.
  static func paths(of finding: Finding) -> [String] {
    var seen: Set<String> = []
    return finding.locations.filter {
      $0.provenance.kind == .content && $0.provenance.commit != nil
    }.map(\.path).filter { seen.insert($0).inserted }
  }

  /// The latest commits that took secrets out of files, of those that HEAD no longer holds.
  ///
  /// Of very many files, the first ones are looked at.
  static func departures(
    of findings: [Finding], in repository: Repository
  ) -> [Fingerprint: CommitReference] {
    var departures: [Fingerprint: CommitReference] = [:]
    var count = 0
    for finding in findings where finding.status?.atHead == false {
      count += paths(of: finding).count
      guard count <= mostPathsOfReport else { break }
      var search = DepartureSearch(repository)
      let spellings = search.spellings(of: finding)
      if case .commit(let commit?) = search.departure(of: finding, spellings.all) {
        departures[finding.fingerprint] = commit
      }
    }
    return departures
  }

  /// Reads how a secret is written in the files that hold it.
  func spellings(of finding: Finding) -> Spellings {
    var spellings = Spellings()
    var blobs: [ObjectID: [UInt8]] = [:]
    for location in finding.locations.prefix(Self.mostVersions) {
      var text: [UInt8]?
      if case .committed(let path, let id, _) = location.provenance {
        text = blobs[id] ?? blob(id.hex)
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

  enum Answer {
    /// The latest commit; nil where none took it out.
    case commit(CommitReference?)
    /// Why nobody can tell.
    case unknown(String)
  }

  /// Looks for the latest commit that took a secret out of a file.
  mutating func departure(of finding: Finding, _ spellings: [[UInt8]]) -> Answer {
    let paths = Self.paths(of: finding)
    guard paths.count <= Self.mostPaths else {
      return .unknown("it stood in more than \(Self.mostPaths) files, so when it went is not told")
    }
    verdicts = [:]
    var last: CommitReference?
    for path in paths {
      var commit: CommitReference?
      for line in changes(of: path) {
        if line.hasPrefix("\u{1}") {
          commit = Self.commit(line.dropFirst())
          continue
        }
        // :<mode> <mode> <id> <id> <letter> TAB <path>
        let words = line.split(separator: " ")
        guard words.count > 4, line.hasPrefix(":"), let commit else { continue }
        guard verdicts.count < Self.mostVersions else {
          return .unknown("its files have too many versions to say when it went")
        }
        guard holds(String(words[2]), spellings), !holds(String(words[3]), spellings) else {
          continue
        }
        if last.map({ $0.date.minutes < commit.date.minutes }) ?? true { last = commit }
      }
    }
    return .commit(last)
  }

  /// The changes of a file in all of the history, each after its commit.
  private func changes(of path: String) -> [String] {
    let output = try? repository.program.output(
      [
        "log", "--all", "--full-history", "--no-merges", "--no-renames", "--raw", "--no-abbrev",
        "--format=%x01%H%x09%aI%x09%ae%x09%an%x09%s", "--", path,
      ], in: repository.topLevel ?? repository.gitDirectory)
    return (output ?? []).split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  private static func commit(_ line: Substring) -> CommitReference? {
    let fields = line.split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false)
      .map(String.init)
    guard fields.count == 5, let id = ObjectID(hex: Array(fields[0].utf8).span) else { return nil }
    return CommitReference(
      id: id, author: fields[3], email: fields[2], date: fields[1],
      summary: Console.redacted(fields[4]))
  }

  private mutating func holds(_ id: String, _ spellings: [[UInt8]]) -> Bool {
    if id.allSatisfy({ $0 == "0" }) { return false }
    if let known = verdicts[id] { return known }
    let text = blob(id) ?? []
    let holds = spellings.contains { !$0.isEmpty && text.firstRange(of: $0) != nil }
    verdicts[id] = holds
    return holds
  }

  private func blob(_ id: String) -> [UInt8]? {
    try? repository.output(["cat-file", "blob", id])
  }
}

extension String {
  /// A date of RFC 3339 in minutes since 1970; 0 for another text.
  var minutes: Int {
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
