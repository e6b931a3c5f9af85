import PatternEngine
import RuleSet

/// What a rule spells out of its keys, letter by letter: by that a key is known beside other text.
struct KeyMark {
  /// Letters and digits at the start of every key: 4 for `ghp_1…`, 0 for keys of digits alone.
  let leading: Int
  /// Letters and digits that every key has, wherever they stand.
  let total: Int
  /// Whether the start is a word of every text, such as `live_`.
  private let isWord: Bool
  /// What the first bytes of every key can be, as far as they are spelled out.
  private let opening: [ByteSet]

  /// Takes the mark of an expression.
  init(of syntax: Syntax) {
    let start = Self.start(of: syntax)
    leading = start.count
    total = Self.total(of: syntax)
    isWord = Self.words.contains(String(decoding: start.letters, as: UTF8.self))
    opening = Self.opening(of: syntax).sets
  }

  /// Whether a text goes on with the mark at an offset.
  func opens(_ text: Span<UInt8>, at start: Int) -> Bool {
    guard start + opening.count <= text.count else { return false }
    for index in opening.indices where !opening[index].contains(text[start + index]) {
      return false
    }
    return true
  }

  /// Whether keys begin with anything of their own.
  var isThere: Bool { leading >= 2 }

  /// Whether hardly anything but a key begins like this, be it the end of a longer name.
  ///
  /// Of random base64, one character in ten million begins a text of four given letters.
  var isDistinct: Bool { leading >= 4 && !isWord }

  /// Whether the mark alone tells a key from whatever it may stand in: by 48 bits.
  var isDecisive: Bool { total >= 8 }

  private static let words: Set = [
    "access", "api", "apikey", "client", "key", "live", "refresh", "secret", "test", "token",
  ]

  /// Whether all of a key that is not spelled out is hexadecimal, as no name is.
  func isFollowedByDigits(in text: Span<UInt8>, _ key: Range<Int>) -> Bool {
    (key.lowerBound + opening.count..<key.upperBound).allSatisfy {
      ByteSet.hexDigits.contains(text[$0])
    }
  }

  /// At the start: how many letters and digits are spelled out, those of the first word, and whether
  /// all of the expression is.
  private static func start(
    of syntax: Syntax
  ) -> (count: Int, letters: [UInt8], isWhole: Bool) {
    switch syntax {
    case .empty, .assertion: return (0, [], true)
    case .set(let set):
      guard isSpelledOut(set) else { return (0, [], false) }
      let letters = set.intersection(.alphanumerics).bytes.prefix(1).map(\.asciiLowercased)
      return (letters.count, letters, true)
    case .group(let part, _): return start(of: part)
    case .sequence(let parts):
      var whole: (count: Int, letters: [UInt8], isWhole: Bool) = (0, [], true)
      for part in parts where whole.isWhole {
        let next = start(of: part)
        whole = (whole.count + next.count, whole.letters + next.letters, next.isWhole)
      }
      return whole
    case .alternation(let choices):
      let starts = choices.map(start)
      let shortest = starts.min { $0.count < $1.count } ?? (0, [], true)
      return (shortest.count, shortest.letters, starts.allSatisfy(\.isWhole))
    case .repetition(let part, let least, let most, _):
      guard least > 0 else { return (0, [], false) }
      let one = start(of: part)
      guard one.isWhole else { return one }
      let letters = (0..<least).flatMap { _ in one.letters }
      return (least * one.count, letters, least == most)
    }
  }

  private static func opening(of syntax: Syntax) -> (sets: [ByteSet], isWhole: Bool) {
    switch syntax {
    case .empty, .assertion: return ([], true)
    case .set(let set): return isSpelledOut(set) ? ([set], true) : ([], false)
    case .group(let part, _): return opening(of: part)
    case .sequence(let parts):
      var whole: (sets: [ByteSet], isWhole: Bool) = ([], true)
      for part in parts where whole.isWhole {
        let next = opening(of: part)
        whole = (whole.sets + next.sets, next.isWhole)
      }
      return whole
    case .alternation(let choices):
      let all = choices.map { opening(of: $0) }
      let length = all.map(\.sets.count).min() ?? 0
      let sets = (0..<length).map { place in
        all.reduce(ByteSet()) { $0.union($1.sets[place]) }
      }
      return (sets, all.allSatisfy { $0.isWhole && $0.sets.count == length })
    case .repetition: return ([], false)
    }
  }

  private static func total(of syntax: Syntax) -> Int {
    switch syntax {
    case .empty, .assertion: 0
    case .set(let set):
      isSpelledOut(set) && !set.intersection(.alphanumerics).isEmpty ? 1 : 0
    case .group(let part, _): total(of: part)
    case .sequence(let parts): parts.reduce(0) { $0 + total(of: $1) }
    case .alternation(let choices): choices.map(total).min() ?? 0
    case .repetition(let part, let least, _, _): least * total(of: part)
    }
  }

  /// Whether a set leaves next to no choice: one letter in both cases, the four kinds of a token.
  private static func isSpelledOut(_ set: ByteSet) -> Bool { set.count <= 4 }
}

extension Rule.Proof {
  /// Whether a text that is no key hardly ever passes: by a checksum, or by much that must be there.
  var isDecisive: Bool {
    switch self {
    // Whoever makes up an id has an account number in it, too.
    case .awsAccount, .pem, .jwt, .serviceAccount: false
    default: true
    }
  }
}
