import Basics
import Findings

/// A text that was decoded from a part of another, with the way back.
final class DecodedText {
  let bytes: [UInt8]
  /// The part of `bytes` that is worth decoding further.
  let core: Range<Int>
  /// Number of encodings that were undone.
  let depth: Int
  /// Whether it is what encoded characters of the buffer itself spell.
  let isSpelling: Bool
  /// What its characters are written in; nil where tokens say that.
  private let unit: Encoding?
  private let tokens: DecodedTokens
  /// Where the first byte was in the source.
  private let start: Int
  private let parent: DecodedText?
  /// Number of tokens that were looked at on the way back so far.
  private(set) var steps = 0

  /// ASCII text of a buffer in code units wider than a byte.
  ///
  /// - Parameters:
  ///   - characters: The text.
  ///   - start: Where the first character's bytes begin.
  ///   - encoding: What it is written in.
  init(_ characters: [UInt8], inUnitsFrom start: Int, _ encoding: Encoding) {
    bytes = characters
    core = 0..<characters.count
    depth = 1
    isSpelling = false
    unit = encoding
    tokens = DecodedTokens()
    self.start = start
    parent = nil
  }

  /// A text with encoded characters in it.
  ///
  /// - Parameters:
  ///   - builder: The text.
  ///   - parent: What it was decoded from; nil for the buffer itself.
  ///   - isSpelled: Whether single encoded characters make it.
  init(_ builder: DecodedTextBuilder, in parent: DecodedText?, isSpelled: Bool = false) {
    bytes = builder.bytes
    core = builder.core ?? 0..<builder.bytes.count
    depth = (parent?.depth ?? 0) + 1
    isSpelling = isSpelled && parent == nil
    unit = nil
    tokens = builder.tokens
    start = builder.start
    self.parent = parent
  }

  // MARK: The way back

  /// The bytes of the source that a range was decoded from.
  private func sourceRange(of range: Range<Int>) -> Range<Int> {
    if let width = unit?.codeUnit.width {
      return start + width * range.lowerBound..<start + width * range.upperBound
    }
    let first = place(of: range.lowerBound)
    if range.count == 1 { return first }
    return range.isEmpty
      ? first.lowerBound..<first.lowerBound
      : first.lowerBound..<place(of: range.upperBound - 1).upperBound
  }

  private func place(of offset: Int) -> Range<Int> {
    guard let token = tokens.last(atOrBefore: offset, &steps) else {
      return start + offset..<start + offset + 1
    }
    if token.decoded.contains(offset) { return token.source }
    let place = token.source.upperBound + offset - token.decoded.upperBound
    return place..<place + 1
  }

  /// The bytes of the buffer that a range was decoded from.
  func rootRange(of range: Range<Int>) -> Range<Int> {
    let source = sourceRange(of: range)
    return parent?.rootRange(of: source) ?? source
  }

  /// The encodings of a range, outermost first; nil when one of the layers leaves it as it was, so
  /// that it can be seen without that layer.
  func encodings(of range: Range<Int>) -> [Encoding]? {
    var outer: [Encoding] = []
    if let parent {
      guard let names = parent.encodings(of: sourceRange(of: range)) else { return nil }
      outer = names
    }
    if let unit { return outer + [unit] }
    let seen = tokens.encodings(of: range)
    return seen.isEmpty ? nil : outer + seen
  }

  /// The encodings of a range that stands plainly among a terminal's control sequences.
  ///
  /// - Parameters:
  ///   - range: The bytes.
  ///   - around: What is looked at with them.
  /// - Returns: Nil where none was left out there.
  func encodings(of range: Range<Int>, amid around: Range<Int>) -> [Encoding]? {
    guard tokens.holdControlSequence(within: around) else { return nil }
    guard let parent else { return [.ansiEscape] }
    return parent.encodings(of: sourceRange(of: range)).map { $0 + [.ansiEscape] }
  }

  /// Whether a terminal's control sequences were left out of it.
  var hasControlSequences: Bool { tokens.holdControlSequences }

  /// Whether every layer decodes a part of a range, so that ``encodings(of:)`` has some.
  func isEncoded(_ range: Range<Int>) -> Bool {
    guard unit != nil || tokens.touch(range, &steps) else { return false }
    return parent?.isEncoded(sourceRange(of: range)) ?? true
  }

  /// What its encoded characters stand for, in order; empty ranges where literals were concatenated.
  var encodedRanges: some Sequence<Range<Int>> {
    (0..<tokens.count).lazy.map { [tokens] in tokens[$0].decoded }
  }

  // MARK: Distances

  /// Whether a rule may look at all of the text, wherever its match starts: because it is short, or
  /// has units of one width, so that many times a rule's own reach is enough.
  lazy var isLookedAtWhole: Bool =
    unit != nil || rootRange(of: 0..<bytes.count).count <= DecodingLimits.before

  /// Returns the part that a rule may look at for a match that starts at an offset.
  func window(around offset: Int) -> Range<Int> {
    near(offset, before: DecodingLimits.before, after: DecodingLimits.after)
  }

  /// The part of the text that lies within a distance in the buffer.
  func near(_ offset: Int, before: Int, after: Int) -> Range<Int> {
    let root = rootRange(of: offset..<offset + 1).lowerBound
    let start = firstOffset(beginningAt: root - before)
    let end = firstOffset(endingAfter: root + after)
    return min(start, offset)..<max(end, offset + 1)
  }

  /// The first offset whose byte begins at an offset of the buffer or behind it.
  private func firstOffset(beginningAt place: Int) -> Int {
    let place = parent?.firstOffset(beginningAt: place) ?? place
    if let width = unit?.codeUnit.width {
      return min(max(0, (place - start + width - 1) / width), bytes.count)
    }
    return plainOffset(
      of: place, before: tokens.count(inFront: { $0.lowerBound < place }))
  }

  /// The first offset whose byte ends behind an offset of the buffer.
  private func firstOffset(endingAfter place: Int) -> Int {
    let place = parent?.firstOffset(endingAfter: place) ?? place
    if let width = unit?.codeUnit.width {
      return min(max(0, (place - start) / width), bytes.count)
    }
    return plainOffset(
      of: place, before: tokens.count(inFront: { $0.upperBound <= place }))
  }

  /// The offset that a byte of the source has among the plain ones before a token, or the nearest to
  /// it.
  private func plainOffset(of place: Int, before index: Int) -> Int {
    let (first, source) =
      index > 0
      ? (tokens[index - 1].decoded.upperBound, tokens[index - 1].source.upperBound) : (0, start)
    let end = index < tokens.count ? tokens[index].decoded.lowerBound : bytes.count
    return min(max(first, first + place - source), end)
  }
}
