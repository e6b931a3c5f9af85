import Basics
import Detection
import Findings
import GitObjects
import RuleSet

/// Finds the commits that brought secrets in.
///
/// A commit introduces a secret at a path when its blob there holds the secret and none of its
/// parents' blobs does. Of several such commits the first in topological order is reported.
struct Attribution {
  /// A place where a secret was introduced.
  private struct Place: Hashable {
    var secret: Sighting.Standing
    var path: [UInt8]
  }

  /// All that a blob holds, and which secrets those are.
  private struct Holding {
    var sightings: [Sighting] = []
    var secrets: Set<Sighting.Standing> = []
  }

  private var blobs: [ObjectID: Holding] = [:]
  /// Secrets in the names of files; of several trees that hold one, the first by id.
  private var names: [Fingerprint: Sighting] = [:]
  /// Trees in which names hold secrets, with their secrets.
  private(set) var namesInTrees: [ObjectID: Set<Fingerprint>] = [:]
  /// Secrets in messages and author lines, by commit.
  private var commits: [String: [Sighting]] = [:]
  private var others: [Sighting] = []
  /// Secrets of blobs that are outside the part of the history that was scanned.
  private var before: [ObjectID: Set<Sighting.Standing>] = [:]
  /// Secrets that stood in a file already before that part of the history.
  private var heldBefore: Set<Sighting.Standing> = []
  /// Whether all of the history was scanned.
  private let isWhole: Bool
  private let redact: (String) -> String
  private var known: Set<Place> = []
  private var placed: [Sighting] = []

  /// Every commit that introduced a secret, at whichever path.
  private(set) var introductions: [Fingerprint: [ObjectID]] = [:]

  /// Takes what was seen in objects.
  ///
  /// - Parameters:
  ///   - sightings: Places in blobs, trees, commits, tags and names of refs.
  ///   - isWhole: Whether all of the history was scanned.
  ///   - redact: Redacts secrets in a short text.
  init(_ sightings: [Sighting], isWhole: Bool, redact: @escaping (String) -> String) {
    self.isWhole = isWhole
    self.redact = redact
    for sighting in sightings {
      let fingerprint = sighting.fingerprint
      switch sighting.location.subject {
      case .content:
        guard let blob = sighting.location.blob.flatMap({ ObjectID(hex: $0) }) else { continue }
        blobs[blob, default: Holding()].sightings.append(sighting)
        blobs[blob, default: Holding()].secrets.insert(sighting.standing)
      case .path:
        if let tree = sighting.location.blob.flatMap({ ObjectID(hex: $0) }) {
          namesInTrees[tree, default: []].insert(fingerprint)
        }
        // Workers come in any order, and equal scans must give equal reports.
        if let known = names[fingerprint],
          !FindingAssembly.precedes(sighting.location, known.location)
        {
          continue
        }
        names[fingerprint] = sighting
      case .commitMessage, .author:
        let parts = sighting.location.path.split(separator: "/")
        if parts.first == "commit", parts.count == 3 {
          commits[String(parts[1]), default: []].append(sighting)
        } else {
          others.append(sighting)
        }
      case .tagMessage, .refName: others.append(sighting)
      }
    }
  }

  /// Blobs that hold any secret, with their secrets.
  var holdings: [ObjectID: Set<Fingerprint>] {
    blobs.mapValues { Set($0.secrets.map(\.fingerprint)) }
  }

  /// All places with their commits; those that no commit brought in come without one.
  var sightings: [Sighting] {
    let placedSecrets = Set(placed.map(\.standing))
    let rest = blobs.values.flatMap(\.sightings).filter {
      !$0.standing.isAmong(placedSecrets) && !$0.standing.isAmong(heldBefore)
    }
    // In a part of the history, a tree holds names that were there before; a name that is encoded
    // is never placed.
    let restOfNames = names.filter {
      !placedSecrets.contains($0.value.standing)
        && (isWhole || !$0.value.location.decodedFrom.isEmpty)
    }.map(\.value)
    let restOfCommits = commits.values.flatMap(\.self)
    return placed + others + rest + restOfNames + restOfCommits
  }

