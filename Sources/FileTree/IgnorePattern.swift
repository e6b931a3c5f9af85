/// One line of an ignore file, taken apart as git does.
///
/// See gitignore(5), PATTERN FORMAT.
struct IgnorePattern: Sendable, Equatable {
  /// Which comparison decides; the common shapes need no pattern matcher.
  enum Shape: Sendable, Equatable {
    /// The entry's own name equals the literal.
    case name
    /// The entry's own name ends with the literal (`*.o`).
    case nameSuffix
    /// The entry's own name starts with the literal (`cmake-build-*`).
    case namePrefix
    /// The path below the ignore file's folder equals the literal.
    case path
    /// The entry's own name matches the glob.
    case nameGlob
    /// The path starts with the literal and matches the glob as a whole.
    case pathGlob
  }

  /// Whether the pattern takes an entry back in (`!`).
  let isNegated: Bool
  /// Whether only folders match (a slash at the end).
  let wantsFolder: Bool
  let shape: Shape
  /// What `shape` says; made small when case is ignored.
  let literal: [UInt8]
  /// The whole pattern, for the glob shapes.
  let glob: Wildmatch?

  /// Takes a line apart that is neither blank nor a comment, without its end.
  init(line: ArraySlice<UInt8>, foldsCase: Bool) {
    var text = Self.trimmed(line)
    isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text = text.dropFirst() }
    wantsFolder = text.last == slash
    if wantsFolder { text = text.dropLast() }

    // Only a slash before the end ties a pattern to the folder of its file.
    let isName = !text.contains(slash)
    if text.first == slash { text = text.dropFirst() }
    let literalLength = text.prefix { !Self.isSpecial($0) }.count
    let tail = text.dropFirst(literalLength)
    let folded = foldsCase ? ArraySlice(text.map(\.lowercased)) : text
    if tail.isEmpty {
      shape = isName ? .name : .path
      literal = Array(folded)
      glob = nil
    } else if isName, text.first == UInt8(ascii: "*"),
      !text.dropFirst().contains(where: Self.isSpecial)
    {
      shape = .nameSuffix
      literal = Array(folded.dropFirst())
      glob = nil
    } else if isName, tail.count == 1, tail.first == UInt8(ascii: "*") {
      shape = .namePrefix
      literal = Array(folded.dropLast())
      glob = nil
    } else {
      shape = isName ? .nameGlob : .pathGlob
      literal = Array(folded.prefix(literalLength))
      glob = Wildmatch(text, foldsCase: foldsCase)
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
      || byte == UInt8(ascii: "\\")
  }

  /// The line without the blanks at its end, unless a backslash quotes them.
  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var end = line.startIndex
    var at = line.startIndex
    while at < line.endIndex {
      if line[at] == UInt8(ascii: "\\") {
        // A backslash at the very end quotes nothing, and stops git's trimming.
        guard at + 1 < line.endIndex else { return line }
        at += 2
        end = at
      } else {
        if line[at] != UInt8(ascii: " ") { end = at + 1 }
        at += 1
      }
    }
    return line[..<end]
  }
}
