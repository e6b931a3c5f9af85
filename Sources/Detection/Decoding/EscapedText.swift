import Basics
import Findings

/// Text with escape sequences and joined string literals, decoded where such stand near each other.
///
/// All kinds are undone in one pass, since one key is often spelled in several; what comes out of
/// one, such as `%2573`, is for the next layer.
enum EscapedText {
  /// Calls `body` for every part of a text that holds encoded characters, with plain text around.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - range: Where to look for encoded characters.
  ///   - parent: What the text was decoded from; nil for the buffer itself.
  ///   - body: Is given each decoded part, in order.
  static func forEachPart(
    in text: Span<UInt8>, _ range: Range<Int>, of parent: DecodedText?,
    _ body: (DecodedText) -> Void
  ) {
    var part: DecodedTextBuilder?
    /// Where plain bytes were taken up to, and how far the part goes if nothing follows.
    var (position, end) = (range.lowerBound, range.lowerBound)
    func finish() {
      guard var finished = part.take() else { return }
      finished.append(plain: position..<max(position, end), of: text)
      position = max(position, end)
      body(DecodedText(finished, in: parent))
    }
    var offset = range.lowerBound
    EscapeFilter.forEachCandidate(in: text, range) { candidate in
      guard candidate >= offset else { return }
      let bound = max(range.lowerBound, part == nil ? 0 : position)
      guard let found = token(at: candidate, after: bound, in: text, of: parent),
        found.source.upperBound <= range.upperBound
      else { return }
      offset = found.source.upperBound
      let near = surroundings(of: candidate, in: text, of: parent)
      if part == nil || near.lowerBound > end {
        finish()
        position = max(min(near.lowerBound, found.source.lowerBound), range.lowerBound)
        part = DecodedTextBuilder(start: position)
      }
      part?.append(plain: position..<found.source.lowerBound, of: text)
      part?.append(found.character.map { [$0] } ?? [], from: found.source, found.encoding)
      position = found.source.upperBound
      end = max(position, min(near.upperBound, range.upperBound))
    }
    finish()
  }

  /// Calls `body` for every escape sequence and joint that begins in a part of a text.
  static func forEachToken(
    in text: Span<UInt8>, _ range: Range<Int>, _ body: (Range<Int>) -> Void
  ) {
    var (offset, bound) = (range.lowerBound, 0)
    EscapeFilter.forEachCandidate(in: text, range) { candidate in
      guard candidate >= offset,
        let found = token(at: candidate, after: bound, in: text, of: nil)
      else { return }
      offset = found.source.upperBound
      bound = offset
      body(found.source)
    }
  }

  private struct Found {
    var source: Range<Int>
    var character: UInt8?
    var encoding: Encoding
  }

  private static func token(
    at offset: Int, after bound: Int, in text: Span<UInt8>, of parent: DecodedText?
  ) -> Found? {
    var found: Found?
    if let sequence = EscapeSequence.match(at: offset, after: bound, in: text) {
      found = Found(
        source: sequence.range, character: sequence.character, encoding: sequence.encoding)
    } else if let joint = StringJoint.range(at: offset, after: bound, in: text) {
      found = Found(source: joint, encoding: .joinedStrings)
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

  private static func surroundings(
    of offset: Int, in text: Span<UInt8>, of parent: DecodedText?
  ) -> Range<Int> {
    let margin = DecodingLimits.margin
    return parent?.near(offset, before: margin, after: margin)
      ?? max(0, offset - margin)..<min(text.count, offset + margin)
  }
}
