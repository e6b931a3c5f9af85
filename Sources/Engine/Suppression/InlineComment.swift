/// A comment that tells a scanner to leave a secret be.
struct InlineComment: Equatable {
  /// The marker, as reports name it.
  var name: String
  var coverage: InlineDialect.Coverage
  /// The rules that it is meant for; nil for all.
  var scope: RuleScope?
  /// Whether nothing but blanks and punctuation stands before it in its line.
  var isAlone: Bool

  /// Whether a rule is meant, by its id or one that it had before.
  func isMeant(for names: [String]) -> Bool { scope?.covers(names) ?? true }

  /// The comments of one line or several, in order.
  static func all(in text: [UInt8], isRuleName: (String) -> Bool) -> [InlineComment] {
    var comments: [InlineComment] = []
    var isAlone = true
    var position = 0
    while position < text.count {
      let byte = text[position]
      if InlineDialect.isFirst[Int(byte)], position == 0 || !isWord(text[position - 1]),
        let dialect = dialect(at: position, in: text)
      {
        let end = position + dialect.marker.count
        let rest = text[end...].prefix { $0 != UInt8(ascii: "\n") }
        comments.append(
          InlineComment(
            name: dialect.name, coverage: dialect.coverage,
            scope: scope(dialect.scoping, of: rest, isRuleName: isRuleName), isAlone: isAlone))
        isAlone = false
        position = end
        continue
      }
      if byte == UInt8(ascii: "\n") {
        isAlone = true
      } else if isWord(byte) || byte >= 0x80 {
        isAlone = false
      }
      position += 1
    }
    return comments
  }

  private static func dialect(at position: Int, in text: [UInt8]) -> InlineDialect? {
    InlineDialect.all.first { dialect in
      let end = position + dialect.marker.count
      guard end <= text.count, text[position..<end].elementsEqual(dialect.marker) else {
        return false
      }
      // The marker may be the start of another word, but dashes can close a comment as well.
      guard end < text.count, !isWord(text[end]) else { return end == text.count }
      return text[end] != UInt8(ascii: "-") || end + 1 == text.count || !isWord(text[end + 1])
    }
  }

  private static func scope(
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
