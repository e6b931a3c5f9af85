import Basics
import Findings

/// Text with escape sequences and concatenated string literals, decoded where such stand near each
/// other.
///
/// All kinds are undone in one pass, since one key is often spelled in several; what comes out of
/// one, such as `%2573`, is for the next layer.
final class EscapeDecoder: Decoder {
  static let spellsCharacters = true
  /// Whether control sequences may stand in the texts at hand: these may be longer than all else, so
  /// that more bytes decide about them.
  var expectsEscapes = false
  /// Whether one may have begun at a candidate since this was last set.
  var metEscape = false
  /// How far around its mark an escape sequence is looked at, and a concatenation apart from its own
  /// length: the characters of both pieces that count, backslashes before it, and its marks.
  private static let margin = 32

  func zone(around range: Range<Int>, in text: Span<UInt8>) -> Range<Int> {
    let end = min(text.count, range.upperBound + Self.margin)
    var start = max(0, range.lowerBound - Self.margin)
    // A concatenation that begins before may go on up to here: then what is in between is all its
    // own.
    let first = max(0, start - DecodingLimits.token)
    // So may a terminal's control sequence.
    if expectsEscapes, text.lastIndex(of: ControlSequence.escape, in: first..<start) != nil {
      return first..<end
    }
    var letters = 0
    while start > first {
      start -= 1
      guard StringConcatenation.mayHold(text[start]) else {
        letters += 1
        // Two may stand before a quote, as in `u8"…"`; digits are no part of it.
        guard letters <= 2, StringConcatenation.mayPrefix(text[start]) else { break }
        continue
      }
    }
    return start..<end
  }

  func forEachCandidate(in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void) {
    var (offset, bound) = (range.lowerBound, 0)
    EscapeFilter.forEachCandidate(in: text, range) { candidate in
      if text[candidate] == ControlSequence.escape { metEscape = true }
      guard candidate >= offset,
        let found = Self.token(at: candidate, after: bound, in: text, of: nil)
      else { return }
      offset = found.source.upperBound
      bound = offset
      body(found.source)
    }
  }

  func forEachText(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    var part: DecodedTextBuilder?
    /// Where plain bytes were taken up to, and the last candidate that the part holds.
    var (position, last) = (range.lowerBound, range.lowerBound)
    /// How far the part goes if nothing follows.
    func end() -> Int {
      max(
        position,
        min(Self.surroundings(of: last, in: text, of: parent).upperBound, range.upperBound))
    }
    func finish() {
      guard var finished = part.take() else { return }
      let end = end()
      finished.append(plain: position..<end, of: text)
      position = end
      body(DecodedText(finished, in: parent, isSpelled: true))
    }
    var offset = range.lowerBound
    EscapeFilter.forEachCandidate(in: text, range) { candidate in
      guard candidate >= offset else { return }
      let bound = max(range.lowerBound, part == nil ? 0 : position)
      guard let found = Self.token(at: candidate, after: bound, in: text, of: parent),
        found.source.upperBound <= range.upperBound
      else { return }
      offset = found.source.upperBound
      // Where the next one is near enough, how far the part would go matters to nobody.
      if part == nil || !Self.areNear(last, candidate, of: parent) {
        let near = Self.surroundings(of: candidate, in: text, of: parent)
        if part == nil || near.lowerBound > end() {
          finish()
          position = max(min(near.lowerBound, found.source.lowerBound), range.lowerBound)
          part = DecodedTextBuilder(start: position)
        }
      }
      part?.append(plain: position..<found.source.lowerBound, of: text)
      part?.append(found.character.map { [$0] } ?? [], from: found.source, found.encoding)
      position = found.source.upperBound
      last = candidate
    }
    finish()
  }

  private struct Found {
    var source: Range<Int>
    var character: UInt8?
    var encoding: Encoding
  }

  private static func token(
    at offset: Int, after bound: Int, in text: Span<UInt8>, of parent: DecodedText?
  ) -> Found? {
    let mark = text[offset]
    let found: Found? =
      switch mark {
      case UInt8(ascii: "%"), UInt8(ascii: "&"): sequence(at: offset, after: bound, in: text)
      case UInt8(ascii: "="):
        sequence(at: offset, after: bound, in: text)
          ?? SoftLineBreak.range(at: offset, after: bound, in: text).map {
            Found(source: $0, encoding: .quotedPrintable)
          }
      case UInt8(ascii: "\\"):
        sequence(at: offset, after: bound, in: text) ?? joint(at: offset, after: bound, in: text)
      case ControlSequence.escape:
        ControlSequence.range(at: offset, after: bound, in: text).map {
          Found(source: $0, encoding: .ansiEscape)
        }
      default: joint(at: offset, after: bound, in: text)
      }
    guard let found else { return nil }
    // Spread over too much of the buffer, it would make findings depend on what is far away. What
    // comes out of gzip stands for all of it.
    if let parent {
      let first = parent.rootRange(of: found.source.lowerBound..<found.source.lowerBound + 1)
      let whole = parent.rootRange(of: found.source)
      guard whole.count - first.count <= DecodingLimits.token else { return nil }
    }
    return found
  }

  private static func sequence(
    at offset: Int, after bound: Int, in text: Span<UInt8>
  ) -> Found? {
    EscapeSequence.match(at: offset, after: bound, in: text).map {
      Found(source: $0.range, character: $0.character, encoding: $0.encoding)
    }
  }

  private static func joint(
    at offset: Int, after bound: Int, in text: Span<UInt8>
  ) -> Found? {
    StringConcatenation.range(at: offset, after: bound, in: text).map {
      Found(source: $0, encoding: .joinedStrings)
    }
  }

  /// Whether the surroundings of two candidates touch for certain: each lies within those of the
  /// other.
  private static func areNear(_ first: Int, _ second: Int, of parent: DecodedText?) -> Bool {
    guard let parent else { return second - first <= DecodingLimits.margin }
    return parent.rootRange(of: second..<second + 1).lowerBound
      - parent.rootRange(of: first..<first + 1).lowerBound <= DecodingLimits.margin
  }

  private static func surroundings(
    of offset: Int, in text: Span<UInt8>, of parent: DecodedText?
  ) -> Range<Int> {
    let margin = DecodingLimits.margin
    return parent?.near(offset, before: margin, after: margin)
      ?? max(0, offset - margin)..<min(text.count, offset + margin)
  }
}
