import Basics
import Findings

/// What a complete scan of a whole history came to, in a file of the cache.
///
/// Without any secret: matches are named by their object, their place in it and their fingerprint, and
/// are read again. A first line has the version, the question, the state of the repository and a
/// SHA-256 of the JSON after it.
struct HistoryAnswer: Equatable {
  /// A match in an object, apart from the commit that brought it in.
  struct Spot: Hashable {
    var object: ObjectID
    /// The paths of archives' members that lead to it, outermost first.
    var members: [String]
    var kind: Provenance.Kind
    /// In bytes.
    var offset: Int
    var length: Int
    var fingerprint: Fingerprint
    var decodedFrom: [Encoding]
  }

  /// A place that is reported.
  struct Place: Equatable {
    var spot: Spot
    /// Of matches that are alike in all that, which: from 0.
    var ordinal: Int
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
  var places: [Place] = []
  /// The commits that brought a secret in.
  var introductions: [Fingerprint: [ObjectID]] = [:]
  /// Secrets that HEAD holds.
  var atHead: Set<Fingerprint> = []

  /// All paths in it, and the messages that may name one.
  var paths: Set<String> {
    var paths: Set<String> = []
    for place in places {
      if let path = place.path { paths.insert(path) }
      paths.formUnion(place.spot.members)
    }
    for gap in unopened { paths.formUnion(gap.members + [gap.path, gap.reason]) }
    for remark in skipped { paths.formUnion([remark.path, remark.message]) }
    return paths
  }

  /// Where a match stands; nil where it stands in no object of git's, or in the name of a file.
  static func spot(of location: Location, _ fingerprint: Fingerprint) -> Spot? {
    let object: ObjectID
    switch location.provenance.container {
    case .blob(let id), .committed(_, let id, _), .commitText(_, let id, _), .tagText(_, let id):
      object = id
    default: return nil
    }
    return Spot(
      object: object, members: location.provenance.members, kind: location.provenance.kind,
      offset: location.region.byteOffset, length: location.region.byteLength,
      fingerprint: fingerprint, decodedFrom: location.decodedFrom)
  }
}

extension HistoryAnswer {
  private static func head(_ question: String, _ state: String, _ text: [UInt8]) -> [UInt8] {
    var hasher = SHA256()
    hasher.update(text.span)
    let checksum = hasher.finalize().hexadecimal
    return Array("kunci answer 4 \(question) \(state) \(checksum)\n".utf8)
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
      "places": .array(places) { $0.json },
      "introductions": .object(
        introductions.map { ("\($0)", .strings($1.map(\.hex))) }.sorted { $0.0 < $1.0 }),
      "atHead": .strings(atHead.map(\.description).sorted()),
    ]
  }

  private init?(_ value: JSONTree.Node) {
    guard let blobs = value["blobs"]?.integer, let bytes = value["bytes"]?.integer,
      let commits = value["commits"]?.integer, let members = value["members"]?.integer,
      let skipped = value["skipped"]?.each({ $0.strings }),
      let unopened = value["unopened"]?.each(Gap.init),
      let places = value["places"]?.each(Place.init), let atHead = value["atHead"]?.strings,
      let introductions = value["introductions"], introductions.isObject
    else { return nil }
    (scanned.blobs, scanned.bytes, scanned.commits) = (blobs, bytes, commits)
    scanned.members = members
    for remark in skipped {
      guard remark.count == 2 else { return nil }
      self.skipped.append(ScanReport.Skipped(path: remark[0], message: remark[1]))
    }
    self.unopened = unopened
    self.places = places
    for text in atHead {
      guard let fingerprint = Fingerprint(text) else { return nil }
      self.atHead.insert(fingerprint)
    }
    for member in introductions.members {
      guard let fingerprint = Fingerprint(member.name), let ids = member.value.strings else {
        return nil
      }
      self.introductions[fingerprint] = ids.compactMap { ObjectID(hex: $0) }
    }
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
      "object": .string(spot.object.hex), "members": .strings(spot.members),
      "kind": .string(spot.kind.rawValue),
      "offset": .integer(spot.offset), "length": .integer(spot.length),
      "fingerprint": .string("\(spot.fingerprint)"),
      "decodedFrom": .strings(spot.decodedFrom.map(\.rawValue)), "ordinal": .integer(ordinal),
      "path": path.map(JSON.string), "commit": commit.map { .string($0.hex) },
    ]
  }

  fileprivate init?(_ value: JSONTree.Node) {
    guard let object = value["object"]?.string.flatMap({ ObjectID(hex: $0) }),
      let members = value["members"]?.strings,
      let kind = value["kind"]?.string.flatMap(Provenance.Kind.init),
      let offset = value["offset"]?.integer, let length = value["length"]?.integer,
      let fingerprint = value["fingerprint"]?.string.flatMap({ Fingerprint($0) }),
      let decodedFrom = value["decodedFrom"]?.each({ $0.string.flatMap(Encoding.init) }),
      let ordinal = value["ordinal"]?.integer
    else { return nil }
    spot = HistoryAnswer.Spot(
      object: object, members: members, kind: kind, offset: offset, length: length,
      fingerprint: fingerprint, decodedFrom: decodedFrom)
    self.ordinal = ordinal
    path = value["path"]?.string
    commit = value["commit"]?.string.flatMap { ObjectID(hex: $0) }
  }
}
