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
  /// Where no marker of a block begins.
  private var withoutBlocks = 0..<0

  /// Begins with a text; `isRuleName` tells whether a rule's id is this, or begins with it and a
  /// dash.
  init(isRuleName: @escaping (String) -> Bool) { self.isRuleName = isRuleName }

  /// Finds the marker of a comment that covers one of a text's matches, as reports name it.
  ///
  /// The matches are sorted and without overlaps: what stands in one of them is no comment. Of the
  /// text, a part will do that reaches as far around as comments count.
  mutating func marker(
    forMatch index: Int, of matches: [SecretMatch], in text: Span<UInt8>
  ) -> String? {
    marker(
      around: matches[index].range, names: matches[index].rule.names, Reader(matches[index]),
      index, of: matches, in: text)
  }

  /// Finds the marker of a comment that covers a file as a whole: one in its first line.
  func markerOnFile(_ text: Span<UInt8>, names: [String]) -> String? {
    var search = self
    return search.marker(around: 0..<0, names: names, Reader(), 0, of: [], in: text)
  }

  private mutating func marker(
    around range: Range<Int>, names: [String], _ reader: Reader, _ index: Int,
    of matches: [SecretMatch], in text: Span<UInt8>
  ) -> String? {
    let first = range.lowerBound
    let textStart = CodeUnit(atStartOf: text).byteOrderMarkLength(in: text)
    let limit = min(first, max(textStart, first - Self.before))
    let lineStart = reader.lineStart(before: first, limit: limit, in: text)
    let lineEnd = reader.lineEnd(
      from: range.upperBound, limit: min(text.count, range.upperBound + Self.after), in: text)
    func comments(_ range: Range<Int>) -> [InlineComment] {
      InlineComment.all(
        in: reader.characters(range, around: index, of: matches, in: text), isRuleName: isRuleName
      ).filter { $0.isMeant(for: names) }
    }
    let own = comments(lineStart..<first) + comments(range.upperBound..<lineEnd)
    if let found = own.first(where: { $0.coverage == .line || $0.coverage == .lineOrNext }) {
      return found.name
    }
    // A line that begins beyond the limit may hold more than a comment.
    let end = lineStart - reader.unit
    if end >= limit, lineStart > limit || limit == textStart {
      let start = reader.lineStart(before: end, limit: limit, in: text)
      let isWhole = start > limit || limit == textStart
      let found = comments(start..<end).first {
        $0.coverage == .nextLine || $0.coverage == .lineOrNext && $0.isAlone && isWhole
      }
      if let found { return found.name }
    }
    guard holdsBlocks(limit..<first, reader, in: text) else { return nil }
    let last = comments(reader.aligned(limit, to: first)..<first).last {
      $0.coverage == .blockStart || $0.coverage == .blockEnd
    }
    return last?.coverage == .blockStart ? last?.name : nil
  }

  /// Whether a block may begin or end in a part of the text; remembers where none does.
  private mutating func holdsBlocks(
    _ range: Range<Int>, _ reader: Reader, in text: Span<UInt8>
  ) -> Bool {
    guard reader.unit == 1 else { return true }
    let stem = InlineDialect.blockStem
    let isKnown = withoutBlocks.contains(range.lowerBound)
    let start = isKnown ? withoutBlocks.upperBound : range.lowerBound
    for position in start..<max(start, range.upperBound - stem.count + 1)
    where text[position] == stem[0]
      && stem.indices.allSatisfy({ text[position + $0] == stem[$0] })
    {
      return true
    }
    withoutBlocks =
      (isKnown ? withoutBlocks.lowerBound : start)..<max(start, range.upperBound - stem.count + 1)
    return false
  }

  /// Reads characters of a text in the encoding that a match is written in.
  private struct Reader {
    private let codeUnit: CodeUnit
    /// Bytes of a character.
    var unit: Int { codeUnit.width }

    /// Reads bytes.
    init() { codeUnit = .byte }

    init(_ match: SecretMatch) { codeUnit = match.decodedFrom.first?.codeUnit ?? .byte }

    /// The character at an offset; 0xFF for one beyond ASCII in a wide code unit.
    func character(_ text: Span<UInt8>, _ offset: Int) -> UInt8 {
      codeUnit.value(at: offset, in: text).flatMap(UInt8.init(exactly:)) ?? 0xFF
    }

    /// The first place from a limit on that whole characters lie between it and another place.
    func aligned(_ limit: Int, to offset: Int) -> Int { limit + (offset - limit) % unit }

    func lineStart(before offset: Int, limit: Int, in text: Span<UInt8>) -> Int {
      var start = offset
      while start - unit >= limit, character(text, start - unit) != UInt8(ascii: "\n") {
        start -= unit
      }
      return start
    }

    func lineEnd(from offset: Int, limit: Int, in text: Span<UInt8>) -> Int {
      var end = offset
      while end + unit <= limit, character(text, end) != UInt8(ascii: "\n") { end += unit }
      return end
    }

    /// Characters of a part of the text, with a letter for each that belongs to a secret.
    func characters(
      _ range: Range<Int>, around index: Int, of matches: [SecretMatch], in text: Span<UInt8>
    ) -> [UInt8] {
      var characters = stride(from: range.lowerBound, to: range.upperBound, by: unit).map {
        character(text, $0)
      }
      func hide(_ secret: Range<Int>) {
        for offset in secret.clamped(to: range) {
          characters[(offset - range.lowerBound) / unit] = UInt8(ascii: "x")
        }
      }
      var before = index - 1
      while before >= 0, matches[before].range.upperBound > range.lowerBound {
        hide(matches[before].range)
        before -= 1
      }
      var after = index + 1
      while after < matches.count, matches[after].range.lowerBound < range.upperBound {
        hide(matches[after].range)
        after += 1
      }
      return characters
    }
  }
}
