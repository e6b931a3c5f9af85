/// The patterns of one ignore file, ready to match.
package struct IgnoreList: Sendable {
  /// What an ignore file says about an entry.
  package enum Decision: Sendable, Equatable {
    /// The last pattern that matches leaves the entry out.
    case ignored
    /// The last pattern that matches takes the entry in (`!`).
    case included
  }

  /// A pattern without references, so that running through them counts none.
  private struct Entry: Sendable {
    var shape: IgnorePattern.Shape
    var isNegated: Bool
    var wantsFolder: Bool
    /// Where the literal stands in `literals`.
    var start: Int32
    var length: Int32
    /// Which of `globs` it is, for the glob shapes.
    var glob: Int32
    /// The entry before with the same key in `buckets`, for the shapes `name` and `path`.
    var before: Int32 = -1
  }

  private var entries: [Entry] = []
  private var literals: [UInt8] = []
  private var globs: [Wildmatch] = []
  private let foldsCase: Bool
  /// The last of the entries that name one thing, by a key of its last part: lists hold hundreds
  /// of these, and looking one up beats comparing them all.
  private var buckets: [Int32] = []
  /// The entries with a wildcard, in order.
  private var wild: [Int32] = []

  /// Whether the file holds no pattern.
  package var isEmpty: Bool { entries.isEmpty }

  /// Reads the text of an ignore file, whose ASCII letters match without regard to case where
  /// `core.ignoreCase` says so.
  ///
  /// Any bytes are a valid file; see gitignore(5). A byte order mark at the start is skipped, a
  /// carriage return before a line's end belongs to the end, and a NUL ends its pattern.
  package init(parsing text: [UInt8], foldsCase: Bool = false) {
    self.foldsCase = foldsCase
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = text.starts(with: mark) ? text.dropFirst(3) : text[...]
    for piece in content.split(separator: UInt8(ascii: "\n")) {
      guard piece.first != UInt8(ascii: "#") else { continue }
      var line = piece
      // The last line has lost its line feed; git adds one, so that its carriage return goes too.
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      if let end = line.firstIndex(of: 0) { line = line[..<end] }
      append(IgnorePattern(line: line, foldsCase: foldsCase))
    }
    index()
  }

  private mutating func append(_ pattern: IgnorePattern) {
    // An empty name stands nowhere.
    if pattern.literal.isEmpty, pattern.shape == .name || pattern.shape == .path { return }
    guard let start = Int32(exactly: literals.count),
      let length = Int32(exactly: pattern.literal.count)
    else { return }
    entries.append(
      Entry(
        shape: pattern.shape, isNegated: pattern.isNegated, wantsFolder: pattern.wantsFolder,
        start: start, length: length, glob: Int32(globs.count)))
    literals.append(contentsOf: pattern.literal)
    if let glob = pattern.glob { globs.append(glob) }
  }

  /// What the file says about an entry, by its path from the file's folder; nil when no pattern
  /// matches.
  ///
  /// The last pattern that matches decides. A symbolic link is no folder.
  package func decision(
    path: Span<UInt8>, nameStart: Int, isFolder: Bool
  ) -> Decision? {
    let entries = entries.span
    let name = path.extracting(nameStart...)
    var found: Int32 = -1
    if !buckets.isEmpty, !name.isEmpty {
      var candidate = buckets[key(name)]
      while candidate >= 0 {
        let entry = entries[Int(candidate)]
        if fits(entry, path: path, name: name, isFolder: isFolder) {
          found = candidate
          break
        }
        candidate = entry.before
      }
    }
    var position = wild.count - 1
    while position >= 0, wild[position] > found {
      let candidate = wild[position]
      if fits(entries[Int(candidate)], path: path, name: name, isFolder: isFolder) {
        found = candidate
        break
      }
      position -= 1
    }
    guard found >= 0 else { return nil }
    return entries[Int(found)].isNegated ? .included : .ignored
  }

  @inline(__always)
  private func fits(
    _ entry: Entry, path: Span<UInt8>, name: Span<UInt8>, isFolder: Bool
  ) -> Bool {
    if entry.wantsFolder && !isFolder { return false }
    let literals = literals.span
    let length = Int(entry.length)
    let start = Int(entry.start)
    switch entry.shape {
    case .name:
      return name.count == length && equals(name, at: 0, literals, start, length)
    case .nameSuffix:
      return name.count >= length
        && equals(name, at: name.count - length, literals, start, length)
    case .namePrefix:
      return name.count >= length && equals(name, at: 0, literals, start, length)
    case .path:
      return path.count == length && equals(path, at: 0, literals, start, length)
    case .nameGlob:
      return name.count >= length && equals(name, at: 0, literals, start, length)
        && globs[Int(entry.glob)].matches(name)
    case .pathGlob:
      return path.count >= length && equals(path, at: 0, literals, start, length)
        && globs[Int(entry.glob)].matches(path)
    }
  }

  /// Sorts the entries into those found by name and those that must be tried.
  private mutating func index() {
    let named = entries.indices.filter { entries[$0].shape == .name || entries[$0].shape == .path }
    wild = entries.indices
      .filter { entries[$0].shape != .name && entries[$0].shape != .path }
      .map { Int32($0) }
    guard !named.isEmpty else { return }
    var size = 4
    while size < named.count * 2 { size *= 2 }
    buckets = Array(repeating: -1, count: size)
    for position in named {
      let start = Int(entries[position].start)
      let literal = literals[start..<(start + Int(entries[position].length))]
      let part = literal.lastIndex(of: slash).map { literal[($0 + 1)...] } ?? literal
      let bucket = part.isEmpty ? 0 : key(Array(part).span)
      entries[position].before = buckets[bucket]
      buckets[bucket] = Int32(position)
    }
  }

  /// A number below `buckets.count` from a name's length and a few of its bytes.
  @inline(__always)
  private func key(_ name: Span<UInt8>) -> Int {
    var mixed = UInt32(truncatingIfNeeded: name.count)
    let stride = max(1, (name.count + 2) / 3)
    var at = 0
    while at < name.count {
      mixed = mixed &* 0x0100_0193 ^ UInt32(foldsCase ? name[at].lowercased : name[at])
      at += stride
    }
    let last = name[name.count - 1]
    mixed = mixed &* 0x0100_0193 ^ UInt32(foldsCase ? last.lowercased : last)
    mixed ^= mixed >> 15
    return Int(mixed) & (buckets.count - 1)
  }

  /// Whether so many bytes of the text equal the literal; both lie within bounds.
  @inline(__always)
  private func equals(
    _ text: Span<UInt8>, at offset: Int, _ literals: Span<UInt8>, _ start: Int, _ length: Int
  ) -> Bool {
    // From the end: paths in one folder differ there.
    var at = length - 1
    while at >= 0 {
      let byte = text[offset + at]
      if (foldsCase ? byte.lowercased : byte) != literals[start + at] { return false }
      at -= 1
    }
    return true
  }
}
