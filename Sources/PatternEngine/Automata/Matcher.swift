/// Matches one pattern at given places; holds the automata and their working memory.
///
/// A deterministic automaton, built while it runs, answers for almost every text; where a group is
/// asked for, or the pattern needs too many states, the nondeterministic one does. Either takes time
/// linear in the text. One per thread and pattern; it is made when the pattern is first needed.
package final class Matcher {
  private let program: Program
  private let group: Int
  private var automaton: LazyDFA
  private var machine: PikeMachine?

  /// A match, as offsets into the text.
  package struct Match: Equatable, Sendable {
    /// The whole match.
    package var range: Range<Int>
    /// The capture group that was asked for; the whole match for group 0 or an unused group.
    package var group: Range<Int>
  }

  /// Compiles a pattern.
  ///
  /// - Parameters:
  ///   - pattern: The pattern.
  ///   - group: The capture group to report.
  package init(_ pattern: Pattern, group: Int = 0) {
    program = Program(pattern.syntax)
    automaton = LazyDFA(program)
    self.group = group
  }

  /// The match that begins at an offset, if there is one: the first in the order of preference.
  ///
  /// - Parameters:
  ///   - start: Where the match must begin.
  ///   - text: The text; assertions look at the bytes around the match in it.
  /// - Returns: Offsets of the match and of the capture group; nil when nothing matches there.
  package func match(at start: Int, in text: Span<UInt8>) -> Match? {
    switch automaton.match(at: start, in: text) {
    case .nothing: return nil
    case .end(let end) where group == 0: return Match(range: start..<end, group: start..<end)
    case .end, .unknown: break
    }
    var machine = self.machine.take() ?? PikeMachine(program, group: group)
    defer { self.machine = machine }
    return machine.match(at: start, in: text)
  }
}
