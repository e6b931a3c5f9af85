import Basics
import Findings

/// The encoded parts of a decoded text, in order, found by the place of what they stand for.
struct DecodedTokens {
  /// Encoded bytes, and what they stand for.
  struct Token {
    /// What they take in the source.
    var source: Range<Int>
    /// What they stand for in the decoded text; empty between two concatenated literals.
    var decoded: Range<Int>
    var encoding: Encoding
  }

  private var tokens: [Token] = []
  /// The number of tokens that begin before each ``stride`` bytes of the decoded text.
  ///
  /// Long texts are asked for places all the time, in any order.
  private var counts: [Int32] = []

  private static let stride = 16

  /// Whether one of them is a terminal's control sequence, which is shown as nothing.
  private(set) var holdControlSequences = false

  /// Adds a token behind all others.
  mutating func append(_ token: Token) {
    while counts.count * Self.stride <= token.decoded.lowerBound {
      counts.append(Int32(truncatingIfNeeded: tokens.count))
    }
    tokens.append(token)
    if token.encoding == .ansiEscape { holdControlSequences = true }
  }

  /// The last token that begins at an offset of the decoded text or before it; `steps` grows by the
  /// number of tokens that were looked at.
  func last(atOrBefore offset: Int, _ steps: inout Int) -> Token? {
    let bucket = offset / Self.stride
    let first = bucket < counts.count ? Int(counts[bucket]) : tokens.count
    var end = first
    while end < tokens.count, tokens[end].decoded.lowerBound <= offset { end += 1 }
    steps += end - first + 1
    return end > 0 ? tokens[end - 1] : nil
  }

  /// Whether a token stands for a part of a range of the decoded text; `steps` grows as above.
  func touch(_ range: Range<Int>, _ steps: inout Int) -> Bool {
    last(atOrBefore: range.upperBound - 1, &steps).map {
      $0.decoded.upperBound > range.lowerBound
    } ?? false
  }

  /// The encodings of the tokens that stand for a part of the decoded text, in the order of the cases.
  func encodings(of range: Range<Int>) -> [Encoding] {
    var seen: [Encoding] = []
    var index = tokens.partitionPoint { $0.decoded.upperBound <= range.lowerBound }
    while index < tokens.count, tokens[index].decoded.lowerBound < range.upperBound {
      let encoding = tokens[index].encoding
      if !seen.contains(encoding) { seen.append(encoding) }
      index += 1
    }
    return seen.count == 1 ? seen : Encoding.allCases.filter(seen.contains)
  }

  /// Whether a control sequence stood within a range of the decoded text, or at one of its ends.
  func holdControlSequence(within range: Range<Int>) -> Bool {
    guard holdControlSequences else { return false }
    let first = tokens.partitionPoint { $0.decoded.upperBound < range.lowerBound }
    return tokens[first...].prefix { $0.decoded.lowerBound <= range.upperBound }.contains {
      $0.encoding == .ansiEscape
    }
  }

  var count: Int { tokens.count }

  subscript(index: Int) -> Token { tokens[index] }

  /// The number of tokens in front whose place in the source holds; it must hold for no other.
  func count(inFront holds: (_ source: Range<Int>) -> Bool) -> Int {
    tokens.partitionPoint { holds($0.source) }
  }
}
