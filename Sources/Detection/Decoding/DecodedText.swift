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
  private let way: Way
  private let parent: DecodedText?
  /// Number of tokens that were looked at on the way back so far.
  private(set) var steps = 0

  private enum Way {
    /// Characters in code units of one width; the first one's offset in the source.
    case units(Encoding, start: Int)
    /// Tokens in order, and plain bytes between them; the first offset of the source.
    case tokens(DecodedTokens, start: Int)
  }

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
    way = .units(encoding, start: start)
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
    way = .tokens(builder.tokens, start: builder.start)
    self.parent = parent
  }

  // MARK: The way back

  /// The bytes of the source that a range was decoded from.
  private func sourceRange(of range: Range<Int>) -> Range<Int> {
    switch way {
    case .units(let encoding, let start):
      let width = encoding.codeUnit.width
      return start + width * range.lowerBound..<start + width * range.upperBound
    case .tokens(let tokens, let start):
      let first = place(of: range.lowerBound, tokens, start)
      return range.isEmpty
        ? first.lowerBound..<first.lowerBound
        : first.lowerBound..<place(of: range.upperBound - 1, tokens, start).upperBound
    }
  }

  private func place(of offset: Int, _ tokens: DecodedTokens, _ start: Int) -> Range<Int> {
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
    switch way {
    case .units(let encoding, _): return outer + [encoding]
    case .tokens(let tokens, _):
      let seen = tokens.encodings(of: range)
      guard !seen.isEmpty else { return nil }
      return outer + Encoding.allCases.filter(seen.contains)
    }
  }

  // MARK: Distances

  /// Whether a rule may look at all of the text, wherever its match starts: because it is short, or
  /// has units of one width, so that many times a rule's own reach is enough.
  lazy var isLookedAtWhole: Bool =
    if case .units = way {
      true
    } else {
      rootRange(of: 0..<bytes.count).count <= DecodingLimits.before
    }

  /// Returns the part that a rule may look at for a match that starts at an offset.
  func window(around offset: Int) -> Range<Int> {
    near(offset, before: DecodingLimits.before, after: DecodingLimits.after)
  }

  /// The part of the text that lies within a distance in the buffer.
  func near(_ offset: Int, before: Int, after: Int) -> Range<Int> {
    let root = rootRange(of: offset..<offset + 1).lowerBound
    func isBefore(_ range: Range<Int>) -> Bool { range.lowerBound < root - before }
    func isWithin(_ range: Range<Int>) -> Bool { range.upperBound <= root + after }
    // Most texts are short and lie within the distance as far as they go.
    var start = 0
    if isBefore(rootRange(of: 0..<1)) {
      // Except for gzip, every byte takes one of the buffer at least.
      let low = max(0, offset - before - 1)
      start = partitionPoint(
        in: (isBefore(rootRange(of: low..<low + 1)) ? low : 0)..<offset, where: isBefore)
    }
    let last = bytes.count - 1
    var end = last + 1
    if !isWithin(rootRange(of: last..<last + 1)) {
      let high = min(last, offset + after + 1)
      end = partitionPoint(
        in: offset + 1..<(isWithin(rootRange(of: high..<high + 1)) ? last + 1 : high),
        where: isWithin)
    }
    return start..<end
  }

  private func partitionPoint(
    in range: Range<Int>, where isInFront: (Range<Int>) -> Bool
  ) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isInFront(rootRange(of: middle..<middle + 1)) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
