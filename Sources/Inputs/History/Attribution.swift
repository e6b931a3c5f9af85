import Basics
import Detection
import Engine
import Findings
import GitRepository
import RuleSet

/// Finds the commits that brought secrets in.
///
/// A commit introduces a secret at a path when its blob there holds the secret and none of its
/// parents' blobs does. Of several such commits the first in topological order is reported.
struct Attribution {
  /// A place where a secret was introduced.
  private struct Place: Hashable {
    var secret: HeldSecret
    var path: [UInt8]
  }

  /// All that a blob holds, and which secrets those are.
  private struct Holding {
    var occurrences: [Occurrence] = []
    var secrets: Set<HeldSecret> = []
  }

  private var blobs: [ObjectID: Holding] = [:]
  /// What is packed in blobs and could not be opened, and the places where that stands.
  private var packed: [ObjectID: [Unopened]] = [:]
  private var packedPlaces: [ObjectID: [Provenance]] = [:]
  private var knownPackedPaths: [ObjectID: Set<[UInt8]>] = [:]
  /// Secrets in the names of files; of several trees that hold one, the first by id.
  private var names: [Fingerprint: Occurrence] = [:]
  /// Trees in which names hold secrets, with their secrets.
  private var namesInTrees: [ObjectID: Set<Fingerprint>] = [:]
  /// Secrets in messages and author lines, by commit.
  private var commits: [ObjectID: [Occurrence]] = [:]
  private var others: [Occurrence] = []
  /// Secrets of blobs that are outside the part of the history that was scanned.
  private var before: [ObjectID: Set<HeldSecret>] = [:]
  /// Secrets that a file held already in a parent of a commit that changed it.
  private var heldBefore: Set<HeldSecret> = []
  /// Whether all of the history was scanned.
  private let isWhole: Bool
  private let redact: (String) -> String
  private var known: Set<Place> = []
  private var placed: [Occurrence] = []
  /// Places of the commit being looked at: a secret may stand several times in its blob.
  private var pending: [Place] = []

  /// Every commit that introduced a secret, at whichever path.
  private(set) var introductions: [Fingerprint: [ObjectID]] = [:]

  /// Takes what was found in objects.
  ///
  /// - Parameters:
  ///   - occurrences: Places in blobs, trees, commits, tags and names of refs.
  ///   - unopened: What is packed in blobs and could not be opened.
  ///   - isWhole: Whether all of the history was scanned.
  ///   - redact: Redacts secrets in a short text.
  init(
    _ occurrences: [Occurrence], unopened: [Unopened], isWhole: Bool,
    redact: @escaping (String) -> String
  ) {
    self.isWhole = isWhole
    self.redact = redact
    for item in unopened {
      guard case .blob(let blob) = item.provenance.container else { continue }
      packed[blob, default: []].append(item)
    }
    for occurrence in occurrences {
      switch occurrence.location.provenance.container {
      case .blob(let blob):
        blobs[blob, default: Holding()].occurrences.append(occurrence)
        blobs[blob, default: Holding()].secrets.insert(occurrence.held)
      case .tree(let tree):
        namesInTrees[tree, default: []].insert(occurrence.fingerprint)
        // Workers come in any order, and equal scans must give equal reports.
        if let known = names[occurrence.fingerprint],
          !FindingOrder.precedes(occurrence.location, known.location)
        {
          continue
        }
        names[occurrence.fingerprint] = occurrence
      case .commitText(_, let commit, _): commits[commit, default: []].append(occurrence)
      default: others.append(occurrence)
      }
    }
  }

  /// Blobs that hold any secret.
  var holdingBlobs: Set<ObjectID> { Set(blobs.keys) }

  /// What could not be opened, with the paths and commits that brought it in, as far as known.
  var unopened: [Unopened] {
    packed.flatMap { blob, items in
      let places = packedPlaces[blob] ?? [.blob(blob)]
      return items.flatMap { item in
        places.map { place in
          Unopened(item.provenance.mapContainer { _ in place }, item.reason)
        }
      }
    }
  }

  /// All places with their commits; those that no commit brought in come without one.
  var occurrences: [Occurrence] {
    let placedSecrets = Set(placed.map(\.held))
    let rest = blobs.values.flatMap(\.occurrences).filter {
      !$0.held.isAmong(placedSecrets) && (isWhole || !$0.held.isAmong(heldBefore))
    }
    // In a part of the history, a tree holds names that were there before; a name that is encoded
    // is never placed.
    let restOfNames = names.filter {
      !placedSecrets.contains($0.value.held)
        && (isWhole || !$0.value.location.decodedFrom.isEmpty)
    }.map(\.value)
    let restOfCommits = commits.values.flatMap(\.self)
    return placed + others + rest + restOfNames + restOfCommits
  }

  /// The secrets that the blobs and trees of a commit hold.
  func secrets(in head: HeadTree) -> Set<Fingerprint> {
    var secrets: Set<Fingerprint> = []
    for (blob, holding) in blobs where head.blobs.contains(blob) {
      secrets.formUnion(holding.secrets.map(\.fingerprint))
    }
    for (tree, names) in namesInTrees where head.trees.contains(tree) { secrets.formUnion(names) }
    return secrets
  }

  /// How many places of secrets are listed because equal folders stand at several paths, in all of
  /// the history.
  private static let mostRepeats = 1_000

