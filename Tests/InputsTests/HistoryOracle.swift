import Basics
import Detection
import Engine
import Findings
import Foundation
import ScanTestSupport
import TestSupport
import Testing

/// What any part of a history must give, found the slow and obvious way.
///
/// Git lists the commits, says which paths of each differ from those of all of its parents, and reads
/// the blobs; each blob is scanned whole. A commit introduces a secret at a path when its blob there
/// holds the secret and none of its parents' blobs there does; of several the first counts.
struct HistoryOracle {
  /// A path that differs from that of every parent.
  private struct Change {
    var path: String
    var blob: ObjectID
    var old: [ObjectID]
  }

  private struct Commit {
    var reference: CommitReference
    var message: [Occurrence]
    var changes: [Change] = []
  }

  private struct Place: Hashable {
    var secret: HeldSecret
    var path: String
  }

  /// A reading that is there already.
  private struct Known: Source {
    var reading: Reading

    func read(_ run: ScanRun) -> Reading { reading }
  }

  /// The arguments that name the whole history.
  static let everything = ["--all", "--reflog"]

  private let fixture: GitFixture
  private let detector: Detector
  private var commits: [ObjectID: Commit] = [:]
  private var blobs: [ObjectID: [Occurrence]] = [:]
  private var blobsAtHead: Set<ObjectID> = []
  /// Commits that each remote-tracking branch reaches.
  private var remotes: [(name: String, commits: Set<ObjectID>)] = []

  /// Reads everything that the refs and reflogs of a repository reach.
  init(_ fixture: GitFixture) throws {
    self.fixture = fixture
    detector = try Detector(LeakedKey.ruleSet)
    try readCommits()
    try readChanges()
    for line in try lines("ls-tree", "-r", "HEAD", accepted: [0, 128]) {
      blobsAtHead.insert(try Self.id(line.split(separator: "\t")[0].split(separator: " ")[2]))
    }
    for ref in try lines("for-each-ref", "--format=%(refname)", "refs/remotes")
    where !ref.hasSuffix("/HEAD") {
      let reached = Set(try revList([ref]))
      remotes.append((String(ref.dropFirst("refs/remotes/".count)), reached))
    }
  }

  // MARK: Git

  /// Commits of a part of the history, parents first, as git lists them; with the generation numbers
  /// of a commit graph it does so whatever the clocks say.
  func revList(_ arguments: [String]) throws -> [ObjectID] {
    let list = ["-c", "core.commitGraph=true", "rev-list", "--topo-order", "--reverse"]
    return try lines(list + arguments).map { try Self.id($0) }
  }

  private func lines(_ arguments: String..., accepted: Set<Int32> = [0]) throws -> [String] {
    try lines(arguments, accepted: accepted)
  }

  private func lines(_ arguments: [String], accepted: Set<Int32> = [0]) throws -> [String] {
    try fixture.git(["--no-replace-objects"] + arguments, accepted: accepted)
      .split(separator: "\n").map(String.init)
  }

  private func fields(_ arguments: [String], _ input: [ObjectID]) throws -> [String] {
    let input = input.map { "\($0)\n" }.joined()
    let output = try fixture.git(["--no-replace-objects"] + arguments, input: Data(input.utf8))
    return output.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
  }

  private static func id(_ digits: some StringProtocol) throws -> ObjectID {
    try #require(ObjectID(hex: String(digits)))
  }

  private mutating func readCommits() throws {
    let format = "--format=%H%x00%an%x00%ae%x00%aI%x00%s%x00%B"
    let all = try fields(
      ["log", "-z", "--no-walk=unsorted", "--stdin", format], try revList(Self.everything))
    for start in stride(from: 0, to: all.count - 5, by: 6) {
      let id = try Self.id(all[start])
      let reference = CommitReference(
        id: id, author: all[start + 1], email: all[start + 2],
        date: all[start + 3].replacing("+00:00", with: "Z"),
        summary: TextScanner(detector).redact(all[start + 4]))
      let message = scan(Array(all[start + 5].utf8)) { .commitText(.message, of: id, reference) }
      commits[id] = Commit(reference: reference, message: message)
    }
  }

