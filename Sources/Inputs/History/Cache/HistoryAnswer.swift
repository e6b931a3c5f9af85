import Basics
import Detection
import Engine
import Findings

/// What a complete scan of a whole history came to, in a file of the cache.
///
/// Without any secret: matches are named by their object, their place in it and their fingerprint. Those
/// that a report tells of are read again; of the others it is enough to know them so. A first line has
/// the version, the question, the state of the repository and a SHA-256 of the JSON after it.
struct HistoryAnswer {
  /// A place of a match.
  struct Place {
    var spot: Spot
    /// The number of the match in the table.
    var match: Int
    /// The path as it is reported; nil where no commit is known.
    var path: String?
    var commit: ObjectID?
  }

  /// Something packed that could not be opened.
  struct Gap: Equatable {
    /// The path as it is reported, and the members in it that lead there.
    var path: String
    var members: [String]
    var reason: String
  }

  var scanned = ScanReport.Tally()
  var skipped: [ScanReport.Skipped] = []
  var unopened: [Gap] = []
  /// What was found, without the secrets.
  var matches = OutlineTable()
  var places: [Place] = []
  /// How far each secret has got; nil where nobody asked.
  var statuses: [Fingerprint: Finding.Status]?

  /// All paths in it, the messages that may name one, and the names of branches.
  var names: Set<String> {
    var names: Set<String> = []
    for place in places {
      if let path = place.path { names.insert(path) }
      names.formUnion(place.spot.members)
    }
    for gap in unopened { names.formUnion(gap.members + [gap.path, gap.reason]) }
    for remark in skipped { names.formUnion([remark.path, remark.message]) }
    for status in (statuses ?? [:]).values { names.formUnion(status.publication.remotes) }
    return names
  }
}

extension HistoryAnswer {
  private static func head(_ question: String, _ state: String, _ text: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(text.span)
    let checksum = hasher.finalize().hexadecimal
    return Array("kunci answer 5 \(question) \(state) \(checksum)\n".utf8)
  }

  /// Writes the answer to a question about a state of a repository.
  func encoded(_ question: String, _ state: String) -> [UInt8] {
    let bytes = Array(json.oneLine.utf8)
    return Self.head(question, state, bytes) + bytes
  }

  /// Reads an answer; nil when the bytes are none to this question about this state.
  init?(_ bytes: [UInt8], _ question: String, _ state: String) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let text = Array(bytes[(end + 1)...])
    guard bytes.starts(with: Self.head(question, state, text)),
      let value = try? JSONTree(text).root
    else { return nil }
    self.init(value)
  }

  private var json: JSON {
    [
      "blobs": .integer(scanned.blobs), "bytes": .integer(scanned.bytes),
      "commits": .integer(scanned.commits), "members": .integer(scanned.members),
      "skipped": .array(skipped) { .strings([$0.path, $0.message]) },
      "unopened": .array(unopened) {
        ["path": .string($0.path), "members": .strings($0.members), "reason": .string($0.reason)]
      },
      "matches": matches.json, "places": .array(places) { $0.json },
      "statuses": statuses.map(Self.json),
    ]
  }

  /// Branches are named once each: many secrets are on the same ones.
  private static func json(of statuses: [Fingerprint: Finding.Status]) -> JSON {
    let remotes = Set(statuses.values.flatMap(\.publication.remotes)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(remotes, remotes.indices))
    let known = statuses.map { ("\($0)", $1) }.sorted { $0.0 < $1.0 }
    return [
      "remotes": .strings(remotes),
      "secrets": .array(known) { fingerprint, status in
        [
          "fingerprint": .string(fingerprint), "atHead": .boolean(status.atHead),
          "isKnown": .boolean(status.publication != .unknown),
          "pushedTo": .array(status.publication.remotes) { .integer(numbers[$0] ?? 0) },
        ]
      },
    ]
  }

  private init?(_ value: JSONTree.Node) {
    guard let blobs = value["blobs"]?.integer, let bytes = value["bytes"]?.integer,
      let commits = value["commits"]?.integer, let members = value["members"]?.integer,
      let skipped = value["skipped"]?.each({ $0.strings }),
      let unopened = value["unopened"]?.each(Gap.init),
      let matches = value["matches"].flatMap(OutlineTable.init),
      let places = value["places"]?.each({ Place($0, matches) })
    else { return nil }
    (scanned.blobs, scanned.bytes, scanned.commits) = (blobs, bytes, commits)
    scanned.members = members
    for remark in skipped {
      guard remark.count == 2 else { return nil }
      self.skipped.append(ScanReport.Skipped(path: remark[0], message: remark[1]))
    }
    self.unopened = unopened
    self.matches = matches
    self.places = places
    guard let known = value["statuses"] else { return }
    guard let statuses = Self.statuses(known) else { return nil }
    self.statuses = statuses
  }

  private static func statuses(_ value: JSONTree.Node) -> [Fingerprint: Finding.Status]? {
    guard let remotes = value["remotes"]?.strings, let secrets = value["secrets"]?.each({ $0 })
    else { return nil }
    var statuses: [Fingerprint: Finding.Status] = [:]
    for secret in secrets {
      guard let fingerprint = secret["fingerprint"]?.string.flatMap({ Fingerprint($0) }),
        let atHead = secret["atHead"]?.boolean, let isKnown = secret["isKnown"]?.boolean,
        let pushedTo = secret["pushedTo"]?.each(\.integer),
        pushedTo.allSatisfy(remotes.indices.contains)
      else { return nil }
      let publication: Finding.Publication =
        pushedTo.isEmpty
        ? isKnown ? .notPushed : .unknown : .pushed(to: pushedTo.map { remotes[$0] })
      statuses[fingerprint] = Finding.Status(atHead: atHead, publication: publication)
    }
    return statuses
  }
}

extension HistoryAnswer.Gap {
  fileprivate init?(_ value: JSONTree.Node) {
    guard let path = value["path"]?.string, let members = value["members"]?.strings,
      let reason = value["reason"]?.string
    else { return nil }
    self.init(path: path, members: members, reason: reason)
  }
}

extension HistoryAnswer.Place {
  fileprivate var json: JSON {
    [
      "spot": spot.json, "match": .integer(match), "path": path.map(JSON.string),
      "commit": commit.map { .string($0.hex) },
    ]
  }

  fileprivate init?(_ value: JSONTree.Node, _ matches: OutlineTable) {
    guard let match = value["match"]?.integer, matches.outlines.indices.contains(match),
      let spot = value["spot"].flatMap({ Spot($0, of: matches.outlines[match]) })
    else { return nil }
    self.spot = spot
    self.match = match
    path = value["path"]?.string
    commit = value["commit"]?.string.flatMap { ObjectID(hex: $0) }
  }
}
