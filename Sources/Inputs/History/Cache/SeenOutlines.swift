internal import Basics
internal import Detection
internal import Engine
internal import Findings
internal import RuleSet

/// What a complete scan found in blobs, without the secrets, for ``SeenObjects``.
///
/// Blobs are meant by their places there, ascending. In a file stand, with all numbers as LEB128, the
/// length of the matches' JSON (``OutlineTable``) and that, how many blobs there are, and of each how far
/// its place is from that of the one before, how many places it has, and those (``Place``).
struct SeenOutlines {
  /// A place of a match in a blob.
  private struct Place {
    /// The number of the match in the table.
    var match: Int
    /// In bytes.
    var offset: Int
    var length: Int
    var line: Int
    /// In UTF-16 code units.
    var column: Int
    var isAccepted: Bool
  }

  private var matches = OutlineTable()
  private var rules: [SharedRule] = []
  private var places: [Place] = []
  /// The blobs, and which of the places are theirs.
  private var blobs: [(number: Int, places: Range<Int>)] = []

  /// Takes what was found.
  ///
  /// - Parameters:
  ///   - occurrences: All of it; what was found in one object stands together.
  ///   - number: The number of a blob; nil for one whose places are not kept.
  init(_ occurrences: [Occurrence], number: (ObjectID) -> Int?) {
    var last: (id: ObjectID, number: Int?)?
    for occurrence in occurrences {
      guard case .blob(let id) = occurrence.location.provenance else { continue }
      if last?.id != id {
        last = (id, number(id))
        if let number = last?.number { blobs.append((number, places.count..<places.count)) }
      }
      guard last?.number != nil else { continue }
      let region = occurrence.location.region
      places.append(
        Place(
          match: matches.number(of: MatchOutline(occurrence.match)), offset: region.byteOffset,
          length: region.byteLength, line: region.line, column: region.column,
          isAccepted: occurrence.comment != nil))
      blobs[blobs.count - 1].places = blobs[blobs.count - 1].places.lowerBound..<places.count
    }
    blobs.sort { $0.number < $1.number }
  }

  /// The numbers of the blobs, ascending.
  var numbers: [Int] { blobs.map(\.number) }

  /// What was found in the blobs, without the secrets.
  ///
  /// - Parameter object: The id of a blob, by its number; nil for one that does not count.
  /// - Returns: What stands in one blob together, in the order in which it was found.
  func occurrences(_ object: (Int) -> ObjectID?) -> [Occurrence] {
    var occurrences: [Occurrence] = []
    for blob in blobs {
      guard let id = object(blob.number) else { continue }
      for place in places[blob.places] {
        let outline = matches.outlines[place.match]
        let spot = Spot(
          blob: id, of: outline, offset: place.offset, length: place.length, line: place.line,
          column: place.column, isAccepted: place.isAccepted)
        occurrences.append(spot.occurrence(of: outline, rules[place.match], at: nil, by: nil))
      }
    }
    return occurrences
  }

  // MARK: Bytes

  /// Appends the bytes for a file.
  func encode(into bytes: inout [UInt8]) {
    func append(_ number: Int) { bytes.appendLEB128(UInt64(number)) }
    let table = Array(matches.json.oneLine.utf8)
    append(table.count)
    bytes += table
    append(blobs.count)
    var last = 0
    for blob in blobs {
      append(blob.number - last)
      last = blob.number
      append(blob.places.count)
      for place in places[blob.places] {
        append(place.match)
        append(place.offset)
        append(place.length)
        append(place.line)
        append(place.column << 1 | (place.isAccepted ? 1 : 0))
      }
    }
  }

  /// Reads such bytes; nil when they are none.
  ///
  /// - Parameters:
  ///   - bytes: All that is to be read from.
  ///   - position: Where they begin; then, where they end.
  ///   - limit: Every blob has a number below this.
  ///   - ruleSet: The rules that found it.
  init?(_ bytes: Span<UInt8>, at position: inout Int, below limit: Int, _ ruleSet: RuleSet) {
    guard let length = bytes.leb128(at: &position), length <= bytes.count - position,
      let tree = try? JSONTree((position..<position + length).map { bytes[$0] }),
      let matches = OutlineTable(tree.root), let rules = matches.rules(of: ruleSet)
    else { return nil }
    (self.matches, self.rules) = (matches, rules)
    position += length
    guard let count = bytes.leb128(at: &position) else { return nil }
    var number = 0
    for index in 0..<count {
      guard let step = bytes.leb128(at: &position), step < limit - number, step > 0 || index == 0,
        let placeCount = bytes.leb128(at: &position)
      else { return nil }
      number += step
      let first = places.count
      for _ in 0..<placeCount {
        guard let place = Self.place(in: bytes, at: &position, below: matches.outlines.count) else {
          return nil
        }
        places.append(place)
      }
      blobs.append((number, first..<places.count))
    }
  }

  private static func place(
    in bytes: Span<UInt8>, at position: inout Int, below limit: Int
  ) -> Place? {
    guard let match = bytes.leb128(at: &position), match < limit,
      let offset = bytes.leb128(at: &position), let length = bytes.leb128(at: &position),
      offset <= Int.max - length, let line = bytes.leb128(at: &position),
      let column = bytes.leb128(at: &position)
    else { return nil }
    return Place(
      match: match, offset: offset, length: length, line: line, column: column >> 1,
      isAccepted: column & 1 != 0)
  }
}
