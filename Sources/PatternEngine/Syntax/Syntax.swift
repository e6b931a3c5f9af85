/// A regular expression as a tree.
///
/// The language is RE2's over bytes (https://github.com/google/re2/wiki/Syntax): no look-around, no
/// back-references, so that matching takes time linear in the input.
package indirect enum Syntax: Sendable, Equatable {
  /// Matches the empty text.
  case empty
  /// One byte out of a set.
  case set(ByteSet)
  /// A test of the position, consuming nothing.
  case assertion(Assertion)
  /// One after the other.
  case sequence([Syntax])
  /// One of several, earlier ones preferred.
  case alternation([Syntax])
  /// Repeated at least `min`, at most `max` times (nil: without end).
  case repetition(Syntax, min: Int, max: Int?, isGreedy: Bool)
  /// A capture group, counted from 1.
  case group(Syntax, index: Int)

  /// A test of the position between two bytes.
  package enum Assertion: Sendable, Hashable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case notWordBoundary
    /// The next byte, if there is one, is not in the set.
    case notFollowedBy(ByteSet)
  }
}

extension Syntax {
  /// Fewest bytes that a match takes.
  package var minLength: Int {
    switch self {
    case .empty, .assertion: 0
    case .set: 1
    case .sequence(let parts): parts.reduce(0) { $0.addingClamped($1.minLength) }
    case .alternation(let choices): choices.map(\.minLength).min() ?? 0
    case .repetition(let part, let min, _, _): part.minLength.multipliedClamped(by: min)
    case .group(let part, _): part.minLength
    }
  }

  /// Most bytes that a match takes; nil when there is no limit.
  package var maxLength: Int? {
    switch self {
    case .empty, .assertion: return 0
    case .set: return 1
    case .sequence(let parts):
      var sum = 0
      for part in parts {
        guard let length = part.maxLength else { return nil }
        sum = sum.addingClamped(length)
      }
      return sum
    case .alternation(let choices):
      var longest = 0
      for choice in choices {
        guard let length = choice.maxLength else { return nil }
        longest = max(longest, length)
      }
      return longest
    case .repetition(let part, _, let max, _):
      guard let length = part.maxLength else { return nil }
      guard let max else { return length == 0 ? 0 : nil }
      return length.multipliedClamped(by: max)
    case .group(let part, _): return part.maxLength
    }
  }
}

extension Int {
  fileprivate func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  fileprivate func multipliedClamped(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
