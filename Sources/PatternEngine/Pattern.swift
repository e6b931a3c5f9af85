/// A regular expression that has been checked.
///
/// A pattern is immutable and shared; a ``Matcher`` runs it. There is deliberately no search over a
/// whole text: what matches at an offset depends on the bytes around that offset only, and where to
/// look is said by the pattern's ``literals``.
package struct Pattern: Sendable {
  /// The expression as a tree, with the test of the byte after the match.
  package let syntax: Syntax
  /// Number of capture groups.
  package let groupCount: Int
  /// Fewest bytes that a match takes.
  package let minLength: Int
  /// Most bytes that a match takes; nil when there is no limit.
  package let maxLength: Int?
  /// Where a match is cut off whose expression alone would let it be longer, in bytes; nil for none.
  let lengthLimit: Int?
  /// Bytes that a match can begin with; all bytes when it can be empty.
  package let firstBytes: ByteSet
  /// Literals of which every match holds at least one; nil when there are none of use.
  ///
  /// Worked out each time: who only matches has no need of them.
  package var literals: RequiredLiterals? { RequiredLiterals(of: syntax) }

  /// Reads and checks an expression.
  ///
  /// - Parameters:
  ///   - regex: The expression, in RE2's syntax.
  ///   - notAfter: Bytes that must not follow a match; they are tested, not consumed.
  ///   - lengthLimit: Most bytes that a match may take, in place of a limit in the expression: no
  ///     match goes on behind it.
  /// - Throws: ``PatternError`` with the place and the reason.
  package init(
    _ regex: String, notAfter: ByteSet = ByteSet(), lengthLimit: Int? = nil
  ) throws(PatternError) {
    let parsed = try SyntaxParser.parse(regex)
    try self.init(
      notAfter.isEmpty
        ? parsed.syntax : .sequence([parsed.syntax, .assertion(.notFollowedBy(notAfter))]),
      groupCount: parsed.groups, lengthLimit: lengthLimit)
  }

  /// Literals of which every match holds at least one, where that takes many of them: all digits
  /// after `SK`, say.
  package var manyLiterals: RequiredLiterals? {
    literals ?? RequiredLiterals(of: syntax, widestSet: RequiredLiterals.countLimit)
  }

  /// An expression that matches the start of a text when any of some expressions matches anywhere
  /// in it; for short texts such as paths.
  ///
  /// - Throws: ``PatternError`` for the first that cannot be used.
  package init(anywhere regexes: [String]) throws(PatternError) {
    var choices: [Syntax] = []
    for regex in regexes { choices.append(try SyntaxParser.parse(regex).syntax) }
    let before = Syntax.repetition(.set(.all), min: 0, max: nil, isGreedy: false)
    try self.init(.sequence([before, .alternation(choices)]), groupCount: 0, lengthLimit: nil)
  }

  init(
    _ syntax: Syntax, groupCount: Int, lengthLimit: Int?
  ) throws(PatternError) {
    self.syntax = syntax
    self.groupCount = groupCount
    self.lengthLimit = lengthLimit
    minLength = syntax.minLength
    let ownLimit = syntax.maxLength
    maxLength = lengthLimit.map { min($0, ownLimit ?? $0) } ?? ownLimit
    firstBytes = syntax.firstBytes.isNullable ? .all : syntax.firstBytes.set
    guard Program.size(of: syntax) <= Program.sizeLimit else {
      throw PatternError(
        offset: 0, reason: "repetitions multiply to more than \(Program.sizeLimit) states")
    }
  }
}

extension Syntax {
  /// Bytes that a match can begin with, and whether it can be empty.
  fileprivate var firstBytes: (set: ByteSet, isNullable: Bool) {
    switch self {
    case .empty, .assertion: return (ByteSet(), true)
    case .set(let set): return (set, false)
    case .group(let part, _): return part.firstBytes
    case .repetition(let part, let min, _, _):
      let first = part.firstBytes
      return (first.set, first.isNullable || min == 0)
    case .alternation(let choices):
      let firsts = choices.map(\.firstBytes)
      return (
        firsts.reduce(ByteSet()) { $0.union($1.set) }, firsts.contains { $0.isNullable }
      )
    case .sequence(let parts):
      var set = ByteSet()
      for part in parts {
        let first = part.firstBytes
        set = set.union(first.set)
        if !first.isNullable { return (set, false) }
      }
      return (set, true)
    }
  }
}
