/// Literals of which every match of an expression holds at least one.
package struct RequiredLiterals: Sendable, Equatable {
  /// Shortest literal worth searching for, in bytes.
  package static let shortest = 3
  /// Most literals that stand for one expression.
  static let countLimit = 64
  /// Longer literals are cut: more bytes make no better filter.
  static let lengthLimit = 16

  /// The literals.
  package var literals: [Literal]
  /// Fewest bytes of the match before the literal.
  package var minBefore: Int
  /// Most bytes of the match before the literal; nil when there is no limit.
  package var maxBefore: Int?

  /// The best literals of an expression, in which sets of up to so many bytes are written out, byte
  /// by byte; nil when none is long enough.
  ///
  /// Where one is a common word, what may be left out is written out as well, as the dash in
  /// `auth-?token`: several literals that are seldom met cost less.
  init?(of syntax: Syntax, widestSet: Int = 4) {
    var best = Self.best(of: syntax, widestSet: widestSet)
    if best?.areMetOften ?? true,
      let longer = Self.best(of: syntax, widestSet: widestSet, writesOptions: true),
      longer.isBetter(than: best)
    {
      best = longer
    }
    guard let best else { return nil }
    self = best
  }

  private static func best(
    of syntax: Syntax, widestSet: Int, writesOptions: Bool = false
  ) -> RequiredLiterals? {
    var analysis = Analysis(widestSet: widestSet, writesOptions: writesOptions)
    analysis.visit(syntax)
    analysis.close()
    return analysis.best
  }

  private init(_ run: [PartialLiteral], minBefore: Int, maxBefore: Int?) {
    literals = run.map { Literal($0.bytes, foldsCase: $0.foldsCase) }
    self.minBefore = minBefore
    self.maxBefore = maxBefore
  }

  private var shortestLength: Int { literals.map(\.bytes.count).min() ?? 0 }

  /// Whether they make a rule be tried at many places: one of them stands wherever secrets are spoken
  /// of, whoever has issued them, or is far away from where the match begins.
  private var areMetOften: Bool {
    (maxBefore ?? .max) - minBefore > Self.farAway
      || literals.contains { Self.commonWords.contains($0.bytes.map(\.asciiLowercased)) }
  }

  /// At more places than this a rule is not to be tried for each literal, if it can be helped.
  private static let farAway = 256

  private static let commonWords: Set<[UInt8]> = Set(
    ["access", "api", "auth", "client", "cloud", "key", "password", "private", "secret", "token"]
      .map { Array($0.utf8) })

  /// Those that are not met often are better, then longer ones, which are rarer; of equally long ones
  /// fewer, then the earlier.
  private func isBetter(than other: RequiredLiterals?) -> Bool {
    guard let other else { return true }
    let areMetOften = (areMetOften, other.areMetOften)
    if areMetOften.0 != areMetOften.1 { return areMetOften.1 }
    if shortestLength != other.shortestLength { return shortestLength > other.shortestLength }
    return literals.count < other.literals.count
  }

  private struct PartialLiteral: Hashable {
    var bytes: [UInt8] = []
    var foldsCase = false
  }

  /// Walks a sequence, keeping the texts that the last parts can be, and the best run so far.
  private struct Analysis {
    let widestSet: Int
    /// Whether a part that may be left out is written out, with and without it.
    let writesOptions: Bool
    var best: RequiredLiterals?
    private var run: [PartialLiteral] = [PartialLiteral()]
    /// How much of the match stands before the run, and before what comes next.
    private var runBefore: (min: Int, max: Int?) = (0, 0)
    private var before: (min: Int, max: Int?) = (0, 0)

    init(widestSet: Int, writesOptions: Bool) {
      self.widestSet = widestSet
      self.writesOptions = writesOptions
    }

    mutating func visit(_ syntax: Syntax) {
      switch syntax {
      case .sequence(let parts): for part in parts { visit(part) }
      case .group(let part, _): visit(part)
      default:
        guard let texts = texts(of: syntax) else {
          extendByBegin(of: syntax)
          close()
          consider(inside: syntax)
          advance(over: syntax)
          runBefore = before
          return
        }
        if !extend(by: texts) {
          close()
          runBefore = before
          run = texts
        }
        advance(over: syntax)
      }
    }

    /// Ends the run, and keeps it when it is the best so far.
    mutating func close() {
      defer { run = [PartialLiteral()] }
      guard run.allSatisfy({ $0.bytes.count >= RequiredLiterals.shortest }) else { return }
      let candidate = RequiredLiterals(
        Array(Set(run.map(Self.cut))).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) },
        minBefore: runBefore.min, maxBefore: runBefore.max)
      if candidate.isBetter(than: best) { best = candidate }
    }

    private static func cut(_ literal: PartialLiteral) -> PartialLiteral {
      PartialLiteral(
        bytes: Array(literal.bytes.prefix(RequiredLiterals.lengthLimit)),
        foldsCase: literal.foldsCase)
    }

    /// Looks for literals in a part that cannot be written out: in every choice, in what repeats.
    private mutating func consider(inside syntax: Syntax) {
      var found: RequiredLiterals?
      switch syntax {
      case .alternation(let choices):
        var literals: Set<Literal> = []
        var bounds: (min: Int, max: Int?) = (.max, 0)
        for choice in choices {
          guard let inner = RequiredLiterals(of: choice, widestSet: widestSet) else { return }
          literals.formUnion(inner.literals)
          bounds.min = min(bounds.min, inner.minBefore)
          bounds.max = bounds.max.flatMap { most in inner.maxBefore.map { max(most, $0) } }
        }
        guard literals.count <= RequiredLiterals.countLimit else { return }
        found = RequiredLiterals([], minBefore: bounds.min, maxBefore: bounds.max)
        found?.literals = literals.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
      case .repetition(let part, let min, _, _) where min > 0:
        found = RequiredLiterals(of: part, widestSet: widestSet)
      default: return
      }
      guard var found else { return }
      found.minBefore += before.min
      found.maxBefore = found.maxBefore.flatMap { inner in before.max.map { $0 + inner } }
      if found.isBetter(than: best) { best = found }
    }

    private mutating func advance(over syntax: Syntax) {
      before.min += syntax.minLength
      before.max = before.max.flatMap { most in syntax.maxLength.map { most + $0 } }
    }

    /// Makes a run that is too short longer by the first of what is repeated next.
    private mutating func extendByBegin(of syntax: Syntax) {
      guard case .repetition(let part, 1..., _, _) = syntax,
        run.contains(where: { $0.bytes.count < RequiredLiterals.shortest }),
        let texts = texts(of: part)
      else { return }
      _ = extend(by: texts)
    }

    private mutating func extend(by texts: [PartialLiteral]) -> Bool {
      guard run.count * texts.count <= RequiredLiterals.countLimit else { return false }
      // A run that is long enough is not made worse by many endings.
      if texts.count > 1, run.allSatisfy({ $0.bytes.count >= 6 }) { return false }
      run = run.flatMap { start in
        texts.map { end in
          PartialLiteral(
            bytes: start.bytes + end.bytes, foldsCase: start.foldsCase || end.foldsCase)
        }
      }
      return true
    }

    /// All texts that a part can be; nil when there are many.
    private func texts(of syntax: Syntax) -> [PartialLiteral]? {
      switch syntax {
      case .empty, .assertion: return [PartialLiteral()]
      case .set(let set): return texts(of: set)
      case .group(let part, _): return texts(of: part)
      case .alternation(let choices):
        var all: [PartialLiteral] = []
        for choice in choices {
          guard let texts = texts(of: choice) else { return nil }
          all += texts
        }
        return all.count <= RequiredLiterals.countLimit ? all : nil
      case .sequence(let parts):
        var all = [PartialLiteral()]
        for part in parts {
          guard let texts = texts(of: part), all.count * texts.count <= 16 else { return nil }
          all = all.flatMap { start in
            texts.map {
              PartialLiteral(
                bytes: start.bytes + $0.bytes, foldsCase: start.foldsCase || $0.foldsCase)
            }
          }
        }
        return all
      case .repetition(let part, 0, 1, _) where writesOptions:
        return texts(of: part).map { [PartialLiteral()] + $0 }
      case .repetition(let part, let min, let max, _):
        guard min == max, min <= 8, let texts = texts(of: part), texts.count == 1 else {
          return nil
        }
        return [
          PartialLiteral(
            bytes: Array(repeatElement(texts[0].bytes, count: min).joined()),
            foldsCase: texts[0].foldsCase)
        ]
      }
    }

    private func texts(of set: ByteSet) -> [PartialLiteral]? {
      guard (1...widestSet).contains(set.count) else { return nil }
      let bytes = set.bytes
      if bytes.count == 2, set.caseFolded == set, bytes[0].asciiLowercased == bytes[1] {
        return [PartialLiteral(bytes: [bytes[1]], foldsCase: true)]
      }
      return bytes.map { PartialLiteral(bytes: [$0]) }
    }
  }
}
