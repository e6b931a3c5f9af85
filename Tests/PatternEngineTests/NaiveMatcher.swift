@testable import PatternEngine

/// The oracle: matches by trying everything in the order of preference, straight from the tree.
///
/// Exponential, obvious, and right.
struct NaiveMatcher {
  let syntax: Syntax
  let group: Int
  /// How many steps it may still take; below zero, what it says is of no use.
  let allowance = Allowance()

  /// A number of steps.
  final class Allowance {
    var steps = Int.max
  }

  /// End and group of the preferred match that begins at an offset.
  func match(at start: Int, in text: [UInt8]) -> Matcher.Match? {
    var captured: (start: Int, end: Int)?
    var found: Matcher.Match?
    _ = run(syntax, start, text, &captured) { end, captured in
      let range = captured.map { $0.start..<$0.end }
      found = Matcher.Match(range: start..<end, group: range ?? start..<end)
      return true
    }
    return found
  }

  private typealias Capture = (start: Int, end: Int)?

  private func run(
    _ syntax: Syntax, _ at: Int, _ text: [UInt8], _ capture: inout Capture,
    _ then: @escaping (Int, inout Capture) -> Bool
  ) -> Bool {
    allowance.steps -= 1
    guard allowance.steps >= 0 else { return false }
    switch syntax {
    case .empty: return then(at, &capture)
    case .set(let set):
      return at < text.count && set.contains(text[at]) && then(at + 1, &capture)
    case .assertion(let assertion):
      return assertion.holds(at: at, in: text.span) && then(at, &capture)
    case .sequence(let parts):
      guard let first = parts.first else { return then(at, &capture) }
      return run(first, at, text, &capture) { at, capture in
        run(.sequence(Array(parts.dropFirst())), at, text, &capture, then)
      }
    case .alternation(let choices):
      return choices.contains { run($0, at, text, &capture, then) }
    case .group(let part, let index):
      let before = capture
      let matched = run(part, at, text, &capture) { end, capture in
        let inner = capture
        if index == group { capture = (at, end) }
        return then(end, &capture)
          || {
            capture = inner; return false
          }()
      }
      if !matched { capture = before }
      return matched
    case .repetition(let part, let min, let max, let isGreedy):
      let more = { (capture: inout Capture) in
        (max ?? 1) > 0
          && run(part, at, text, &capture) { end, capture in
            // In a loop without end, an empty round is the last one.
            if end == at, max == nil, min == 0 { return then(end, &capture) }
            return run(
              .repetition(
                part, min: Swift.max(0, min - 1), max: max.map { $0 - 1 }, isGreedy: isGreedy),
              end, text, &capture, then)
          }
      }
      if min > 0 { return more(&capture) }
      return isGreedy
        ? more(&capture) || then(at, &capture) : then(at, &capture) || more(&capture)
    }
  }
}
