@testable import PatternEngine

/// The automata of an expression against a matcher that tries everything.
///
/// Where something that may be empty is repeated without end, only whether there is a match is compared:
/// of several matches, automata such as those of Go and RE2 prefer another there than who tries
/// everything (https://go.dev/issue/46123).
///
/// Input: an expression, a zero, and a text.
final class RegexTarget: FuzzTarget {
  static let name = "regex"

  static var seeds: [[UInt8]] {
    [
      "a(b|c)*d\0abcbd", "(?i)Ab+?c\0aBbc", "(?m:^)a$\0b\na", "\\bfoo\\b\0 foo.",
      "[^a-c]{2,3}\0xyz",
      "(a?){3}a{3}\0aaaa", "(?:a|ab)(c|bcd)\0abcd", "\\x41[[:alpha:]]\\d\0Aa1",
      "(?s:.)(?U:a+)\0\naa",
      "(|a)+b\0aab", "a{,2}|\\Qx.y\\E\0x.y", "sk-(?:pro|adm)[0-9]\0sk-adm1", "(?P<n>x)y|z\0xy",
    ].map { Array($0.utf8) }
  }

  /// What the matcher that tries everything may try for one place.
  private static let mostSteps = 3_000

  func run(_ input: [UInt8]) {
    let parts = input.parts(2)
    guard parts.count == 2, let regex = parts.first, let rest = parts.last, regex.count <= 64,
      let pattern = try? Pattern(String(decoding: regex, as: UTF8.self)),
      pattern.syntax.minLength < 2_000
    else { return }
    let text = Array(rest.prefix(16))
    let program = Program(pattern.syntax)
    guard program.instructions.count < 500 else { return }
    let repeatsTheEmpty = Self.repeatsTheEmpty(pattern.syntax)
    let matcher = Matcher(pattern, group: 1)
    var machine = PikeMachine(program, group: 1)
    var automaton = LazyDFA(program)
    // So small that its states are forgotten now and then.
    var forgetful = LazyDFA(program, cellLimit: 24)
    for start in 0...text.count {
      let found = matcher.match(at: start, in: text.span)
      if let found { check(found, of: pattern, at: start, in: text) }
      let byMachine = machine.match(at: start, until: text.count, in: text.span)
      invariant(byMachine?.range == found?.range, "the machine differs from the matcher")
      invariant(byMachine.map { $0.group ?? $0.range } == found?.group, "another group")
      let outcome = found.map { LazyDFA.Outcome.end($0.range.upperBound) } ?? .nothing
      let byAutomaton = automaton.match(at: start, until: text.count, in: text.span)
      invariant(byAutomaton == outcome || byAutomaton == .unknown, "the automaton differs")
      let forgotten = forgetful.match(at: start, until: text.count, in: text.span)
      invariant(forgotten == outcome || forgotten == .unknown, "the forgetful one differs")
      let naive = NaiveMatcher(syntax: pattern.syntax, group: 1)
      naive.allowance.steps = Self.mostSteps
      let expected = naive.match(at: start, in: text)
      guard naive.allowance.steps >= 0 else { continue }
      invariant((found == nil) == (expected == nil), "a match that there is not, or none")
      invariant(
        repeatsTheEmpty || found?.range == expected?.range,
        "another match than by trying everything")
    }
  }

  /// Whether something that may be empty is repeated without end.
  private static func repeatsTheEmpty(_ syntax: Syntax) -> Bool {
    switch syntax {
    case .empty, .set, .assertion: false
    case .group(let part, _): repeatsTheEmpty(part)
    case .sequence(let parts), .alternation(let parts): parts.contains(where: repeatsTheEmpty)
    case .repetition(let part, _, let max, _):
      max == nil && part.minLength == 0 || repeatsTheEmpty(part)
    }
  }

  private func check(_ match: Matcher.Match, of pattern: Pattern, at start: Int, in text: [UInt8]) {
    let range = match.range
    invariant(range.lowerBound == start && range.upperBound <= text.count, "a match outside")
    invariant(range.lowerBound <= match.group.lowerBound, "a group before its match")
    invariant(match.group.upperBound <= range.upperBound, "a group behind its match")
    invariant(range.count >= pattern.minLength, "a match that is too short")
    invariant(range.count <= pattern.maxLength ?? .max, "a match that is too long")
    invariant(range.isEmpty || pattern.firstBytes.contains(text[start]), "another first byte")
    for required in [pattern.literals, pattern.manyLiterals].compactMap(\.self) {
      let first = start + required.minBefore
      let last = required.maxBefore.map { start + $0 } ?? range.upperBound
      let isThere = (first...max(first, last)).contains { place in
        required.literals.contains { Self.stands($0, at: place, in: text) }
      }
      invariant(isThere, "a match without a literal")
    }
  }

  private static func stands(_ literal: Literal, at offset: Int, in text: [UInt8]) -> Bool {
    guard offset + literal.bytes.count <= text.count else { return false }
    return zip(literal.bytes, text[offset...]).allSatisfy {
      $0 == (literal.foldsCase ? $1.asciiLowercased : $1)
    }
  }
}
