/// A set of small numbers: a bit for each number that there may be.
package struct NumberSet: Sendable {
  private var words: [UInt64]

  /// An empty set of numbers below a limit.
  package init(below limit: Int) { words = Array(repeating: 0, count: limit / 64 + 1) }

  package mutating func insert(_ number: Int) {
    words[number / 64] |= 1 << UInt64(number % 64)
  }

  package func contains(_ number: Int) -> Bool {
    words[number / 64] & 1 << UInt64(number % 64) != 0
  }
}
