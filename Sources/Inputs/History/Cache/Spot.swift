internal import Basics
internal import Detection
internal import Engine
internal import Findings

/// Where a match stands in an object, apart from the commit that brought it in.
///
/// A match is read again by its spot: of those that have the same, such as in two members of one name,
/// the order decides.
struct Spot: Hashable {
  /// What kind of object it stands in.
  enum Holder: String {
    case blob
    case commit
    case tag
  }

  var holder: Holder
  var object: ObjectID
  /// Which text of a commit or tag; nil for a blob.
  var part: Provenance.CommitText?
  /// The paths of archives' members that lead to it, outermost first.
  var members: [String]
  /// Whether it stands in the name of the last of those.
  var isName: Bool
  /// In bytes.
  var offset: Int
  var length: Int
  var line: Int
  /// In UTF-16 code units.
  var column: Int
  var fingerprint: Fingerprint
  var decodedFrom: [Encoding]
  /// Whether a comment says to leave it be.
  var isAccepted: Bool

  /// Where a match stands; nil where it stands in no object of git's, or in the name of a file there.
  init?(_ occurrence: Occurrence) {
    let location = occurrence.location
    switch location.provenance.container {
    case .blob(let id), .committed(_, let id, _): (holder, object) = (.blob, id)
    case .commitText(let text, let id, _): (holder, object, part) = (.commit, id, text)
    case .tagText(let text, let id): (holder, object, part) = (.tag, id, text)
    default: return nil
    }
    members = location.provenance.members
    isName = if case .memberName = location.provenance { true } else { false }
    offset = location.region.byteOffset
    length = location.region.byteLength
    line = location.region.line
    column = location.region.column
    fingerprint = occurrence.fingerprint
    decodedFrom = location.decodedFrom
    isAccepted = occurrence.comment != nil
  }

  /// Where a match stands in a blob itself.
  init(
    blob: ObjectID, of match: MatchOutline, offset: Int, length: Int, line: Int, column: Int,
    isAccepted: Bool
  ) {
    (holder, object, members, isName) = (.blob, blob, [], false)
    (self.offset, self.length, self.line, self.column) = (offset, length, line, column)
    (fingerprint, decodedFrom) = (match.fingerprint, match.decodedFrom)
    self.isAccepted = isAccepted
  }

  /// Reads the JSON of a spot of a match; nil when it is none.
  init?(_ value: JSONTree.Node, of outline: MatchOutline) {
    guard let object = value["object"]?.string.flatMap({ ObjectID(hex: $0) }),
      let holder = value["holder"]?.string.flatMap(Holder.init),
      let members = value["members"].map(\.strings) ?? [],
      let isName = value["isName"].map(\.boolean) ?? false,
      let offset = value["offset"]?.integer, let length = value["length"]?.integer,
      let line = value["line"]?.integer, let column = value["column"]?.integer,
      let isAccepted = value["isAccepted"].map(\.boolean) ?? false, offset >= 0, length >= 0,
      offset <= Int.max - length, !isName || !members.isEmpty
    else { return nil }
    part = value["part"]?.string.flatMap(Provenance.CommitText.init)
    guard (holder == .blob) == (part == nil) else { return nil }
    (self.holder, self.object) = (holder, object)
    (self.members, self.isName) = (members, isName)
    (self.offset, self.length, self.line, self.column) = (offset, length, line, column)
    (fingerprint, decodedFrom) = (outline.fingerprint, outline.decodedFrom)
    self.isAccepted = isAccepted
  }

  /// All but what the match says as well; what is so of most spots is left out.
  var json: JSON {
    [
      "object": .string(object.hex), "holder": .string(holder.rawValue),
      "part": part.map { .string($0.rawValue) },
      "members": members.isEmpty ? nil : .strings(members), "isName": isName ? true : nil,
      "offset": .integer(offset), "length": .integer(length), "line": .integer(line),
      "column": .integer(column), "isAccepted": isAccepted ? true : nil,
    ]
  }

  /// The match there without its secret, at a path and by a commit as far as these are known.
  func occurrence(
    of outline: MatchOutline, _ rule: SharedRule, at path: String?, by commit: CommitReference?
  ) -> Occurrence {
    let start = Region.Position(line: line, column: column, byteColumn: column)
    return Occurrence(
      match: SecretMatch(outline, rule, range: offset..<offset + length),
      location: Location(
        provenance(at: path, by: commit),
        Region(start, start, byteOffset: offset, byteLength: length),
        Snippet(text: "", highlight: 0..<0), decodedFrom: decodedFrom),
      // Which one it is says only a place that is read.
      comment: isAccepted ? "" : nil)
  }

  private func provenance(at path: String?, by commit: CommitReference?) -> Provenance {
    var text: Provenance =
      switch (holder, part, path, commit) {
      case (.commit, let part?, _, _): .commitText(part, of: object, commit)
      case (.tag, let part?, _, _): .tagText(part, of: object)
      case (_, _, let path?, let commit?): .committed(path: path, blob: object, by: commit)
      default: .blob(object)
      }
    for (number, member) in members.enumerated() {
      text =
        isName && number == members.count - 1
        ? .memberName(path: member, of: text) : .member(path: member, of: text)
    }
    return text
  }
}
