import Documents

/// What git puts around the lines of a diff for people to look at: colours, and the graph of
/// `git log --graph`.
struct DiffDress {
  private let hasColours: Bool
  private let hasGraph: Bool
  /// So many columns of the graph stand before the lines of the diff at hand.
  private var width = 0

  private static let escape: UInt8 = 0x1B
  private static let space = UInt8(ascii: " ")

  /// Nothing stands around the lines.
  static let bare = DiffDress(hasColours: false, hasGraph: false)

  private init(hasColours: Bool, hasGraph: Bool) {
    (self.hasColours, self.hasGraph) = (hasColours, hasGraph)
  }

  /// Looks at the first bytes of a text; nil if it is no diff.
  init?(_ start: [UInt8]) {
    hasColours = !Self.begins(start) && !Self.hasGraph(start)
    if hasColours {
      guard start.contains(Self.escape) else { return nil }
      let plain = Self.uncoloured(start[...])
      hasGraph = Self.hasGraph(plain)
      guard hasGraph || Self.begins(plain) else { return nil }
    } else {
      hasGraph = Self.hasGraph(start)
    }
  }

  /// Whether nothing stands around the lines.
  var isBare: Bool { !hasColours && !hasGraph }

  /// Whether a bare diff begins so.
  private static func begins(_ start: [UInt8]) -> Bool {
    // What git shows of a commit begins with its name.
    if DiffHead.beginsWithCommit(start.span) { return true }
    // Of git's text, a byte order mark is none.
    let text = String(decoding: start.prefix(4_096), as: UTF8.self).drop { $0 == "\u{FEFF}" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > 2, lines[0].hasPrefix("--- "), lines[1].hasPrefix("+++ ") { return true }
    if lines.count > 1, lines[0].hasPrefix("tag "), lines[1].hasPrefix("Tagger: ") { return true }
    if beginsOtherwise(lines) { return true }
    guard
      let first = lines.firstIndex(where: { DiffHead.beginsFile(Array($0.utf8.prefix(20))[...]) })
    else { return false }
    // Before it, git puts a line of the caller's choice, or numbers and kinds of changes.
    return first <= 2
      || lines[..<first].allSatisfy { line in
        line.isEmpty || line == "---" || line.hasPrefix(" ") || line.hasPrefix(":")
      }
  }

  /// Whether a text begins as other programs put files of unified diffs behind one another, or as
  /// `git format-patch` puts a commit, and has a hunk; whatever else quotes a diff is a text of its own.
  private static func beginsOtherwise(_ lines: [Substring]) -> Bool {
    guard let first = lines.first, heads.contains(where: first.hasPrefix) || isPatchHead(first)
    else { return false }
    let hunk = lines.indices.dropLast(2).first {
      lines[$0].hasPrefix("--- ") && lines[$0 + 1].hasPrefix("+++ ")
        && lines[$0 + 2].hasPrefix("@@ -")
    }
    guard let hunk else { return false }
    // What a mail encodes is for its reader.
    return !lines[..<hunk].contains { line in
      let field = line.lowercased()
      return field.hasPrefix("content-transfer-encoding:") && !field.contains("bit")
        || field.hasPrefix("content-type: multipart/")
    }
  }

  /// What `diff -r`, Subversion, CVS, Breezy and Mercurial begin with.
  private static let heads = ["diff -", "Only in ", "Index: ", "=== ", "# HG changeset patch"]

  /// Whether `git format-patch` begins a commit with a line.
  private static func isPatchHead(_ line: Substring) -> Bool {
    let words = line.split(separator: " ", maxSplits: 2)
    return words.count == 3 && words[0] == "From" && [40, 64].contains(words[1].count)
      && words[1].allSatisfy(\.isHexDigit) && words[2].hasPrefix("Mon Sep 17 00:00:00 2001")
  }

  /// The same lines without colours.
  static func uncoloured(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    var place = text.startIndex
    while place < text.endIndex {
      if text[place] == escape, let end = end(ofColour: place, in: text) {
        place = end
      } else {
        plain.append(text[place])
        place += 1
      }
    }
    return plain
  }

  /// Where `ESC [1;31m` ends, or what erases the rest of a line; nil for anything else.
  private static func end(ofColour start: Int, in text: ArraySlice<UInt8>) -> Int? {
    guard start + 2 < text.endIndex, text[start + 1] == UInt8(ascii: "[") else { return nil }
    let last = text[(start + 2)...].prefix(64).firstIndex { !(0x30...0x3B).contains($0) }
    guard let last, text[last] == UInt8(ascii: "m") || text[last] == UInt8(ascii: "K") else {
      return nil
    }
    return last + 1
  }

  // MARK: The graph

  private static func isGraph(_ byte: UInt8) -> Bool { "*|/\\_-. ".utf8.contains(byte) }

  /// Whether a text begins with a commit in a graph, and what is known of its diff's place.
  private static func hasGraph(_ start: [UInt8]) -> Bool {
    guard start.first == UInt8(ascii: "*") else { return false }
    for (number, line) in start.split(separator: 10, omittingEmptySubsequences: false).enumerated()
    {
      guard let first = line.first, isGraph(first) else { return false }
      let rest = line.drop(while: isGraph)
      if number == 0, DiffHead.beginsWithCommit(Array(rest + [10]).span) { return true }
      if number > 0, DiffHead.beginsFile(rest) { return true }
    }
    return false
  }

  // MARK: Lines

  /// A line without what stands around it.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - isInHunk: Whether a hunk goes on there, so that the diff of another file cannot begin.
  /// - Returns: The line, and whether it is one of words that have changed in a line that has not: then
  ///   colours stand within it.
  mutating func undress(
    _ line: ArraySlice<UInt8>, isInHunk: Bool
  ) -> (line: ArraySlice<UInt8>, hasWords: Bool) {
    let plain = hasColours ? Self.uncoloured(line)[...] : line
    if hasGraph, !isInHunk {
      let rest = plain.drop(while: Self.isGraph)
      if DiffHead.beginsFile(rest) { width = rest.startIndex - plain.startIndex }
    }
    let isBeside = plain.prefix(width).allSatisfy(Self.isGraph)
    let rest = isBeside ? plain.dropFirst(width) : plain
    return (rest, hasColours && isInHunk && hasWords(line))
  }

  /// Whether colours stand behind the blank that a line of a hunk begins with, but for the end of one.
  private func hasWords(_ line: ArraySlice<UInt8>) -> Bool {
    var place = line.startIndex
    var columns = width
    while place < line.endIndex {
      if line[place] == Self.escape, let end = Self.end(ofColour: place, in: line) {
        // A line that is coloured as a whole begins so.
        if columns == 0 { return false }
        place = end
      } else if columns > 0 {
        columns -= 1
        place += 1
      } else {
        break
      }
    }
    guard place < line.endIndex, line[place] == Self.space else { return false }
    return line[place...].indices.contains { index in
      guard line[index] == Self.escape, let end = Self.end(ofColour: index, in: line) else {
        return false
      }
      return !line[end...].allSatisfy { $0 == 13 }
    }
  }
}
