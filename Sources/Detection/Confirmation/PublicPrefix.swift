import PatternEngine

/// The start of a key that says what it is and is no secret, such as `sk-or-v1-`.
enum PublicPrefix {
  /// Length of the start of a key that its rule spells out, in bytes.
  ///
  /// What the rule says letter by letter is known to everybody who reads the rule, which of a few
  /// spellings it is included: `sk_live_`, `-----BEGIN RSA PRIVATE KEY-----`.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - shape: The secret's part of the rule's expression; nil when it has none.
  /// - Returns: The length; less than the whole secret.
  static func length(in secret: [UInt8], of shape: Syntax?) -> Int {
    guard let shape else { return 0 }
    var length = spelledOut(shape, at: 0, in: secret)?.end ?? 0
    // A version number after the text, such as the `1-` of `sk-or-v1-`, belongs to it.
    let rest = secret.dropFirst(length)
    let digits = rest.prefix { ByteSet.digits.contains($0) }.count
    if length > 0, (1...2).contains(digits), rest.dropFirst(digits).first == UInt8(ascii: "-") {
      length += digits + 1
    }
    return length < secret.count ? length : 0
  }

  /// The part of an expression that is the secret.
  ///
  /// - Parameters:
  ///   - pattern: The shape of the match.
  ///   - group: The capture group that is the secret; 0 for the whole match.
  /// - Returns: Nil when there is no such group.
  static func shape(of pattern: Pattern, group: Int) -> Syntax? {
    group == 0 ? pattern.syntax : groupSyntax(group, in: pattern.syntax)
  }

  private static func groupSyntax(_ group: Int, in syntax: Syntax) -> Syntax? {
    switch syntax {
    case .group(let part, let index):
      return index == group ? part : groupSyntax(group, in: part)
    case .repetition(let part, _, _, _): return groupSyntax(group, in: part)
    case .sequence(let parts), .alternation(let parts):
      return parts.lazy.compactMap { groupSyntax(group, in: $0) }.first
    default: return nil
    }
  }

  /// Returns how far the bytes from an offset on are what an expression spells out, and whether all
  /// of the expression is spelled out; nil where the expression cannot match.
  private static func spelledOut(
    _ syntax: Syntax, at start: Int, in text: [UInt8]
  ) -> (end: Int, isWhole: Bool)? {
    switch syntax {
    case .empty, .assertion: return (start, true)
    case .set(let set):
      guard start < text.count, set.contains(text[start]) else { return nil }
      return isOneLetter(set) ? (start + 1, true) : (start, false)
    case .group(let part, _): return spelledOut(part, at: start, in: text)
    case .alternation(let choices):
      var furthest: (end: Int, isWhole: Bool)?
      for choice in choices {
        guard let next = spelledOut(choice, at: start, in: text) else { continue }
        if next.end > furthest?.end ?? -1 { furthest = next }
      }
      return furthest
    case .sequence(let parts):
      var end = start
      for part in parts {
        guard let next = spelledOut(part, at: end, in: text) else {
          return end > start ? (end, false) : nil
        }
        end = next.end
        guard next.isWhole else { return (end, false) }
      }
      return (end, true)
    case .repetition(let part, let least, let most, _):
      var end = start
      for count in 0..<(most ?? text.count) {
        guard let next = spelledOut(part, at: end, in: text), next.end > end || !next.isWhole
        else { return count >= least ? (end, true) : nil }
        end = next.end
        guard next.isWhole else { return (end, false) }
      }
      return (end, true)
    }
  }

  /// Returns whether a set is one byte, or one letter in both cases.
  private static func isOneLetter(_ set: ByteSet) -> Bool {
    let count = set.count
    // Of two letters that have all bits but one in common, that one is the case.
    return count == 1
      || count == 2 && set.subtracting(.letters).isEmpty && set.commonBits.mask == ~0x20
  }
}
