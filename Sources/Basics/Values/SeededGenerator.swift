/// Random numbers that are the same on every run: SplitMix64.
///
/// From Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
/// For tests and examples; not for secrets.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// A number from 0 up to but not including a bound.
  ///
  /// Unlike the standard library's, the algorithm is fixed: seeds keep their meaning.
  package mutating func next(below bound: Int) -> Int {
    // The bias is at most bound / 2^64.
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// An element of a collection, each as likely as the others; nil when there is none.
  package mutating func element<Elements: RandomAccessCollection>(
    of elements: Elements
  ) -> Elements.Element? {
    guard !elements.isEmpty else { return nil }
    return elements[elements.index(elements.startIndex, offsetBy: next(below: elements.count))]
  }
}
