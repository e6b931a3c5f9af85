/// A set of small numbers: a bit for each number that there may be.
package struct NumberSet: Sendable {
  private var words: [UInt64]
  /// How many numbers are in it.
  package private(set) var count = 0

  /// Makes an empty set of numbers below a limit.
  package init(below limit: Int) { words = Array(repeating: 0, count: limit / 64 + 1) }

  package var isEmpty: Bool { count == 0 }

  /// Adds a number.
  ///
  /// - Returns: Whether it was not there before.
  @discardableResult
  package mutating func insert(_ number: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(number % 64)
    guard words[number / 64] & bit == 0 else { return false }
    words[number / 64] |= bit
    count += 1
    return true
  }

  /// Adds the numbers of another set with the same limit.
  package mutating func formUnion(_ other: NumberSet) {
    count = 0
    for index in words.indices {
      words[index] |= other.words[index]
      count += words[index].nonzeroBitCount
    }
  }

  package func contains(_ number: Int) -> Bool {
    words[number / 64] & 1 << UInt64(number % 64) != 0
  }

  /// Calls a body with every number, ascending.
  package func forEach(_ body: (Int) -> Void) {
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        body(64 * index + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