  /// Lists the paths that can matter to ``add(_:)``.
  ///
  /// - Parameter repeats: Whether some of the paths of equal folders are listed, or one alone.
  /// - Returns: The listing, empty.
  func listing(repeats: Bool = true) -> PathListing {
    let weights = blobs.mapValues(\.occurrences.count).merging(packed.mapValues { _ in 1 }) {
      max($0, $1)
    }
    // In a path with a secret in it, the file may be any.
    let others = names.isEmpty ? 0 : 1
    return PathListing(repeats: repeats ? Self.mostRepeats : 0) { weights[$0] ?? others }
  }

  /// Finds the blobs that were not scanned, though whether a commit is to blame depends on them.
  func unknownOldBlobs(in changes: [PathChange]) -> [ObjectID] {
    changes.filter { change in change.new.map { blobs[$0] != nil } ?? false }
      .flatMap(\.old).compactMap(\.self).filter { blobs[$0] == nil }
  }

  /// Whether any commit with such changes can have brought a secret in.
  func mayConcern(_ changes: [PathChange]) -> Bool { !changes.isEmpty || !commits.isEmpty }

  /// Whether a commit's changes, or its own texts, may have brought a secret in.
  func concerns(_ commit: ObjectID, _ changes: [PathChange]) -> Bool {
    commits[commit] != nil || !names.isEmpty && !changes.isEmpty
      || changes.contains { $0.new.map { blobs[$0] != nil || packed[$0] != nil } ?? false }
  }

  /// Takes what a blob outside the scanned part of the history holds.
  mutating func learn(_ blob: ObjectID, holds occurrences: [Occurrence]) {
    before[blob, default: []].formUnion(occurrences.map(\.held))
  }

  /// Looks at a commit; parents must come before their children.
  mutating func add(_ commit: CommitChanges) {
    // Only few of the commits that are looked at bring anything in.
    let redact = redact
    var reference: CommitReference?
    func named() -> CommitReference {
      let made = reference ?? Self.reference(to: commit, redact)
      reference = made
      return made
    }
    for occurrence in commits.removeValue(forKey: commit.id) ?? [] {
      var occurrence = occurrence
      if case .commitText(let text, let id, _) = occurrence.location.provenance {
        occurrence.location.provenance = .commitText(text, of: id, named())
      }
      placed.append(occurrence)
      introductions[occurrence.fingerprint, default: []].append(commit.id)
    }
    for change in commit.changes {
      guard let blob = change.new else { continue }
      if packed[blob] != nil, knownPackedPaths[blob, default: []].insert(change.path).inserted {
        packedPlaces[blob, default: []].append(
          .committed(
            path: redact(String(decoding: change.path, as: UTF8.self)), blob: blob, by: named()))
      }
      if let holding = blobs[blob] {
        let old = change.old.compactMap { $0.flatMap { blobs[$0]?.secrets } }
        let older = change.old.compactMap { $0.flatMap { before[$0] } }
        for occurrence in holding.occurrences {
          let secret = occurrence.held
          // Of a part of the history, what its commits started from may have been scanned, too: a
          // blob that came back, say.
          guard !old.contains(where: secret.isAmong), !older.contains(where: secret.isAmong) else {
            heldBefore.insert(secret)
            continue
          }
          place(occurrence, at: change.path, commit.id) {
            .committed(path: $0, blob: blob, by: named())
          }
        }
      }
      // A file that was there before is no new name.
      guard !names.isEmpty, change.old.allSatisfy({ $0 == nil }) else { continue }
      for occurrence in names.values {
        placeName(occurrence, change.path, commit.id) { .committedName(path: $0, by: named()) }
      }
    }
    known.formUnion(pending)
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func place(
    _ occurrence: Occurrence, at path: [UInt8], _ commit: ObjectID,
    _ provenance: (_ path: String) -> Provenance
  ) {
    let fingerprint = occurrence.fingerprint
    if introductions[fingerprint]?.last != commit {
      introductions[fingerprint, default: []].append(commit)
    }
    let place = Place(secret: occurrence.held, path: path)
    guard !known.contains(place) else { return }
    pending.append(place)
    var occurrence = occurrence
    let text = occurrence.location.provenance
    occurrence.location.provenance = text.mapContainer { _ in
      provenance(redact(String(decoding: path, as: UTF8.self)))
    }
    placed.append(occurrence)
  }

  private mutating func placeName(
    _ occurrence: Occurrence, _ path: [UInt8], _ commit: ObjectID,
    _ provenance: (_ path: String) -> Provenance
  ) {
    let secret = occurrence.match.secret
    guard path.count >= secret.count,
      let start = (0...path.count - secret.count).first(where: {
        path[$0..<$0 + secret.count].elementsEqual(secret)
      })
    else { return }
    var occurrence = occurrence
    let column = String(decoding: path[..<start], as: UTF8.self).utf16.count + 1
    occurrence.location.region = Region(
      .init(line: 1, column: column, byteColumn: start + 1),
      .init(line: 1, column: column + secret.count, byteColumn: start + 1 + secret.count),
      byteOffset: start, byteLength: occurrence.location.region.byteLength)
    // The tree's own bytes are nothing to show.
    let before = redact(String(decoding: path[..<start], as: UTF8.self))
    let after = redact(String(decoding: path[(start + secret.count)...], as: UTF8.self))
    let redacted = occurrence.match.redacted
    occurrence.location.snippet = Snippet(
      text: before + redacted + after,
      highlight: before.utf16.count..<(before + redacted).utf16.count)
    place(occurrence, at: path, commit, provenance)
  }

  /// Names a commit with all secrets in its texts redacted.
  static func reference(
    to commit: CommitChanges, _ redact: (String) -> String
  ) -> CommitReference {
    CommitReference(
      id: commit.id, author: commit.author, email: commit.email, date: commit.date,
      summary: commit.summary
    ).redacted(redact)
  }
}
