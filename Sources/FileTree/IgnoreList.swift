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
  }

  private var entries: [Entry] = []
  private var literals: [UInt8] = []
  private var globs: [Wildmatch] = []
  private let foldsCase: Bool

  /// Whether the file holds no pattern.
  package var isEmpty: Bool { entries.isEmpty }

  /// Reads the text of an ignore file.
  ///
  /// Any bytes are a valid file; see gitignore(5). A byte order mark at the start is skipped, a
  /// carriage return before a line's end belongs to the end, and a NUL ends its pattern.
  ///
  /// - Parameters:
  ///   - text: The content of the file.
  ///   - foldsCase: Whether ASCII letters match without regard to case (`core.ignoreCase`).
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

  /// What the file says about an entry; nil when no pattern matches.
  ///
  /// The last pattern that matches decides.
  ///
  /// - Parameters:
  ///   - path: The entry's path relative to the folder that the file stands in.
  ///   - nameStart: Where the last part of the path starts in it.
  ///   - isFolder: Whether the entry is a folder; a symbolic link is none.
  /// - Returns: The decision.
  package func decision(
    path: Span<UInt8>, nameStart: Int, isFolder: Bool
  ) -> Decision? {
    let entries = entries.span
    let literals = literals.span
    let name = path.extracting(nameStart...)
    var index = entries.count - 1
    while index >= 0 {
      let entry = entries[index]
      index -= 1
      if entry.wantsFolder && !isFolder { continue }
      let length = Int(entry.length)
      let start = Int(entry.start)
      let fits: Bool
      switch entry.shape {
      case .name:
        fits = name.count == length && equals(name, at: 0, literals, start, length)
      case .nameSuffix:
        fits =
          name.count >= length && equals(name, at: name.count - length, literals, start, length)
      case .namePrefix:
        fits = name.count >= length && equals(name, at: 0, literals, start, length)
      case .path:
        fits = path.count == length && equals(path, at: 0, literals, start, length)
      case .nameGlob:
        fits =
          name.count >= length && equals(name, at: 0, literals, start, length)
          && globs[Int(entry.glob)].matches(name)
      case .pathGlob:
        fits =
          path.count >= length && equals(path, at: 0, literals, start, length)
          && globs[Int(entry.glob)].matches(path)
      }
      if fits { return entry.isNegated ? .included : .ignored }
    }
    return nil
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
