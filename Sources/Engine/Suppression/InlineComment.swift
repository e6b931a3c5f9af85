/// A comment that tells a scanner to leave a secret be.
enum InlineComment {
  /// How much text around a marker decides whether it is one, in characters: one before it, two
  /// after it.
  static let margin = (before: 1, after: 2)

  /// Finds the dialect of the comment whose marker begins at a position.
  ///
  /// - Parameters:
  ///   - position: Where it would begin.
  ///   - text: The text around it, as far as ``margin`` or the text goes.
  /// - Returns: Nil where none does.
  static func dialect(at position: Int, in text: [UInt8]) -> InlineDialect? {
    guard position == 0 || !isWord(text[position - 1]), text[position] < 0x80 else { return nil }
    return InlineDialect.byFirst[Int(text[position])].first { dialect in
      let end = position + dialect.marker.count
      guard end <= text.count, text[position..<end].elementsEqual(dialect.marker) else {
        return false
      }
      // The marker may be the start of another word, but dashes can close a comment as well.
      guard end < text.count, !isWord(text[end]) else { return end == text.count }
      return text[end] != UInt8(ascii: "-") || end + 1 == text.count || !isWord(text[end + 1])
    }
  }

  /// Whether nothing but blanks and punctuation is in a text.
  static func isBlank(_ text: [UInt8]) -> Bool { !text.contains { isWord($0) || $0 >= 0x80 } }

  /// Reads which rules a comment is meant for.
  ///
  /// - Parameters:
  ///   - scoping: What may follow its marker.
  ///   - rest: What follows on its line; for ids of ours as much as ``holdsWord(_:)`` will do.
  ///   - isRuleName: Whether a word is a rule's id, or what ids begin with.
  /// - Returns: The rules; nil for all.
  static func scope(
    _ scoping: InlineDialect.Scoping, of rest: ArraySlice<UInt8>, isRuleName: (String) -> Bool
  ) -> RuleScope? {
    let words = String(decoding: rest, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    switch scoping {
    case .none: return nil
    case .ownRules:
      guard rest.first == UInt8(ascii: " ") || rest.first == UInt8(ascii: "\t") else { return nil }
      let names = (words.first ?? "").split(separator: ",").map(String.init)
      // A word with a dash reads like an id: a mistyped one must not cover everything.
      let isList = names.allSatisfy { isName($0) && ($0.contains("-") || isRuleName($0)) }
      return names.isEmpty || !isList ? nil : RuleScope(names: names)
    case .secretlintRules:
      let names = words.prefix { $0 != "--" }.flatMap { $0.split(separator: ",") }
        .filter { $0.first == "@" || $0.first?.isLetter == true }
        .map { name in
          let last = name.split(separator: "/").last ?? name
          let prefix = "secretlint-rule-"
          return String(last.hasPrefix(prefix) ? last.dropFirst(prefix.count) : last)
        }
      return names.isEmpty ? nil : RuleScope(names: names)
    }
  }

  /// Whether the first word of a text ends within it.
  static func holdsWord(_ text: ArraySlice<UInt8>) -> Bool {
    text.drop { $0 <= 0x20 || $0 >= 0x80 }.contains { $0 == UInt8(ascii: " ") || $0 == 9 }
  }

  /// Whether a word is written as ids are: small letters, digits and dashes within.
  private static func isName(_ word: String) -> Bool {
    word.utf8.allSatisfy { $0 == UInt8(ascii: "-") || isWord($0) && $0 != UInt8(ascii: "_") }
      && word == word.lowercased() && word.first != "-" && word.last != "-"
  }

  /// Whether a byte is an ASCII letter, a digit or an underscore.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