  private mutating func readChanges() throws {
    let all = try fields(
      [
        "diff-tree", "--stdin", "--always", "-c", "-r", "--root", "-z", "--raw", "--no-renames",
        "--no-abbrev",
      ], commits.keys.sorted())
    var commit: ObjectID?
    var next = 0
    while next < all.count - 1 {
      defer { next += 1 }
      guard all[next].hasPrefix(":") else {
        commit = try Self.id(all[next])
        continue
      }
      // A colon and a mode for each parent, a mode; ids likewise; letters.
      let words = all[next].split(separator: " ")
      let parents = all[next].prefix { $0 == ":" }.count
      let ids = try words[(parents + 1)...(2 * parents + 1)].map { try Self.id($0) }
      next += 1
      guard let commit, let new = ids.last, !new.isZero, !ids.dropLast().contains(new) else {
        continue
      }
      commits[commit]?.changes.append(
        Change(path: all[next], blob: new, old: ids.dropLast().filter { !$0.isZero }))
    }
    try readBlobs(Set(commits.values.flatMap(\.changes).flatMap { [$0.blob] + $0.old }))
  }

  private mutating func readBlobs(_ ids: Set<ObjectID>) throws {
    let unread = ids.filter { blobs[$0] == nil }.sorted()
    guard !unread.isEmpty else { return }
    let input = unread.map { "\($0)\n" }.joined()
    var rest = Array(
      try fixture.gitBytes(
        ["--no-replace-objects", "cat-file", "--batch"], input: Data(input.utf8)))[...]
    for id in unread {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      let size = Int(String(decoding: line, as: UTF8.self).split(separator: " ")[2])
      rest = rest.dropFirst(line.count + 1)
      let content = rest.prefix(try #require(size))
      rest = rest.dropFirst(content.count + 1)
      blobs[id] = scan(Array(content)) { .blob(id) }
    }
  }

  private func scan(_ text: [UInt8], _ provenance: () -> Provenance) -> [Occurrence] {
    let scanner = TextScanner(detector)
    scanner.scan(text.span, from: provenance)
    return scanner.occurrences
  }

  // MARK: Results

  /// What a part of the history must give.
  ///
  /// - Parameter arguments: The part, as `git rev-list` takes it.
  /// - Returns: The result, without counts.
  /// - Throws: What git throws.
  func result(_ arguments: [String]) throws -> ScanResult {
    var known: Set<Place> = []
    var reading = Reading(PathsFromRoot(repository: fixture.path))
    var introductions: [Fingerprint: Set<ObjectID>] = [:]
    // Of HEAD only those blobs are known that the part has brought in.
    var atHead: Set<Fingerprint> = []
    for id in try revList(arguments) {
      let commit = try #require(commits[id])
      for occurrence in commit.message {
        introductions[occurrence.fingerprint, default: []].insert(id)
        reading.occurrences.append(occurrence)
      }
      var places: Set<Place> = []
      for change in commit.changes {
        if blobsAtHead.contains(change.blob) {
          atHead.formUnion(blobs[change.blob]?.map(\.fingerprint) ?? [])
        }
        let old = change.old.map { Set((blobs[$0] ?? []).map(\.held)) }
        for occurrence in blobs[change.blob] ?? [] {
          let place = Place(secret: occurrence.held, path: change.path)
          guard !old.contains(where: occurrence.held.isAmong) else { continue }
          introductions[occurrence.fingerprint, default: []].insert(id)
          guard !known.contains(place) else { continue }
          places.insert(place)
          var occurrence = occurrence
          occurrence.location.provenance = .committed(
            path: change.path, blob: change.blob, by: commit.reference)
          reading.occurrences.append(occurrence)
        }
      }
      known.formUnion(places)
    }
    reading.status = { [remotes, atHead] fingerprint in
      let commits = introductions[fingerprint] ?? []
      let having = remotes.filter { !$0.commits.isDisjoint(with: commits) }.map(\.name)
      return Finding.Status(
        atHead: atHead.contains(fingerprint),
        publication: having.isEmpty
          ? remotes.isEmpty ? .unknown : .notPushed : .pushed(to: having.sorted()))
    }
    return Scan.run(Known(reading: reading), ScanPlan(ruleSet: detector.ruleSet), detector)
  }

  /// Numbers of commits, and of different blobs that they bring in.
  func counts(_ arguments: [String]) throws -> (commits: Int, blobs: Int) {
    let ids = try revList(arguments)
    return (ids.count, Set(ids.flatMap { commits[$0]?.changes ?? [] }.map(\.blob)).count)
  }
}
