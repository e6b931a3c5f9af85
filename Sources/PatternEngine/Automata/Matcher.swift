/// Matches one pattern at given places; holds the automata and their working memory.
///
/// A deterministic automaton, built while it runs, answers for almost every text; where a group is
/// asked for, or the pattern needs too many states, the nondeterministic one does. Either takes time
/// linear in the text. One per thread and pattern; it is made when the pattern is first needed.
package final class Matcher {
  private let program: Program
  private let groups: [Int]
  private let lengthLimit: Int
  private var automaton: LazyDFA
  /// Made when they are first needed, one for each of the groups.
  private var machines: [PikeMachine] = []

  /// A match, as offsets into the text.
  package struct Match: Equatable, Sendable {
    /// The whole match.
    package var range: Range<Int>
    /// The capture group that was asked for; the whole match for group 0 or an unused group.
    package var group: Range<Int>
  }

  /// What is known of a match's group without searching for it.
  package enum KnownGroup: Sendable {
    /// Nobody wants the match.
    case useless
    /// The group's bytes.
    case range(Range<Int>)
    case unknown
  }

  /// Compiles a pattern, of which a capture group is reported.
  package convenience init(_ pattern: Pattern, group: Int = 0) {
    self.init(pattern, groups: group == 0 ? [] : [group])
  }

  /// Compiles a pattern, of which the first of some capture groups is reported that holds
  /// something.
  package convenience init(_ pattern: Pattern, groups: [Int]) {
    self.init(pattern, groups: groups, cellLimit: LazyDFA.cellLimit)
  }

  /// The same with so much memory for the deterministic automaton, in cells of four bytes.
  init(_ pattern: Pattern, groups: [Int], cellLimit: Int) {
    program = Program(pattern.syntax)
    automaton = LazyDFA(program, cellLimit: cellLimit)
    self.groups = groups
    lengthLimit = pattern.lengthLimit ?? .max
  }

  /// The match that begins at an offset, if there is one: the first in the order of preference.
  ///
  /// Assertions look at the bytes around the match in the text.
  ///
  /// - Parameters:
  ///   - start: The offset.
  ///   - text: The text.
  ///   - group: What is known of the group of a match of so many bytes: to find it costs most.
  /// - Returns: Nil when there is none.
  package func match(
    at start: Int, in text: Span<UInt8>, group: (Range<Int>) -> KnownGroup = { _ in .unknown }
  ) -> Match? {
    let last = text.count - start > lengthLimit ? start + lengthLimit : text.count
    // What is of no use is so whichever automaton finds it.
    var isAsked = false
    switch automaton.match(at: start, until: last, in: text) {
    case .nothing: return nil
    case .end(let end) where groups.isEmpty: return Match(range: start..<end, group: start..<end)
    case .end(let end):
      switch group(start..<end) {
      case .useless: return nil
      case .range(let range): return Match(range: start..<end, group: range)
      case .unknown: isAsked = true
      }
    case .unknown: break
    }
    if machines.isEmpty {
      machines = (groups.isEmpty ? [0] : groups).map { PikeMachine(program, group: $0) }
    }
    var whole: Range<Int>?
    for index in machines.indices {
      guard let found = machines[index].match(at: start, until: last, in: text) else { return nil }
      whole = found.range
      if !isAsked, !groups.isEmpty {
        switch group(found.range) {
        case .useless: return nil
        case .range(let range): return Match(range: found.range, group: range)
        case .unknown: isAsked = true
        }
      }
      if let group = found.group, !group.isEmpty || machines.count == 1 {
        return Match(range: found.range, group: group)
      }
    }
    return whole.map { Match(range: $0, group: $0) }
  }
}