  /// Blobs that were not scanned, though whether a commit is to blame depends on them.
  func unknownOldBlobs(of commit: CommitChanges) -> [ObjectID] {
    commit.changes.filter { change in change.new.map { blobs[$0] != nil } ?? false }
      .flatMap(\.old).compactMap(\.self).filter { blobs[$0] == nil }
  }

  /// Whether a commit's own texts hold secrets.
  func awaits(_ commit: ObjectID) -> Bool { !commits.isEmpty && commits[commit.hex] != nil }

  /// Takes what a blob outside the scanned part of the history holds.
  mutating func learn(_ blob: ObjectID, holds sightings: [Sighting]) {
    before[blob] = Set(sightings.map(\.standing))
  }

  /// Looks at a commit; parents must come before their children.
  mutating func add(_ commit: CommitChanges) {
    var reference: CommitReference?
    func named() -> CommitReference {
      let made = reference ?? self.reference(to: commit)
      reference = made
      return made
    }
    for sighting in commits.removeValue(forKey: commit.id.hex) ?? [] {
      var sighting = sighting
      sighting.location.commit = named()
      placed.append(sighting)
      introductions[sighting.fingerprint, default: []].append(commit.id)
    }
    for change in commit.changes {
      guard let blob = change.new else { continue }
      if let holding = blobs[blob] {
        let old = change.old.compactMap { $0.flatMap { blobs[$0]?.secrets } }
        let older = change.old.compactMap { $0.flatMap { before[$0] } }
        for sighting in holding.sightings {
          let secret = sighting.standing
          guard !old.contains(where: secret.isAmong) else { continue }
          guard !older.contains(where: secret.isAmong) else {
            heldBefore.insert(secret)
            continue
          }
          place(sighting, at: change.path, named(), commit.id)
        }
      }
      // A file that was there before is no new name.
      guard !names.isEmpty, change.old.allSatisfy({ $0 == nil }) else { continue }
      for sighting in names.values {
        placeName(sighting, change.path, named(), commit.id)
      }
    }
    for place in pending { known.insert(place) }
    pending.removeAll(keepingCapacity: true)
  }

  /// Places of the commit being looked at: a secret may stand several times in its blob.
  private var pending: [Place] = []

  private mutating func place(
    _ sighting: Sighting, at path: [UInt8], _ commit: CommitReference, _ id: ObjectID
  ) {
    let fingerprint = sighting.fingerprint
    if introductions[fingerprint]?.last != id { introductions[fingerprint, default: []].append(id) }
    let place = Place(secret: sighting.standing, path: path)
    guard !known.contains(place) else { return }
    pending.append(place)
    var sighting = sighting
    sighting.location.path = redact(String(decoding: path, as: UTF8.self))
    sighting.location.commit = commit
    placed.append(sighting)
  }

  private mutating func placeName(
    _ sighting: Sighting, _ path: [UInt8], _ commit: CommitReference, _ id: ObjectID
  ) {
    let secret = sighting.match.secret
    guard path.count >= secret.count,
      let start = (0...path.count - secret.count).first(where: {
        path[$0..<$0 + secret.count].elementsEqual(secret)
      })
    else { return }
    var sighting = sighting
    let column = String(decoding: path[..<start], as: UTF8.self).utf16.count + 1
    sighting.location.line = 1
    sighting.location.column = column
    sighting.location.endLine = 1
    sighting.location.endColumn = column + secret.count
    sighting.location.byteColumn = start + 1
    sighting.location.endByteColumn = start + 1 + secret.count
    sighting.location.byteOffset = start
    sighting.location.blob = nil
    // The tree's own bytes are nothing to show.
    let before = redact(String(decoding: path[..<start], as: UTF8.self))
    let after = redact(String(decoding: path[(start + secret.count)...], as: UTF8.self))
    let highlight = before.utf16.count..<(before + sighting.match.redacted).utf16.count
    sighting.location.snippet = Snippet(
      text: before + sighting.match.redacted + after, highlight: highlight)
    place(sighting, at: path, commit, id)
  }

  private func reference(to commit: CommitChanges) -> CommitReference {
    CommitReference(
      id: commit.id.hex, author: redact(commit.author), email: redact(commit.email),
      date: commit.date, summary: redact(commit.summary))
  }
}
