import PatternEngine

/// The start of a key that says what it is and is no secret, such as `sk-or-v1-`.
enum PublicPrefix {
  /// Length of the start that keys of this format share, in bytes.
  ///
  /// - Parameters:
  ///   - secret: The secret.
  ///   - pattern: The shape of the match.
  ///   - group: The capture group that is the secret; 0 for the whole match.
  /// - Returns: The length; less than the whole secret.
  static func length(in secret: [UInt8], of pattern: Pattern, group: Int) -> Int {
    guard group == 0 else {
      let start = groupSyntax(group, in: pattern.syntax).map(leadingText) ?? []
      return start.count < secret.count ? start.count : 0
    }
    var length = leadingText(of: pattern.syntax).count
    if let literals = pattern.literals, literals.maxBefore == 0 {
      for literal in literals.literals where literal.bytes.count > length {
        let start = secret.prefix(literal.bytes.count)
        if Literal(Array(start), foldsCase: literal.foldsCase).bytes == literal.bytes {
          length = literal.bytes.count
        }
      }
    }
    // A version number after the literal, such as the `1-` of `sk-or-v1-`, belongs to it.
    let rest = secret.dropFirst(length)
    let digits = rest.prefix { ByteSet.digits.contains($0) }.count
    if length > 0, (1...2).contains(digits), rest.dropFirst(digits).first == UInt8(ascii: "-") {
      length += digits + 1
    }
    return length < secret.count ? length : 0
  }

  /// The part of an expression that a capture group holds.
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

  private static func leadingText(of syntax: Syntax) -> [UInt8] {
    switch syntax {
    case .set(let set): return set.count == 1 ? set.bytes : []
    case .group(let part, _): return leadingText(of: part)
    case .sequence(let parts):
      var text: [UInt8] = []
      for part in parts {
        let leading = leadingText(of: part)
        text += leading
        guard part.maxLength == leading.count else { break }
      }
      return text
    default: return []
    }
  }
}
