internal import Basics
internal import GitFormat

/// The part of a raw diff entry before its path (git-diff, "Raw output format").
///
/// One colon per parent, a mode per parent and the result's, an id per parent and the result's,
/// then a letter per parent: `:100644 100644 <id> <id> M`, `::100644 100644 100644 <id> … MM`.
extension PathChange {
  /// Reads that part; the path is still missing.
  init?(raw entry: Span<UInt8>) {
    var parents = 0
    while parents < entry.count, entry[parents] == UInt8(ascii: ":") { parents += 1 }
    guard parents > 0 else { return nil }
    var words: [Range<Int>] = []
    var start = parents
    for index in parents..<entry.count where entry[index] == UInt8(ascii: " ") {
      words.append(start..<index)
      start = index + 1
    }
    words.append(start..<entry.count)
    guard words.count == 2 * (parents + 1) + 1, let letters = words.last, !letters.isEmpty,
      let mode = FileMode(octal: entry.extracting(words[parents]))
    else { return nil }
    var ids: [ObjectID?] = []
    for word in words[(parents + 1)..<(2 * parents + 2)] {
      guard let id = ObjectID(hex: entry.extracting(word)) else { return nil }
      ids.append(id.isZero ? nil : id)
    }
    switch entry[letters.lowerBound] {
    case UInt8(ascii: "A"): status = .added
    case UInt8(ascii: "M"): status = .modified
    case UInt8(ascii: "D"): status = .deleted
    case UInt8(ascii: "T"): status = .typeChanged
    case UInt8(ascii: "U"): status = .unmerged
    default: return nil
    }
    path = []
    self.mode = mode
    new = ids.removeLast()
    old = ids
  }
}
