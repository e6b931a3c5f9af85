/// Takes an input apart, front to back: what it is short of is zero.
struct InputReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ input: [UInt8]) { rest = input[...] }

  mutating func byte() -> Int { Int(rest.popFirst() ?? 0) }

  /// A number below 65,536.
  mutating func half() -> Int { byte() | byte() << 8 }

  /// As many bytes as there are, at most `count`.
  mutating func take(_ count: Int) -> [UInt8] {
    let taken = Array(rest.prefix(count))
    rest = rest.dropFirst(count)
    return taken
  }

  /// All that is left.
  mutating func takeRest() -> [UInt8] { take(rest.count) }
}

/// Writes numbers as git's formats have them.
extension Array where Element == UInt8 {
  /// Appends four bytes, the most significant first.
  mutating func append(big32 value: Int) {
    for shift in stride(from: 24, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// The parts between zeros, at most so many; the last has the rest.
  func parts(_ most: Int) -> [[UInt8]] {
    split(separator: 0, maxSplits: most - 1, omittingEmptySubsequences: false).map { Array($0) }
  }
}
