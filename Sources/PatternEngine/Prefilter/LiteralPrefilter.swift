import Bytes

/// Finds every place of many literals in one pass, whatever their number.
///
/// Each literal is represented by two of its byte pairs, one at an even and one at an odd place: so
/// a pass over every second position meets exactly one of them (``PairFilter``). At a pair that is
/// in the set, the literals that it stands for are compared. There are no false negatives.
package struct LiteralPrefilter: Sendable {
  private let literals: [Literal]
  private var filter = PairFilter()
  /// For every pair in lower case: where its entries begin in `entries`; 0 when it has none.
  private var firstEntry: [UInt16]
  private var entries: [Entry]

  private struct Entry: Sendable {
    var literal: Int
    /// Where in the literal the pair stands.
    var offset: Int
    /// Whether the next entry belongs to the same pair.
    var hasNext: Bool
  }

  /// A literal of the set, and where it stands.
  package struct Hit: Equatable, Sendable {
    /// Index of the literal in the array that the prefilter was made from.
    package var literal: Int
    /// Offset of its first byte.
    package var offset: Int

    package init(literal: Int, offset: Int) {
      self.literal = literal
      self.offset = offset
    }
  }

  /// Prepares a search.
  ///
  /// - Parameter literals: What to search for; each has at least three bytes.
  package init(_ literals: [Literal]) {
    self.literals = literals
    var places: [Int: [(literal: Int, offset: Int)]] = [:]
    for (index, literal) in literals.enumerated() {
      precondition(literal.bytes.count >= RequiredLiterals.shortest)
      for parity in 0...1 {
        let offset = Self.rarestPair(of: literal.bytes, parity: parity)
        let (first, second) = (literal.bytes[offset], literal.bytes[offset + 1])
        let key = PairFilter.pair(first.asciiLowercased, second.asciiLowercased)
        places[key, default: []].append((index, offset))
        for first in Self.spellings(first, of: literal) {
          for second in Self.spellings(second, of: literal) {
            if offset + 2 < literal.bytes.count {
              filter.insert(first, second, followedBy: literal.bytes[offset + 2])
            } else {
              filter.insert(first, second, after: literal.bytes[offset - 1])
            }
          }
        }
      }
    }
    firstEntry = [UInt16](repeating: 0, count: places.isEmpty ? 0 : 65_536)
    // Entry 0 is never used, so that 0 can stand for none.
    entries = [Entry(literal: 0, offset: 0, hasNext: false)]
    for (key, list) in places.sorted(by: { $0.key < $1.key }) {
      firstEntry[key] = UInt16(entries.count)
      for (number, place) in list.enumerated() {
        entries.append(
          Entry(
            literal: place.literal, offset: place.offset, hasNext: number + 1 < list.count))
      }
    }
  }

  /// Length of a literal in bytes.
  package func length(of literal: Int) -> Int { literals[literal].bytes.count }

  /// Calls `body` for every place of every literal whose pair begins inside a range.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - range: Where to look. Literals that begin before it or end after it may be reported too;
  ///     all that lie in it are.
  ///   - body: Called in about ascending order of offsets.
  package func forEachHit(
    in text: Span<UInt8>, range: Range<Int>, _ body: (_ hit: Hit) -> Void
  ) {
    let end = min(range.upperBound, text.count) - 1
    guard entries.count > 1, end > range.lowerBound else { return }
    var offset = range.lowerBound & ~1
    while true {
      offset = filter.next(in: text, from: offset, to: end)
      guard offset < end else { return }
      report(pairAt: offset, in: text, body)
      offset += 2
    }
  }

  private func report(pairAt position: Int, in text: Span<UInt8>, _ body: (Hit) -> Void) {
    let key = PairFilter.pair(
      text[position].asciiLowercased, text[position + 1].asciiLowercased)
    var index = Int(firstEntry[key])
    guard index > 0 else { return }
    while true {
      let entry = entries[index]
      let start = position - entry.offset
      if stands(literals[entry.literal], at: start, in: text) {
        body(Hit(literal: entry.literal, offset: start))
      }
      guard entry.hasNext else { return }
      index += 1
    }
  }

  private func stands(_ literal: Literal, at start: Int, in text: Span<UInt8>) -> Bool {
    guard start >= 0, start + literal.bytes.count <= text.count else { return false }
    for index in 0..<literal.bytes.count {
      let byte = text[start + index]
      guard (literal.foldsCase ? byte.asciiLowercased : byte) == literal.bytes[index] else {
        return false
      }
    }
    return true
  }

  private static func spellings(_ byte: UInt8, of literal: Literal) -> [UInt8] {
    let isLetter = byte &- UInt8(ascii: "a") < 26
    return literal.foldsCase && isLetter ? [byte, byte - 32] : [byte]
  }

  /// Offset of the pair of a parity that is met least often in ordinary text.
  private static func rarestPair(of bytes: [UInt8], parity: Int) -> Int {
    let offsets = stride(from: parity, to: bytes.count - 1, by: 2)
    return offsets.min { pairFrequency(bytes, at: $0) < pairFrequency(bytes, at: $1) } ?? 0
  }

  private static func pairFrequency(_ bytes: [UInt8], at offset: Int) -> Int {
    frequency(bytes[offset]) * frequency(bytes[offset + 1])
  }

  /// Roughly how often a byte occurs in source code and prose; only the order matters.
  private static func frequency(_ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "e"), UInt8(ascii: "t"): 60
    case UInt8(ascii: "a"), UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "o"),
      UInt8(ascii: "r"), UInt8(ascii: "s"):
      45
    case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "l"), UInt8(ascii: "p"),
      UInt8(ascii: "u"), UInt8(ascii: "f"), UInt8(ascii: "m"), UInt8(ascii: "h"), 0:
      25
    case UInt8(ascii: "b"), UInt8(ascii: "g"), UInt8(ascii: "v"), UInt8(ascii: "w"),
      UInt8(ascii: "y"), UInt8(ascii: "x"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "0")...UInt8(ascii: "2"):
      12
    case UInt8(ascii: "k"), UInt8(ascii: "-"), UInt8(ascii: "/"),
      UInt8(
        ascii: "3")...UInt8(
        ascii: "9"), UInt8(ascii: "A"), UInt8(ascii: "E"), UInt8(ascii: "S"), UInt8(ascii: "T"):
      8
    case UInt8(ascii: "a")...UInt8(ascii: "z"): 4
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): 5
    default: 2
    }
  }
}
