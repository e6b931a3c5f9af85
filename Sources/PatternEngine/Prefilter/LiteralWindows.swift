import Basics

/// Which of a literal's windows of four bytes stand for it in a ``LiteralPrefilter``, one for either
/// parity of its place.
package struct LiteralWindows: Sendable, Hashable {
  /// Where they begin in the literal; the odd one is at -1 where three bytes leave no choice, and
  /// begins with the byte before the literal.
  package let even: Int
  package let odd: Int

  /// Takes windows that were chosen before, of a literal of so many bytes; nil when it has none there.
  package init?(even: Int, odd: Int, count: Int) {
    let last = count - RequiredLiterals.shortest
    guard even >= 0, odd >= -1, max(even, odd) <= last, even % 2 == 0, odd % 2 != 0 else {
      return nil
    }
    (self.even, self.odd) = (even, odd)
  }

  private init(even: Int, odd: Int) { (self.even, self.odd) = (even, odd) }

  /// The windows of some literals that are met least often in ordinary text, and belong to few of the
  /// literals: what many of them have in common, such as `_key`, stands wherever one is meant.
  ///
  /// Only where three bytes leave no choice, the window begins before them: as it holds any byte
  /// there, it fills 128 places of the filter, and many other texts meet one of these.
  package static func rarest(of literals: [Literal]) -> [LiteralWindows] {
    guard !literals.isEmpty else { return [] }
    let sharing = WindowSharing(literals)
    return literals.map { rarest(of: $0.bytes, sharing) }
  }

  private static func rarest(of bytes: [UInt8], _ sharing: WindowSharing) -> LiteralWindows {
    var (even, odd) = (0, -1)
    var (mostEven, mostOdd) = (Int.min, Int.min)
    let table = PairRarity.table
    let rarity = table.span
    // The rarity of the three pairs in a window.
    var last = PairRarity.byteClass(bytes[2])
    let middle = PairRarity.byteClass(bytes[1])
    var first = PairRarity.bits(PairRarity.byteClass(bytes[0]), middle, in: rarity)
    var second = PairRarity.bits(middle, last, in: rarity)
    for offset in 0...bytes.count - RequiredLiterals.shortest {
      var third = 0
      if offset + 3 < bytes.count {
        let next = PairRarity.byteClass(bytes[offset + 3])
        third = PairRarity.bits(last, next, in: rarity)
        last = next
      }
      let bits = first + second + third - sharing.penalty(of: bytes, at: offset)
      if offset.isMultiple(of: 2) {
        if bits > mostEven { (even, mostEven) = (offset, bits) }
      } else if bits > mostOdd {
        (odd, mostOdd) = (offset, bits)
      }
      (first, second) = (second, third)
    }
    return LiteralWindows(even: even, odd: odd)
  }
}

/// How many of some literals have a window in common.
private struct WindowSharing {
  /// For the hash of a window, the number of literals that have it, as far as it can be told.
  private var counts = [UInt8](repeating: 0, count: 1 << hashBits)
  private static let hashBits = 16

  init(_ literals: [Literal]) {
    for literal in literals {
      for offset in 0...literal.bytes.count - RequiredLiterals.shortest {
        let hash = Self.hash(of: literal.bytes, at: offset)
        if counts[hash] < .max { counts[hash] += 1 }
      }
    }
  }

  /// How much less a window is worth that others share, in bits of information: three for each time
  /// that their number doubles.
  func penalty(of bytes: [UInt8], at offset: Int) -> Int {
    let count = counts[Self.hash(of: bytes, at: offset)]
    return 3 * (UInt8.bitWidth - 1 - count.leadingZeroBitCount)
  }

  /// The hash of a window; letters of either case give the same.
  private static func hash(of bytes: [UInt8], at offset: Int) -> Int {
    let start = UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8
    let fourth = offset + 3 < bytes.count ? bytes[offset + 3] : 0
    let window = start | UInt32(bytes[offset + 2]) << 16 | UInt32(fourth) << 24
    return Int(((window | 0x2020_2020) &* 0x9E37_79B1) >> UInt32(32 - hashBits))
  }
}
