/// A small seeded generator of numbers (SplitMix64).
struct Random {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// Random expressions over a small alphabet, so that they match often.
enum RandomRegex {
  static func make(_ random: inout Random, depth: Int) -> String {
    guard depth > 0 else { return atom(&random) }
    switch random.below(9) {
    case 0: return atom(&random)
    case 1, 2, 3:
      return make(&random, depth: depth - 1) + make(&random, depth: depth - 1)
    case 4, 5:
      return "(?:\(make(&random, depth: depth - 1))|\(make(&random, depth: depth - 1)))"
    case 6: return "(\(make(&random, depth: depth - 1)))"
    case 7: return "(?i:\(make(&random, depth: depth - 1)))"
    default:
      let counts = ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "*?", "+?", "??", "{1,2}?"]
      return "(?:\(make(&random, depth: depth - 1)))" + counts[random.below(counts.count)]
    }
  }

  private static func atom(_ random: inout Random) -> String {
    let atoms = ["a", "b", "A", "ab", "ba-", "[ab]", "[^a]", ".", #"\b"#, "^", "$", "(?m:^)", "-"]
    return atoms[random.below(atoms.count)]
  }
}
