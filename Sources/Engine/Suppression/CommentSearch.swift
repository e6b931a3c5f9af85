import Basics
import Detection
import Findings
import RuleSet

/// Looks for comments around the secrets of one text.
///
/// What it looks at lies within ``before`` and ``after`` of the secret, so that a text gives the
/// same whole or in chunks, which overlap by more.
struct CommentSearch {
  /// How far before a secret comments count, in bytes: also how long a block may be.
  static let before = 7_168
  /// How far behind a secret comments count, in bytes.
  static let after = 2_048

  private let isRuleName: (String) -> Bool
  /// Where markers begin, for each code unit that a match is written in.
  private var markers: [CodeUnit: CommentMarkers] = [:]
  /// Number of characters that were read besides.
  private var read = 0

  /// Begins with a text; `isRuleName` tells whether a rule's id is this, or begins with it and a
  /// dash.
  init(isRuleName: @escaping (String) -> Bool) { self.isRuleName = isRuleName }

  /// Number of characters that were looked at so far, which is what a search's time depends on.
  var steps: Int { markers.values.reduce(read) { $0 + $1.steps } }

  /// Finds the marker of a comment that covers one of a text's matches, as reports name it.
  ///
  /// The matches are sorted and without overlaps: what stands in one of them is no comment. Of the
  /// text, a part will do that reaches as far around as comments count.
  mutating func marker(
    forMatch index: Int, of matches: [SecretMatch], in text: Span<UInt8>
  ) -> String? {
    marker(
      around: matches[index].range, names: matches[index].sharedRule.names,
      CommentText(of: matches, around: index), in: text)
  }

  /// Finds the marker of a comment that covers a file as a whole: one in its first line.
  func markerOnFile(_ text: Span<UInt8>, names: [String]) -> String? {
    var search = self
    return search.marker(around: 0..<0, names: names, CommentText(), in: text)
  }

  private mutating func marker(
    around range: Range<Int>, names: [String], _ reader: CommentText, in text: Span<UInt8>
  ) -> String? {
    let first = range.lowerBound
    let textStart = CodeUnit(atStartOf: text).byteOrderMarkLength(in: text)
    let limit = min(first, max(textStart, first - Self.before))
    let last = min(text.count, range.upperBound + Self.after)
    let found = markers[reader.codeUnit, default: CommentMarkers(reader.codeUnit)]
      .searching(limit..<last, of: text)
    guard !found.markers(in: limit..<last).isEmpty else { return nil }

    let lineStart = found.lineStart(before: first, limit: limit)
    let lineEnd = found.lineEnd(from: range.upperBound, limit: last)
    for part in [lineStart..<first, range.upperBound..<lineEnd] {
      for place in found.markers(in: part) where reader.isAligned(place, in: part) {
        if let dialect = comment(at: place, in: part, reader, of: text),
          dialect.coverage == .line || dialect.coverage == .lineOrNext,
          isMeant(dialect, at: place, in: part, for: names, reader, of: text)
        {
          return dialect.name
        }
      }
    }
    // A line that begins beyond the limit may hold more than a comment.
    let end = lineStart - reader.unit
    if end >= limit, lineStart > limit || limit == textStart {
      let start = found.lineStart(before: end, limit: limit)
      let isWhole = start > limit || limit == textStart
      var isFirst = true
      for place in found.markers(in: start..<end) where reader.isAligned(place, in: start..<end) {
        // Behind another marker, none is alone.
        defer { isFirst = false }
        if let dialect = comment(at: place, in: start..<end, reader, of: text),
          dialect.coverage == .nextLine
            || dialect.coverage == .lineOrNext && isWhole && isFirst
              && isAlone(start..<place, reader, of: text),
          isMeant(dialect, at: place, in: start..<end, for: names, reader, of: text)
        {
          return dialect.name
        }
      }
    }
    let block = reader.aligned(limit, to: first)..<first
    for place in found.markers(in: block).reversed()
    where reader.isAligned(place, in: block) && reader.mayBeBlock(place, in: text) {
      if let dialect = comment(at: place, in: block, reader, of: text),
        dialect.coverage == .blockStart || dialect.coverage == .blockEnd,
        isMeant(dialect, at: place, in: block, for: names, reader, of: text)
      {
        return dialect.coverage == .blockStart ? dialect.name : nil
      }
    }
    return nil
  }

  /// Whether nothing but blanks and punctuation is in a part of the text.
  private mutating func isAlone(
    _ part: Range<Int>, _ reader: CommentText, of text: Span<UInt8>
  ) -> Bool {
    read += part.count
    return InlineComment.isBlank(reader.characters(part, in: text))
  }

  /// The dialect of the comment that begins at a place of a part of the text; nil where none does.
  private mutating func comment(
    at place: Int, in part: Range<Int>, _ reader: CommentText, of text: Span<UInt8>
  ) -> InlineDialect? {
    let margin = InlineComment.margin
    let start = max(part.lowerBound, place - margin.before * reader.unit)
    let end = min(
      part.upperBound, place + (InlineDialect.longest + margin.after) * reader.unit)
    read += end - start
    return InlineComment.dialect(
      at: (place - start) / reader.unit, in: reader.characters(start..<end, in: text))
  }

  /// Whether the comment that begins at a place is meant for a rule, by its id or one that it had
  /// before.
  private mutating func isMeant(
    _ dialect: InlineDialect, at place: Int, in part: Range<Int>, for names: [String],
    _ reader: CommentText, of text: Span<UInt8>
  ) -> Bool {
    guard dialect.scoping != .none else { return true }
    let start = place + dialect.marker.count * reader.unit
    // Most comments end soon, and of most the first word decides.
    var length = 64
    while true {
      let end = min(part.upperBound, start + length * reader.unit)
      var rest = reader.characters(start..<end, in: text)[...]
      read += end - start
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      let isWhole = line.count < rest.count || end == part.upperBound
      rest = line
      guard isWhole || dialect.scoping == .ownRules && InlineComment.holdsWord(rest) else {
        length *= 4
        continue
      }
      return InlineComment.scope(dialect.scoping, of: rest, isRuleName: isRuleName)?.covers(names)
        ?? true
    }
  }
}
