import PatternEngine

/// Tests whether short texts such as paths hold a match of any of some expressions; one per thread.
package final class TextTest {
  private let matchers: [Matcher]

  /// Prepares the test; nil when there are no expressions.
  ///
  /// - Parameter regexes: Expressions that have been checked while their file was read.
  package init?(_ regexes: [String]) {
    guard !regexes.isEmpty else { return nil }
    // One automaton for all of them, unless it would be too large.
    let patterns =
      (try? [Pattern(anywhere: regexes)])
      ?? regexes.compactMap {
        try? Pattern(anywhere: [$0])
      }
    matchers = patterns.map { Matcher($0) }
  }

  /// Returns whether a text holds a match of one of the expressions.
  package func holds(in text: Span<UInt8>) -> Bool {
    for matcher in matchers where matcher.match(at: 0, in: text) != nil { return true }
    return false
  }
}
